/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1 in the other byte order. L0 goes by MSR[LE] of the vCPU that makes the hypercall:
 * with it off, what L1 gives in memory is big-endian, and so is what L1 gets back.
 */
#ifndef PPC64_VCPU_BIG_ENDIAN_H
#define PPC64_VCPU_BIG_ENDIAN_H

#include "guest/nested_state.h"
#include "kvm_util.h"

/* L1 makes one hypercall with MSR[LE] off; what it gave. */
uint64_t vcpu_hcall_big_endian(struct kvm_vcpu *vcpu, uint64_t nr, uint64_t a4,
			       uint64_t a5);

/* The same state in the other byte order. */
void nested_state_swap(struct nested_hv_state *hv, struct nested_regs *regs);

#endif /* PPC64_VCPU_BIG_ENDIAN_H */
