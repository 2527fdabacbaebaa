/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A big-endian L1. If MSR[LE] of the calling vCPU is clear, L0 reads and writes the
 * arguments of H_ENTER_NESTED in memory as big-endian (kvmppc_need_byteswap()).
 */
#ifndef PPC64_VCPU_BIG_ENDIAN_H
#define PPC64_VCPU_BIG_ENDIAN_H

#include "guest/nested_state.h"
#include "kvm_util.h"

/* L1 makes hypercall @nr(@a4, @a5) with MSR[LE] clear. Returns its result. */
uint64_t vcpu_hcall_big_endian(struct kvm_vcpu *vcpu, uint64_t nr, uint64_t a4,
			       uint64_t a5);

/* Swap the byte order of each member of @hv and @regs, in place. */
void nested_state_swap(struct nested_hv_state *hv, struct nested_regs *regs);

#endif /* PPC64_VCPU_BIG_ENDIAN_H */
