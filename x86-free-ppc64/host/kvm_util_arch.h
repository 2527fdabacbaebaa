/* SPDX-License-Identifier: GPL-2.0 */
/* ppc64's members of struct kvm_vm and struct kvm_vcpu. */
#ifndef PPC64_KVM_UTIL_ARCH_H
#define PPC64_KVM_UTIL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "bits.h"
#include "isa/radix.h"
#include "kvm_util_types.h"

struct guest_cpu;

struct kvm_vm_arch {
	void *sysmem;			/* memslot 0, gpa 0 */
	gpa_t next_table;		/* gpa; L1's own tables are allocated from here */
	gpa_t next_free;		/* gpa; everything else */
	struct radix_table l1_tree;	/* process-scoped, PID 0 */
};

/* KVM_REG_PPC_DEC_EXPIRY of each vCPU, in ticks of L1's timebase: after any test. */
#define L1_DEC_NEVER	BIT(54)

/* Enable KVM_CAP_PPC_NESTED_HV? Read by vm_arch_create(). */
extern bool vm_arch_nested;

struct kvm_vcpu_arch {
	struct guest_cpu *cpu;		/* hva */
	gva_t area;			/* gva of it and the stack above it */
};

#endif /* PPC64_KVM_UTIL_ARCH_H */
