/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A cgroup of the test's own, and reclaim of what is charged to it.
 */
#ifndef KVM_HV_NESTED_CGROUP_UTIL_H
#define KVM_HV_NESTED_CGROUP_UTIL_H

#include <stddef.h>

/*
 * The process joins a new cgroup, until the changes are undone (guard.h): memory it
 * touches from now on is charged to that. The case is skipped where the kernel has no
 * memory.reclaim of cgroup v2.
 */
void cgroup_join(void);

/* The kernel is told to reclaim @len bytes of it; it may find fewer. */
void cgroup_reclaim(size_t len);

#endif /* KVM_HV_NESTED_CGROUP_UTIL_H */
