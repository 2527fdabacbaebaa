/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A cgroup for the test, and reclaim of the memory charged to it.
 */
#ifndef KVM_HV_NESTED_CGROUP_UTIL_H
#define KVM_HV_NESTED_CGROUP_UTIL_H

#include <stddef.h>

/*
 * Move the process to a new cgroup, until the changes are undone (guard.h): memory that
 * it touches from now on is charged to that cgroup. Skips the case if the kernel has no
 * memory.reclaim in cgroup v2.
 */
void cgroup_join(void);

/* Request reclaim of @len bytes; the kernel may reclaim less. */
void cgroup_reclaim(size_t len);

#endif /* KVM_HV_NESTED_CGROUP_UTIL_H */
