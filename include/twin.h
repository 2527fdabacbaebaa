/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second process that shares all private memory with the caller by
 * copy-on-write, as fork() leaves it, and does what it is told.
 *
 * It ends with the caller at the latest, however that ends.
 */
#ifndef KVM_HV_NESTED_TWIN_H
#define KVM_HV_NESTED_TWIN_H

#include <stdint.h>
#include <sys/types.h>

struct twin {
	pid_t pid;
	int to, from;		/* pipes */
};

/* fork(). From here on both sides' pages of private memory are read-only. */
void twin_create(struct twin *twin);

/*
 * Calls @fn in the twin and gives its value. Pointers mean the twin's memory: what
 * was there at the fork, and what the twin stored since.
 */
typedef uint64_t (*twin_fn)(const uint64_t args[4]);
uint64_t twin_call(struct twin *twin, twin_fn fn, uint64_t a0, uint64_t a1,
		   uint64_t a2, uint64_t a3);

/* It exits; its pages are the caller's alone again. Fine for an ended one. */
void twin_end(struct twin *twin);

#endif /* KVM_HV_NESTED_TWIN_H */
