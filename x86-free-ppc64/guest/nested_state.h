/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1's state of each L2. The first two structs are the arguments of H_ENTER_NESTED
 * (Documentation/arch/powerpc/kvm-nested.rst; in the kernel struct hv_guest_state and
 * struct pt_regs). The host reads them too.
 */
#ifndef PPC64_NESTED_STATE_H
#define PPC64_NESTED_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "bits.h"
#include "isa/radix.h"
#include "kvm_util_types.h"

#define HV_GUEST_STATE_V1	1
#define HV_GUEST_STATE_V2	2

/*
 * hdec_expiry, in ticks of L1's timebase: after any test, and L0 can add a timebase offset
 * to it without an overflow.
 */
#define L2_HDEC_NEVER		BIT(52)

struct nested_hv_state {
	uint64_t version;
	uint32_t lpid;
	uint32_t vcpu_token;
	uint64_t lpcr, pcr, amor, dpdes, hfscr;
	int64_t tb_offset;
	uint64_t dawr0, dawrx0, ciabr, hdec_expiry;
	uint64_t purr, spurr, ic, vtb;
	uint64_t hdar, hdsisr, heir, asdr;
	uint64_t srr0, srr1, sprg[4], pidr, cfar, ppr;
	/* From version 2: */
	uint64_t dawr1, dawrx1;
};

/* Padding: the kernel copies all of its pt_regs, which has grown over time. */
struct nested_regs {
	uint64_t gpr[32];
	uint64_t nip, msr, orig_gpr3, ctr, link, xer, ccr, softe;
	uint64_t trap, dar, dsisr, result;
	uint64_t room[84];
};

#define L2_MAX_VCPUS		4

/*
 * L2's real memory: vectors at 0, the image where it is linked, and from here
 * its process table, process-scoped tables, and vCPUs' stacks. Effective
 * addresses equal L2 real addresses, by 1G leaves, unless a test maps otherwise.
 */
#define L2_RUNTIME		0x08000000UL
#define L2_PROCESS_TABLE	L2_RUNTIME
#define L2_TABLES		(L2_RUNTIME + 0x10000UL)
#define L2_TABLES_END		(L2_RUNTIME + 0x80000UL)
#define L2_CPUS			L2_TABLES_END
#define L2_RUNTIME_END		(L2_CPUS + L2_MAX_VCPUS * 0x20000UL)

struct l2_vcpu {
	struct nested_hv_state hv;
	struct nested_regs regs;
	struct l2_vm *vm;
	struct guest_cpu *cpu;		/* L2's, as an L1 pointer */
	gva_t cpu_area;			/* the same, as an L2 address */
};

/* One L2 partition. Allocated in L1's heap. */
struct l2_vm {
	uint32_t lpid;
	bool real_mode;
	struct radix_table partition;	/* L2 real to L1 real */
	struct radix_table process;	/* L2 effective to L2 real */
	uint64_t runtime;		/* L1 real address of L2_RUNTIME */
	gpa_t next_table;		/* L2 real address */
	struct l2_vcpu *vcpus[L2_MAX_VCPUS];
};

#endif /* PPC64_NESTED_STATE_H */
