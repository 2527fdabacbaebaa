// SPDX-License-Identifier: GPL-2.0
/*
 * Probes of the host; see host_probe.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "file_util.h"
#include "host/host_probe.h"

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

const char *host_probe_place(const char *function)
{
	static char place[96];
	struct utsname name;
	bool moves = !uname(&name) && strstr(name.version, "PREEMPT");

	/* Four instructions: two to set up r2, and one or two of ftrace. */
	snprintf(place, sizeof(place), "%s%s", function, moves ? "+16" : "");
	return place;
}
