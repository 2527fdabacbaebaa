// SPDX-License-Identifier: GPL-2.0
/*
 * Probes of the host; see host_probe.h.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "file_util.h"
#include "host/host_probe.h"

/* Of 10 ms: a VM of a case before goes within them. */
#define VM_TICKS	100

/* Does /proc/cpuinfo have a line "@key : @value…"? */
static bool cpuinfo_says(const char *key, const char *value)
{
	char *text = file_read_all("/proc/cpuinfo", NULL);
	char *line, *save, *colon;
	bool found = false;

	if (!text)
		return false;
	for (line = strtok_r(text, "\n", &save); line && !found;
	     line = strtok_r(NULL, "\n", &save)) {
		colon = strchr(line, ':');
		if (!colon || strncmp(line, key, strlen(key)))
			continue;
		found = !strncmp(colon + 1 + (colon[1] == ' '), value,
				 strlen(value));
	}
	free(text);
	return found;
}

const char *host_missing_hypervisor_cpu(void)
{
	const char *cpu = (const char *)getauxval(AT_PLATFORM);
	static char reason[160];

	if (!cpu || (strcmp(cpu, "power9") && strcmp(cpu, "power10") &&
		     strcmp(cpu, "power11"))) {
		snprintf(reason, sizeof(reason),
			 "nested HV needs POWER9 or newer, this is %s",
			 cpu ? cpu : "unknown");
		return reason;
	}
	if (!cpuinfo_says("platform", "PowerNV"))
		return "this kernel does not run in hypervisor mode (no PowerNV platform)";
	return NULL;
}

const char *host_missing_radix(void)
{
	if (!cpuinfo_says("MMU", "Radix"))
		return "this host uses the hash MMU: boot without disable_radix";
	return NULL;
}

const char *host_missing_kvm_hv(void)
{
	if (access("/sys/module/kvm_hv", F_OK))
		return "the module kvm_hv is not loaded: modprobe kvm_hv";
	return NULL;
}

const char *host_missing_nested(void)
{
	char text[8];

	if (file_read("/sys/module/kvm_hv/parameters/nested", text,
		      sizeof(text)) < 0)
		return "kvm_hv has no parameter nested: this kernel is too old";
	if (*text != 'Y')
		return "nested is off: echo Y >/sys/module/kvm_hv/parameters/nested";
	return NULL;
}

/* From the file descriptors of this process. */
static unsigned long count_own_vms(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned long nr = 0;
	struct dirent *entry;
	char target[32];
	ssize_t len;

	while (dir && (entry = readdir(dir))) {
		len = readlinkat(dirfd(dir), entry->d_name, target,
				 sizeof(target) - 1);
		target[len > 0 ? len : 0] = '\0';
		nr += !strcmp(target, "anon_inode:kvm-vm");
	}
	if (dir)
		closedir(dir);
	return nr;
}

/* A VM holds the module that runs it once. */
unsigned long host_other_vms(void)
{
	unsigned long all, own;
	int ticks;

	for (ticks = 0; ; ticks++) {
		own = count_own_vms();
		if (!file_read_number("/sys/module/kvm_hv/refcnt", &all) ||
		    all <= own)
			return 0;
		if (ticks == VM_TICKS)
			return all - own;
		usleep(10000);
	}
}

const char *host_missing_quiet(void)
{
	unsigned long others = host_other_vms();
	static char reason[96];

	if (!others)
		return NULL;
	snprintf(reason, sizeof(reason),
		 "%lu VMs of other processes are here, and change what kvm_hv holds: end them",
		 others);
	return reason;
}

bool host_is_stock_qemu(void)
{
	static const char prefix[] = "qemu,";
	char text[sizeof(prefix)] = "";

	/* machine/init.sh sets it for the QEMU with the patches. */
	if (getenv("KVM_HV_NESTED_TLB_LOG"))
		return false;
	return file_read("/proc/device-tree/compatible", text, sizeof(text)) >= 0 &&
	       !strncmp(text, prefix, strlen(prefix));
}

bool host_is_preemptible(void)
{
	struct utsname name;

	return !uname(&name) && strstr(name.version, "PREEMPT");
}

const char *host_probe_place(const char *function)
{
	static char place[96];

	/* Four instructions: two to set up r2, and one or two of ftrace. */
	snprintf(place, sizeof(place), "%s%s", function,
		 host_is_preemptible() ? "+16" : "");
	return place;
}
