/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Leak check: what kvm_hv has allocated and not freed (shadow page tables, L2s, rmap
 * entries and so on, the root of each tree), and every LPID with a partition table
 * entry. Exact, from trace events.
 *
 * Of all VMs of the host, from allocs_start() on; earlier allocations are ignored,
 * also when they are freed. Exact only while no vCPU runs.
 */
#ifndef KVM_HV_NESTED_KVM_ALLOCS_H
#define KVM_HV_NESTED_KVM_ALLOCS_H

#include <stddef.h>

struct kvm_allocs {
	size_t objects;
	size_t bytes;		/* of them, as requested */
	size_t roots;		/* pages, not counted as objects */
	size_t areas;		/* by vmalloc(): arrays of memslots */
	size_t area_bytes;
	size_t lpids;		/* of VMs and of their L2s */
	unsigned long max_lpid;	/* the largest so far */
};

struct allocs_trace;

/* NULL, or why this cannot be traced here. */
const char *allocs_missing(void);

struct allocs_trace *allocs_start(void);
/* Stays valid until the next call. */
const struct kvm_allocs *allocs_read(struct allocs_trace *trace);
/* Failure unless everything is freed, within @ticks of 10 ms. */
void allocs_expect_none(struct allocs_trace *trace, int ticks);
void allocs_stop(struct allocs_trace *trace);

#endif /* KVM_HV_NESTED_KVM_ALLOCS_H */
