// SPDX-License-Identifier: GPL-2.0
/*
 * What any Linux host may lack; see include/host_missing.h.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu_util.h"
#include "file_util.h"
#include "host_missing.h"
#include "host_refused.h"
#include "trace_session.h"

/* Compaction moves about 1 GB in a second, one page after the other. */
#define COMPACTED_KB	(64UL << 20)

const char *host_missing_root(void)
{
	return geteuid() ? "not root: run it as root" : NULL;
}

/* A line each in /proc/filesystems: "nodev", where it is so, a tab and the name. */
static bool host_has_filesystem(const char *name)
{
	size_t size, len = strlen(name);
	char *all, *line;
	bool found = false;

	all = file_read_all("/proc/filesystems", &size);
	for (line = all; line && !found; line = strchr(line, '\n')) {
		line += *line == '\n';
		line += strcspn(line, "\t\n");
		found = !strncmp(line, "\t", 1) && !strncmp(line + 1, name, len) &&
			line[len + 1] == '\n';
	}
	free(all);
	return found;
}

const char *host_missing_debugfs(void)
{
	static const char path[] = "/sys/kernel/debug/kvm";
	const char *refused;

	if (!access(path, R_OK))
		return NULL;
	refused = host_refused(path);
	if (refused)
		return refused;
	if (!host_has_filesystem("debugfs"))
		return "this kernel has no debugfs, or was booted with debugfs=off or no-mount";
	return host_missing_mount("debugfs", "KVM_HV_NESTED_NO_DEBUGFS", "/sys/kernel/debug");
}

const char *__host_kprobes_off(const char *ftrace, const char *kprobes)
{
	unsigned long on;

	/* A probe at the start of a function is one of the function tracer's. */
	if (file_read_number(ftrace, &on) && !on)
		return "kprobes do not fire: sysctl kernel.ftrace_enabled=1";
	if (file_read_number(kprobes, &on) && !on)
		return "kprobes do not fire: echo 1 >/sys/kernel/debug/kprobes/enabled";
	return NULL;
}

const char *host_missing_kprobes(void)
{
	const char *reason = host_missing_root() ?: trace_missing_kprobes();

	return reason ?: __host_kprobes_off("/proc/sys/kernel/ftrace_enabled",
					    "/sys/kernel/debug/kprobes/enabled");
}

const char *host_missing_compaction(const char *meminfo)
{
	unsigned long total, unused;
	static char reason[96];

	if (!text_number(meminfo, "MemTotal:", &total) ||
	    !text_number(meminfo, "MemFree:", &unused) || total - unused <= COMPACTED_KB)
		return NULL;
	snprintf(reason, sizeof(reason),
		 "compaction would move up to %lu GB: echo 1 >/proc/sys/vm/drop_caches",
		 (total - unused) >> 20);
	return reason;
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
