/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A forked child, which shares all private memory with the caller by copy-on-write and
 * executes functions for it. It ends with the caller at the latest.
 */
#ifndef KVM_HV_NESTED_TWIN_H
#define KVM_HV_NESTED_TWIN_H

#include <stdint.h>
#include <sys/types.h>

struct twin {
	pid_t pid;
	int to, from;		/* pipes */
};

/* fork(): private pages become read-only on both sides. */
void twin_create(struct twin *twin);

/*
 * Call @fn in the child and return its value. Pointers refer to the child's memory.
 */
typedef uint64_t (*twin_fn)(const uint64_t args[4]);
uint64_t twin_call(struct twin *twin, twin_fn fn, uint64_t a0, uint64_t a1,
		   uint64_t a2, uint64_t a3);

/* End the child; its pages are the caller's alone again. Idempotent. */
void twin_end(struct twin *twin);

#endif /* KVM_HV_NESTED_TWIN_H */
