// SPDX-License-Identifier: GPL-2.0
/* An interrupt controller for L1; see vcpu_xive.h. */
#include <glob.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bits.h"
#include "guest/l1_xive.h"
#include "host/host_probe.h"
#include "host/vcpu_xive.h"

#define SOURCE		0x20	/* number of the interrupt source */
#define PRIORITY	6
#define QUEUE_SHIFT	16	/* the only size that KVM accepts */
#define EISN		1	/* event number in the queue; L1 does not read it */

#define TIMA_GPA	BIT(45)		/* of L1's page of the TIMA */
#define TIMA_SLOT	(KVM_MAX_TEST_SLOTS - 1)
#define TIMA_PAGES	4	/* host pages, one for each privilege level */
#define TIMA_OS_PAGE	2

#define ESB_SET_PQ_00	0xc00	/* a load there clears P and Q: the source can trigger */

const char *vcpu_xive_missing(struct kvm_vm *vm)
{
	return vm_check_cap(vm, KVM_CAP_PPC_IRQ_XIVE) ? NULL :
	       "this host has no XIVE for guests (KVM_CAP_PPC_IRQ_XIVE)";
}

bool vcpu_xive_is_saved_by_host(void)
{
	glob_t found;
	bool is;

	is = !glob("/proc/device-tree/interrupt-controller@*/vp-save-restore", 0, NULL,
		   &found);
	globfree(&found);
	return is;
}

static void set_attr(struct vcpu_xive *xive, uint32_t group, uint64_t which,
		     const void *value)
{
	struct kvm_device_attr attr = {
		.group = group, .attr = which, .addr = (uintptr_t)value,
	};

	kvm_must_ioctl(xive->fd, KVM_SET_DEVICE_ATTR, &attr, "KVM_SET_DEVICE_ATTR");
}

static void connect_vcpu(struct vcpu_xive *xive)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_PPC_IRQ_XIVE,
		.args = { xive->fd, xive->vcpu->id },
	};

	vcpu_ioctl(xive->vcpu, KVM_ENABLE_CAP, &cap);
}

static void configure_queue(struct vcpu_xive *xive, gpa_t gpa)
{
	const struct kvm_ppc_xive_eq queue = {
		.flags = KVM_XIVE_EQ_ALWAYS_NOTIFY,
		.qshift = QUEUE_SHIFT,
		.qaddr = gpa,
		.qtoggle = 1,
	};

	set_attr(xive, KVM_DEV_XIVE_GRP_EQ_CONFIG,
		 (uint64_t)xive->vcpu->id << KVM_XIVE_EQ_SERVER_SHIFT |
		 PRIORITY << KVM_XIVE_EQ_PRIORITY_SHIFT, &queue);
}

static void configure_source(struct vcpu_xive *xive)
{
	const uint64_t edge = 0;
	const uint64_t target = PRIORITY << KVM_XIVE_SOURCE_PRIORITY_SHIFT |
		(uint64_t)xive->vcpu->id << KVM_XIVE_SOURCE_SERVER_SHIFT |
		(uint64_t)EISN << KVM_XIVE_SOURCE_EISN_SHIFT;

	set_attr(xive, KVM_DEV_XIVE_GRP_SOURCE, SOURCE, &edge);
	set_attr(xive, KVM_DEV_XIVE_GRP_SOURCE_CONFIG, SOURCE, &target);
}

/* Two pages of the host's for each source, from the first source on. */
static char *map_source(struct vcpu_xive *xive)
{
	size_t page = host_page_size();
	char *pages = mmap(NULL, 2 * page * (SOURCE + 1), PROT_READ | PROT_WRITE,
			   MAP_SHARED, xive->fd, KVM_XIVE_ESB_PAGE_OFFSET * page);

	TEST_ASSERT(pages != MAP_FAILED, "cannot map the sources of XIVE");
	return pages + 2 * page * SOURCE;
}

/*
 * L1 needs its TIMA to set its CPPR: where the interrupt controller saves a vCPU's context, as
 * on POWER10, a CPPR that userspace sets by KVM_REG_PPC_VP_STATE is not loaded.
 */
static void map_tima(struct vcpu_xive *xive)
{
	size_t page = host_page_size();
	char *pages = mmap(NULL, TIMA_PAGES * page, PROT_READ | PROT_WRITE, MAP_SHARED,
			   xive->fd, KVM_XIVE_TIMA_PAGE_OFFSET * page);

	TEST_ASSERT(pages != MAP_FAILED, "cannot map the TIMA of XIVE");
	xive->tima = pages;
	vm_mem_region_add(xive->vcpu->vm, TIMA_SLOT, 0, TIMA_GPA, page,
			  pages + TIMA_OS_PAGE * page);
}

void vcpu_xive_end(struct vcpu_xive *xive)
{
	uint64_t *state_page = (uint64_t *)(xive->pages + host_page_size());

	(void)READ_ONCE(state_page[ESB_SET_PQ_00 / sizeof(*state_page)]);
}

void vcpu_xive_create(struct vcpu_xive *xive, struct kvm_vcpu *vcpu, gpa_t queue_gpa)
{
	struct kvm_create_device create = { .type = KVM_DEV_TYPE_XIVE };

	vm_ioctl(vcpu->vm, KVM_CREATE_DEVICE, &create);
	xive->fd = create.fd;
	xive->vcpu = vcpu;
	connect_vcpu(xive);
	configure_queue(xive, queue_gpa);
	configure_source(xive);
	xive->pages = map_source(xive);
	vcpu_xive_end(xive);
	map_tima(xive);
	vcpu_call(vcpu, l1_xive_open, TIMA_GPA);
}

void vcpu_xive_free(struct vcpu_xive *xive)
{
	size_t page = host_page_size();

	vm_mem_region_delete(xive->vcpu->vm, TIMA_SLOT);
	munmap(xive->tima, TIMA_PAGES * page);
	munmap(xive->pages - 2 * page * SOURCE, 2 * page * (SOURCE + 1));
	close(xive->fd);
}

void vcpu_xive_raise(struct vcpu_xive *xive)
{
	WRITE_ONCE(*(uint64_t *)xive->pages, 0);
}
