/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks of L0's shadow page table of an L2, in addition to the data. The tables are
 * read from debugfs (radix_dump.h); without it nothing is checked, which is reported
 * (missing_witness.h).
 *
 * Each dump that is read here is also a snapshot for the tlbie witness (tlbie_audit.h).
 */
#ifndef PPC64_SHADOW_H
#define PPC64_SHADOW_H

#include "host/nested.h"

struct radix_dump;

/*
 * L0's shadow table of @l2 has a leaf for @l2_ra, directly after an access of L2 that
 * creates it. If the host has unmapped the page from L1 too in the meantime, on its own,
 * L2 reads it again (shadow_look.c).
 */
#define shadow_expect_live(l2, l2_ra) TEST_VERB(__shadow_expect_live(l2, l2_ra))
/* The same without an access before it: L0's operation must not have removed it. */
#define shadow_expect_kept(l2, l2_ra) TEST_VERB(__shadow_expect_kept(l2, l2_ra))
/* The same, and of @mask (RADIX_*) that leaf has exactly @bits. */
#define shadow_expect_bits(l2, l2_ra, mask, bits)			\
	TEST_VERB(__shadow_expect_bits(l2, l2_ra, mask, bits))
/* The same for all leaves in @len bytes; there is at least one. */
#define shadow_expect_bits_over(l2, l2_ra, len, mask, bits)		\
	TEST_VERB(__shadow_expect_bits_over(l2, l2_ra, len, mask, bits))
/* Directly after L2's @access, which is repeated as for shadow_expect_live(). */
#define shadow_expect_bits_of(l2, access, l2_ra, mask, bits)		\
	TEST_VERB(__shadow_expect_bits_of(l2, access, l2_ra, mask, bits))
/* No leaf overlaps [@l2_ra, @l2_ra + @len). */
#define shadow_expect_none(l2, l2_ra, len)				\
	TEST_VERB(__shadow_expect_none(l2, l2_ra, len))

void __shadow_expect_live(struct nested_vcpu *l2, gpa_t l2_ra);
void __shadow_expect_kept(struct nested_vcpu *l2, gpa_t l2_ra);
void __shadow_expect_bits_of(struct nested_vcpu *l2, enum nested_access access,
			     gpa_t l2_ra, unsigned long mask,
			     unsigned long bits);
void __shadow_expect_bits(struct nested_vcpu *l2, gpa_t l2_ra,
			  unsigned long mask, unsigned long bits);
void __shadow_expect_bits_over(struct nested_vcpu *l2, gpa_t l2_ra,
			       uint64_t len, unsigned long mask,
			       unsigned long bits);
void __shadow_expect_none(struct nested_vcpu *l2, gpa_t l2_ra,
			  uint64_t len);

/*
 * Bytes that L2's first access to memory with pages of @host_page maps, where L1's leaf has
 * @l1_leaf: the host's page or, if that is larger than L1's leaf, 2M or else a base page
 * (__kvmhv_nested_page_fault()).
 */
uint64_t shadow_page_size(uint64_t host_page, uint64_t l1_leaf);

/* Can the tables be read? If not, this is reported, once per program. */
bool shadow_can_be_read(struct kvm_vm *vm);
/* Read a dump for the test itself; the tlbie witness gets it too. */
void shadow_dump_read(struct kvm_vm *vm, struct radix_dump *dump);
#define shadow_dump_free(vm, dump) TEST_VERB(__shadow_dump_free(vm, dump))
void __shadow_dump_free(struct kvm_vm *vm, struct radix_dump *dump);

/*
 * Composition: every shadow leaf of every L2 is L1's leaf composed with L0's: the same
 * frame, no larger than either, no permission and no C that one of them lacks; and
 * there is no shadow leaf without both. Holds while no vCPU runs.
 */
#define shadow_expect_composed(vm) TEST_VERB(__shadow_expect_composed(vm))
void __shadow_expect_composed(struct kvm_vm *vm);

/* L1's leaf for @l2_ra of its L2 @lpid, 0: none. @gpa: what @l2_ra translates to. */
uint64_t nested_l1_leaf(struct kvm_vm *vm, unsigned long lpid, gpa_t l2_ra,
			gpa_t *gpa);

#endif /* PPC64_SHADOW_H */
