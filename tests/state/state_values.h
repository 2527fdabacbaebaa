/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1's state of an L2 (Documentation/arch/powerpc/kvm-nested.rst) with another value in each
 * member: what L1 must find after the run, and what L2 must have seen in it.
 */
#ifndef KVM_HV_NESTED_STATE_VALUES_H
#define KVM_HV_NESTED_STATE_VALUES_H

#include "fixture/nested_test.h"
#include "guest/nested_state.h"

/* Prepare @l2 to load all registers with values of its own and to exit by a fault. */
void nested_state_fill(struct nested_test *t, struct l2_vcpu *l2);
/* After that run. @want: the state that L1 gave. */
void nested_state_expect(const struct nested_hv_state *want, const struct l2_vcpu *l2);

/* The state that L2 saw, in memory: a big-endian L1 may get no state back. */
struct seen_by_l2 {
	uint64_t gpr[4], sprg[3], srr0, srr1, timebase;
};

/* Prepare t->l2 to record its state at TEST_L2_RA. */
void seen_by_l2_prepare(struct nested_test *t, struct nested_hv_state *hv);
/* It must have seen all but the timebase, which the caller compares. */
void seen_by_l2_expect(const struct seen_by_l2 *seen);

#endif /* KVM_HV_NESTED_STATE_VALUES_H */
