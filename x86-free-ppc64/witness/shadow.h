/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shadow tables as witness, beside the data: what L0's shadow table of an L2
 * holds. They are in debugfs (radix_dump.h): without it nothing is checked, and a
 * note says so (missing_witness.h).
 *
 * Every dump that is read here is also a look of the tlbie witness (tlbie_audit.h).
 */
#ifndef PPC64_SHADOW_H
#define PPC64_SHADOW_H

#include "host/nested.h"

struct radix_dump;

/*
 * L0's shadow table of @l2 has a leaf over @l2_ra, right after an access of L2 that
 * makes it. Where the host has taken the page from L1 too since then, of its own
 * accord, L2 reads it again (shadow_look.c).
 */
#define shadow_expect_live(l2, l2_ra) TEST_VERB(__shadow_expect_live(l2, l2_ra))
/* ... still, without an access: what L0 did must have left it where it was. */
#define shadow_expect_kept(l2, l2_ra) TEST_VERB(__shadow_expect_kept(l2, l2_ra))
/* ... and that leaf has, of the bits @mask (RADIX_*), exactly @bits. */
#define shadow_expect_bits(l2, l2_ra, mask, bits)			\
	TEST_VERB(__shadow_expect_bits(l2, l2_ra, mask, bits))
/* ... and so have all leaves over @len bytes; there is one at least. */
#define shadow_expect_bits_over(l2, l2_ra, len, mask, bits)		\
	TEST_VERB(__shadow_expect_bits_over(l2, l2_ra, len, mask, bits))
/* ... right after L2's @access, which is done again as for shadow_expect_live(). */
#define shadow_expect_bits_of(l2, access, l2_ra, mask, bits)		\
	TEST_VERB(__shadow_expect_bits_of(l2, access, l2_ra, mask, bits))
/* There is no leaf over any part of @len bytes from @l2_ra on. */
#define shadow_expect_none(l2, l2_ra, len)				\
	TEST_VERB(__shadow_expect_none(l2, l2_ra, len))

void __shadow_expect_live(struct nested_vcpu *l2, uint64_t l2_ra);
void __shadow_expect_kept(struct nested_vcpu *l2, uint64_t l2_ra);
void __shadow_expect_bits_of(struct nested_vcpu *l2, enum nested_access access,
			     uint64_t l2_ra, unsigned long mask,
			     unsigned long bits);
void __shadow_expect_bits(struct nested_vcpu *l2, uint64_t l2_ra,
			  unsigned long mask, unsigned long bits);
void __shadow_expect_bits_over(struct nested_vcpu *l2, uint64_t l2_ra,
			       uint64_t len, unsigned long mask,
			       unsigned long bits);
void __shadow_expect_none(struct nested_vcpu *l2, uint64_t l2_ra,
			  uint64_t len);

/* Has the host the tables? If not, a note says so, once per program. */
bool shadow_can_be_read(struct kvm_vm *vm);
/* A dump that the test looks at itself: the tlbie witness wants it too. */
void shadow_dump_read(struct kvm_vm *vm, struct radix_dump *dump);
#define shadow_dump_free(vm, dump) TEST_VERB(__shadow_dump_free(vm, dump))
void __shadow_dump_free(struct kvm_vm *vm, struct radix_dump *dump);

/*
 * Composition: every shadow leaf of every L2 is L1's leaf composed with L0's:
 * the same frame, no larger than either, no permission and no C that one of them
 * lacks; and there is none that the two do not make. At any quiet point.
 */
#define shadow_expect_composed(vm) TEST_VERB(__shadow_expect_composed(vm))
void __shadow_expect_composed(struct kvm_vm *vm);

/* L1's leaf over @l2_ra for its L2 @lpid, 0: none. @gpa: where that byte is in L1. */
uint64_t nested_l1_leaf(struct kvm_vm *vm, unsigned long lpid, uint64_t l2_ra,
			uint64_t *gpa);

#endif
