/* SPDX-License-Identifier: GPL-2.0 */
/* ppc64's members of struct kvm_vm and struct kvm_vcpu. */
#ifndef PPC64_KVM_UTIL_ARCH_H
#define PPC64_KVM_UTIL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "isa/radix.h"

struct guest_cpu;

struct kvm_vm_arch {
	void *sysmem;			/* memslot 0, gpa 0 */
	uint64_t next_table;		/* gpa; L1's own tables are allocated from here */
	uint64_t next_free;		/* gpa; everything else */
	struct radix_table l1_tree;	/* process-scoped, PID 0 */
};

/* Enable KVM_CAP_PPC_NESTED_HV? Read by vm_arch_create(). */
extern bool vm_arch_nested;

struct kvm_vcpu_arch {
	struct guest_cpu *cpu;		/* hva */
	uint64_t area;			/* gva of it and the stack above it */
};

#endif
