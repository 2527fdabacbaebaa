/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes for what a Linux host may lack. Each returns NULL, or the reason for a skip:
 * what is missing and how to provide it.
 */
#ifndef KVM_HV_NESTED_HOST_MISSING_H
#define KVM_HV_NESTED_HOST_MISSING_H

#include <stddef.h>

const char *host_missing_root(void);
const char *host_missing_debugfs(void);
/* Kprobe events in tracefs, and the permission to create them. */
const char *host_missing_kprobes(void);
/* NULL, or that probes can be made and do not fire. For unit tests; the switches' files. */
const char *__host_kprobes_off(const char *ftrace, const char *kprobes);
/*
 * So little memory in use that compaction, which may move all of it, takes no long time.
 * @meminfo: the contents of /proc/meminfo.
 */
const char *host_missing_compaction(const char *meminfo);
/* At least @cpus CPUs that this process may run on. */
const char *host_missing_cpus(unsigned int cpus);

/* Bytes. */
size_t host_page_size(void);

#endif /* KVM_HV_NESTED_HOST_MISSING_H */
