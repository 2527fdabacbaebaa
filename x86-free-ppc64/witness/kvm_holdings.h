/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Leak check: what kvm_hv has allocated and not freed (shadow page tables, L2s, rmap
 * entries and so on, the root of each tree), and every LPID with a partition table
 * entry. Exact, from trace events.
 *
 * Of all VMs of the host, from holdings_start() on; earlier allocations are ignored,
 * also when they are freed. Exact only while no vCPU runs.
 */
#ifndef KVM_HV_NESTED_KVM_HOLDINGS_H
#define KVM_HV_NESTED_KVM_HOLDINGS_H

#include <stddef.h>

struct kvm_holdings {
	size_t objects;
	size_t bytes;		/* of them, as requested */
	size_t roots;		/* pages, not counted as objects */
	size_t areas;		/* by vmalloc(): arrays of memslots */
	size_t area_bytes;
	size_t lpids;		/* of VMs and of their L2s */
	unsigned long max_lpid;	/* the largest so far */
};

struct holdings_trace;

/* NULL, or why this cannot be traced here. */
const char *holdings_missing(void);

struct holdings_trace *holdings_start(void);
/* Stays valid until the next call. */
const struct kvm_holdings *holdings_read(struct holdings_trace *trace);
/* Failure unless everything is freed, within @ticks of 10 ms. */
void holdings_expect_none(struct holdings_trace *trace, int ticks);
void holdings_stop(struct holdings_trace *trace);

#endif /* KVM_HV_NESTED_KVM_HOLDINGS_H */
