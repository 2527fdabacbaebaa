/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registers that userspace saves and restores of a vCPU by KVM_GET_ONE_REG and
 * KVM_SET_ONE_REG: by name and width, and all of them as one file.
 */
#ifndef PPC64_ONE_REG_H
#define PPC64_ONE_REG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kvm_util.h"

/* Flags of a register, or of an array of registers. */
#define ONE_REG_OPTIONAL	0x1	/* not all kernels have it */
#define ONE_REG_RUNS		0x2	/* loaded into the CPU while the guest runs */
#define ONE_REG_TM		0x4	/* of transactional memory */

struct one_reg {
	const char *name;
	uint64_t id;		/* KVM_REG_PPC_*; of an array, of its first register */
	unsigned int count;	/* registers in the array, with consecutive ids; 0: no array */
	uint64_t kept;		/* of each 64 bits, those that KVM keeps as userspace sets them */
	unsigned int flags;
};

#define MAX_ONE_REGS	320

/* The values of all registers, each as wide as the widest. */
struct reg_file {
	uint64_t value[MAX_ONE_REGS][2];
	bool absent[MAX_ONE_REGS];	/* optional, and this kernel lacks it */
};

/* Give each register another value; @seed: another set of them. */
void reg_file_pattern(struct reg_file *file, unsigned int seed);
/*
 * KVM_SET_ONE_REG of all registers, or with @flags not 0 of those with one of these flags;
 * KVM_GET_ONE_REG of all. A refusal is a failure, of an optional register it sets `absent`.
 */
void reg_file_restore(struct reg_file *file, struct kvm_vcpu *vcpu,
		      unsigned int flags);
void reg_file_save(struct reg_file *file, struct kvm_vcpu *vcpu);
/* Fails with the name of the first register of @flags that differs in its kept bits. */
#define reg_file_expect_equal(want, got, flags)				\
	TEST_VERB(__reg_file_expect_equal(want, got, flags))
void __reg_file_expect_equal(const struct reg_file *want,
			     const struct reg_file *got, unsigned int flags);

/* Known defect mmcr3-not-set: has reg_file_expect_equal() met it, and nothing else? */
bool one_reg_mmcr3_was_lost(void);

#endif /* PPC64_ONE_REG_H */
