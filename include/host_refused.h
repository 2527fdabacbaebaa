/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reasons for a file of the kernel that cannot be used: who may have refused it, or that its
 * file system is not mounted. Static buffers.
 */
#ifndef KVM_HV_NESTED_HOST_REFUSED_H
#define KVM_HV_NESTED_HOST_REFUSED_H

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

#endif /* KVM_HV_NESTED_HOST_REFUSED_H */
