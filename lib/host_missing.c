// SPDX-License-Identifier: GPL-2.0
/*
 * What any Linux host may lack; see include/host_missing.h.
 */
#include <stdio.h>
#include <unistd.h>

#include "cpu_util.h"
#include "host_missing.h"
#include "trace_session.h"

const char *host_missing_root(void)
{
	return geteuid() ? "not root: run it as root" : NULL;
}

const char *host_missing_debugfs(void)
{
	if (access("/sys/kernel/debug/kvm", R_OK))
		return "debugfs is not mounted: mount -t debugfs none /sys/kernel/debug";
	return NULL;
}

const char *host_missing_kprobes(void)
{
	const char *reason = host_missing_root();

	return reason ? reason : trace_missing_kprobes();
}

const char *host_missing_cpus(unsigned int cpus)
{
	static char reason[96];

	if (cpus_usable() >= (int)cpus)
		return NULL;
	snprintf(reason, sizeof(reason), "%u CPUs wanted, %d usable", cpus,
		 cpus_usable());
	return reason;
}

size_t host_page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}
