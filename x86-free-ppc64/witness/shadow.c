// SPDX-License-Identifier: GPL-2.0
/* Checks of shadow page tables; see shadow.h. */
#include "host_missing.h"
#include "missing_witness.h"
#include "sizes.h"
#include "witness/radix_dump.h"
#include "witness/shadow.h"
#include "witness/tlbie_audit.h"

uint64_t shadow_page_size(uint64_t host_page, uint64_t l1_leaf)
{
	if (host_page <= l1_leaf)
		return host_page;
	/* The kernel compares with "larger", so that a leaf of 2M gets base pages. */
	return l1_leaf > SZ_2M ? SZ_2M : host_page_size();
}

bool shadow_can_be_read(struct kvm_vm *vm)
{
	const char *missing = radix_dump_missing(vm->fd);

	witness_missing("shadow tables", missing);
	return !missing;
}

void shadow_dump_read(struct kvm_vm *vm, struct radix_dump *dump)
{
	tlbie_audit_before_look();
	radix_dump_read(dump, vm->fd);
}

void __shadow_dump_free(struct kvm_vm *vm, struct radix_dump *dump)
{
	tlbie_audit_look(vm, dump);
	radix_dump_free(dump);
}

void __shadow_expect_bits_over(struct nested_vcpu *l2, gpa_t l2_ra,
			       uint64_t len, unsigned long mask,
			       unsigned long bits)
{
	const struct radix_tree *tree;
	const struct radix_leaf *leaf;
	struct radix_dump dump;
	size_t found = 0, i;

	if (!shadow_can_be_read(l2->vcpu->vm))
		return;
	shadow_dump_read(l2->vcpu->vm, &dump);
	tree = radix_dump_tree(&dump, l2->lpid);
	for (i = 0; tree && i < tree->nr_leaves; i++) {
		leaf = &tree->leaves[i];
		if (leaf->addr + (1UL << leaf->shift) <= l2_ra ||
		    leaf->addr >= l2_ra + len)
			continue;
		found++;
		if ((leaf->pte & mask) != bits)
			test_fail_caller("L2 (LPID %#x) has leaf %#lx at %#lx, not %#lx in %#lx",
					 l2->lpid, leaf->pte, leaf->addr, bits,
					 mask);
	}
	if (!found)
		test_fail_caller("L2 (LPID %#x) has no shadow leaf in %#lx to %#lx",
				 l2->lpid, l2_ra, l2_ra + len - 1);
	__shadow_dump_free(l2->vcpu->vm, &dump);
}

void __shadow_expect_none(struct nested_vcpu *l2, gpa_t l2_ra, uint64_t len)
{
	struct radix_dump dump;
	size_t left;

	if (!shadow_can_be_read(l2->vcpu->vm))
		return;
	shadow_dump_read(l2->vcpu->vm, &dump);
	left = radix_tree_count(radix_dump_tree(&dump, l2->lpid), l2_ra, len);
	if (left)
		test_fail_caller("L2 (LPID %#x) keeps %zu shadow leaves in %#lx to %#lx",
				 l2->lpid, left, l2_ra, l2_ra + len - 1);
	__shadow_dump_free(l2->vcpu->vm, &dump);
}
