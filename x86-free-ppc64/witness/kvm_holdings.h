/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What kvm_hv holds: every object that it allocated and has not freed yet, shadow
 * tables, L2s and rmap entries among them, the root of each tree, and every LPID whose
 * translations the hardware may use. Exact, from the running kernel's own events.
 *
 * Of all VMs of the host, from holdings_start() on; what was there before is not
 * counted, also when it goes. Exact only while no vCPU runs.
 */
#ifndef KVM_HV_NESTED_KVM_HOLDINGS_H
#define KVM_HV_NESTED_KVM_HOLDINGS_H

#include <stddef.h>

struct kvm_holdings {
	size_t objects;
	size_t roots;		/* pages: no objects */
	size_t areas;		/* by vmalloc(): arrays of memslots */
	size_t lpids;		/* of VMs and of their L2s */
	unsigned long max_lpid;	/* the largest that was ever used */
};

struct holdings_trace;

/* NULL, or why this cannot be known here. */
const char *holdings_missing(void);

struct holdings_trace *holdings_start(void);
/* Stays valid until the next call. */
const struct kvm_holdings *holdings_read(struct holdings_trace *trace);
/* Failure unless nothing is held, or comes to be in @ticks of 10 ms. */
void holdings_expect_none(struct holdings_trace *trace, int ticks);
void holdings_stop(struct holdings_trace *trace);

#endif /* KVM_HV_NESTED_KVM_HOLDINGS_H */
