// SPDX-License-Identifier: GPL-2.0
/*
 * Probes of KVM on this host; see host_probe.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "host/host_probe.h"
#include "host_missing.h"
#include "host_refused.h"
#include "kselftest.h"
#include "once.h"

/* The low bits of an AP encoding are the page shift. */
#define AP_SHIFT_MASK	0x1fffffffU

static int open_kvm(void)
{
	return open("/dev/kvm", O_RDWR | O_CLOEXEC);
}

static const char *device_missing(void)
{
	static char reason[128];
	const char *refused;
	int fd = open_kvm();

	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	refused = host_refused("/dev/kvm");
	if (refused)
		return refused;
	snprintf(reason, sizeof(reason), "cannot open /dev/kvm: %s",
		 strerror(errno));
	return reason;
}

static const char *nested_cap_missing(void)
{
	int fd = open_kvm(), cap;

	if (fd < 0)
		return device_missing();
	cap = ioctl(fd, KVM_CHECK_EXTENSION, KVM_CAP_PPC_NESTED_HV);
	close(fd);
	if (cap <= 0)
		return "KVM does not offer KVM_CAP_PPC_NESTED_HV here";
	return NULL;
}

/* Page sizes are queried on a VM, which is slow to create: cached. */
static const char *leaf_missing(unsigned int shift)
{
	struct kvm_ppc_rmmu_info info;
	static char reason[96];
	int fd, vm, err, i;

	/* L1's leaves must not be smaller than a page of the host. */
	if (1UL << shift < host_page_size()) {
		snprintf(reason, sizeof(reason),
			 "leaves of %luK are smaller than the host's page",
			 (1UL << shift) >> 10);
		return reason;
	}
	fd = open_kvm();
	if (fd < 0)
		return device_missing();
	vm = ioctl(fd, KVM_CREATE_VM, 0UL);
	close(fd);
	if (vm < 0)
		return "KVM cannot make a VM here";
	memset(&info, 0, sizeof(info));
	err = ioctl(vm, KVM_PPC_GET_RMMU_INFO, &info);
	close(vm);
	if (err)
		return "KVM does not report its page sizes (KVM_PPC_GET_RMMU_INFO)";
	for (i = 0; i < 8; i++) {
		if ((info.ap_encodings[i] & AP_SHIFT_MASK) == shift)
			return NULL;
	}
	snprintf(reason, sizeof(reason), "the CPU has no pages of %luK",
		 (1UL << shift) >> 10);
	return reason;
}

const char *host_missing_leaf(unsigned int shift)
{
	if (shift != 12 && shift != 16 && shift != 21 && shift != 30)
		return "radix trees have leaves of 4K, 64K, 2M and 1G only";
	return probe_once(leaf_missing, shift);
}

static const char *any_missing(unsigned int unused)
{
	static const char *(* const facts[])(void) = {
		host_missing_root, host_missing_hypervisor_cpu,
		host_missing_radix, host_missing_kvm_hv, host_missing_nested,
		device_missing, nested_cap_missing,
	};
	const char *reason;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(facts); i++) {
		reason = facts[i]();
		if (reason)
			return reason;
	}
	return NULL;
}

const char *host_missing_any(void)
{
	return probe_once(any_missing, 0);
}
