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

/* What a register is like, beside its number. */
#define ONE_REG_OPTIONAL	0x1	/* not all kernels have it */
#define ONE_REG_RUNS		0x2	/* the CPU has it while the guest runs */
#define ONE_REG_TM		0x4	/* of transactional memory */

struct one_reg {
	const char *name;
	uint64_t id;		/* of the first */
	unsigned int count;	/* that follow one another; 0: it has no number */
	uint64_t kept;		/* the bits of each 64 that are userspace's to choose */
	unsigned int flags;
};

#define MAX_ONE_REGS	320

/* Bytes. */
size_t one_reg_size(uint64_t id);

/* The values of all, as wide as the widest. */
struct reg_file {
	uint64_t value[MAX_ONE_REGS][2];
	bool absent[MAX_ONE_REGS];	/* an optional one */
};

/* A value for each that no other has. */
void reg_file_pattern(struct reg_file *file, unsigned int seed);
/* Of all, or of those with one of @flags. */
void reg_file_restore(struct reg_file *file, struct kvm_vcpu *vcpu,
		      unsigned int flags);
void reg_file_save(struct reg_file *file, struct kvm_vcpu *vcpu);
/* Fails with the name of the first register that differs in what is kept of it. */
#define reg_file_expect_equal(want, got, flags)				\
	TEST_VERB(__reg_file_expect_equal(want, got, flags))
void __reg_file_expect_equal(const struct reg_file *want,
			     const struct reg_file *got, unsigned int flags);

/* Known defect mmcr3-not-set: has reg_file_expect_equal() met it, and nothing else? */
bool one_reg_mmcr3_was_lost(void);

#endif /* PPC64_ONE_REG_H */
