/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A forked child, which shares all private memory with the caller by copy-on-write and
 * executes functions for it. It ends with the caller at the latest.
 */
#ifndef KVM_HV_NESTED_FORK_CHILD_H
#define KVM_HV_NESTED_FORK_CHILD_H

#include <stdint.h>
#include <sys/types.h>

struct fork_child {
	pid_t pid;
	int to, from;		/* pipes */
};

/* fork(): private pages become read-only on both sides. */
void fork_child_create(struct fork_child *child);

/*
 * Call @fn in the child and return its value. Pointers refer to the child's memory.
 */
typedef uint64_t (*fork_child_fn)(const uint64_t args[4]);
uint64_t fork_child_call(struct fork_child *child, fork_child_fn fn, uint64_t a0, uint64_t a1,
			 uint64_t a2, uint64_t a3);

/* End the child; its pages are the caller's alone again. Idempotent. */
void fork_child_end(struct fork_child *child);

#endif /* KVM_HV_NESTED_FORK_CHILD_H */
