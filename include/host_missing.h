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
/*
 * The file system @type is not at @where. @variable is in the environment if the runner
 * tried to mount it: the message of mount(8).
 */
const char *host_missing_mount(const char *type, const char *variable, const char *where);
/*
 * If errno is that of a refusal: who may have refused @path, which is there. Else NULL: it
 * is missing. Call it right after the system call.
 */
const char *host_refused(const char *path);
/* The same, for unit tests. @lockdown: the file of the kernel's lockdown, @err: errno */
const char *__host_refused(const char *lockdown, const char *path, int err);
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
