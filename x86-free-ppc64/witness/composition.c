// SPDX-License-Identifier: GPL-2.0
/*
 * The composition witness: compares L0's shadow page tables with what they are made
 * from, L1's tables for its L2s and L0's table for L1.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guest/l1_memory.h"
#include "isa/radix.h"
#include "witness/radix_dump.h"
#include "witness/shadow.h"

#define MAX_LOOKS	3
#define UNDER_WAY_US	10000

/* A shadow leaf, and the two leaves that it must be composed of. */
struct composed {
	const struct radix_leaf *shadow;
	uint64_t l1_leaf;		/* L2 real to L1 real; 0: none */
	unsigned int l1_shift;
	const struct radix_leaf *l0;	/* L1 real to host real, or NULL */
	gpa_t gpa;			/* where the shadow leaf starts in L1 */
};

/* L1's tables as host pointers. A table outside of L1's memory maps nothing. */
static void *table_ptr(struct radix_table *tree, gpa_t ra)
{
	static const char nothing[RADIX_ROOT_SIZE];
	void *hva = __addr_gpa2hva(tree->priv, ra);

	return hva ? hva : (void *)nothing;
}

/* L1's tree for its L2 @lpid, from the partition table in L1's memory. */
static bool find_l1_tree(struct kvm_vm *vm, unsigned long lpid,
			 struct radix_table *tree)
{
	uint64_t *table, dw0;

	memcpy(&table, addr_gva2hva(vm, (uint64_t)&l1_partition_table),
	       sizeof(table));
	if (!table)
		return false;
	dw0 = radix_get(addr_gpa2hva(vm, l1_ra(&table[2 * lpid])));
	*tree = (struct radix_table){
		.root = dw0 & RADIX_NLB_MASK & ~RADIX_ROOT_RTS,
		.ptr = table_ptr,
		.priv = vm,
	};
	return dw0;
}

static uint64_t size_of(unsigned int shift)
{
	return 1UL << shift;
}

/* W implies R (Power ISA 3.0B, Book III, 5.7.12.1). */
static uint64_t permitted(uint64_t leaf)
{
	return leaf & RADIX_WRITE ? leaf | RADIX_READ : leaf;
}

/* NULL, or the invariant that the leaf violates. */
static const char *violation_of(const struct composed *c)
{
	uint64_t shadow = c->shadow->pte;
	uint64_t offset;

	if (!c->l1_leaf)
		return "L1 maps nothing there";
	if (!c->l0)
		return "L0 maps nothing for L1 there";
	if (c->shadow->shift > c->l1_shift)
		return "it is larger than L1's leaf";
	if (c->shadow->shift > c->l0->shift)
		return "it is larger than L0's leaf";
	/* Ignored by the CPU, but not valid in an address of this size. */
	if (shadow & RADIX_RPN_MASK & (size_of(c->shadow->shift) - 1))
		return "its address is not aligned to its size";
	offset = c->gpa - c->l0->addr;
	if (radix_leaf_hpa(c->shadow) != radix_leaf_hpa(c->l0) + offset)
		return "its frame is not that of L0's leaf";
	if (shadow & RADIX_RWX & ~permitted(c->l1_leaf))
		return "it permits more than L1's leaf";
	if (shadow & RADIX_RWX & ~c->l0->pte)
		return "it permits more than L0's leaf";
	if (shadow & RADIX_C & ~c->l1_leaf)
		return "it has C set, L1's leaf does not";
	if (shadow & RADIX_C & ~c->l0->pte)
		return "it has C set, L0's leaf does not";
	return NULL;
}

/* L1's leaf for @l2_ra, 0: none; its shift, and the gpa of @l2_ra. */
static uint64_t find_l1_leaf(struct radix_table *l1_tree, gpa_t l2_ra,
			     unsigned int *shift, gpa_t *gpa)
{
	uint64_t *entry = radix_find(l1_tree, l2_ra, shift), leaf, offset;

	if (!entry)
		return 0;
	leaf = radix_get(entry);
	offset = size_of(*shift) - 1;
	*gpa = (leaf & RADIX_RPN_MASK & ~offset) | (l2_ra & offset);
	return leaf;
}

uint64_t nested_l1_leaf(struct kvm_vm *vm, unsigned long lpid, gpa_t l2_ra,
			gpa_t *gpa)
{
	struct radix_table l1_tree;
	unsigned int shift;

	if (!find_l1_tree(vm, lpid, &l1_tree))
		return 0;
	return find_l1_leaf(&l1_tree, l2_ra, &shift, gpa);
}

/* NULL, or what is wrong with @shadow. Static buffer. */
static const char *leaf_complaint(unsigned long lpid,
				  struct radix_table *l1_tree,
				  const struct radix_tree *l0_tree,
				  const struct radix_leaf *shadow)
{
	struct composed c = { .shadow = shadow };
	static char text[300];
	const char *violation;

	c.l1_leaf = find_l1_leaf(l1_tree, shadow->addr, &c.l1_shift, &c.gpa);
	if (c.l1_leaf)
		c.l0 = radix_tree_find(l0_tree, c.gpa);
	violation = violation_of(&c);
	if (!violation)
		return NULL;
	snprintf(text, sizeof(text),
		 "LPID %#lx, %#lx: %s; pte %#lx/%u, L1 %#lx/%u, L0 %#lx/%u",
		 lpid, shadow->addr, violation, shadow->pte, shadow->shift,
		 c.l1_leaf, c.l1_shift, c.l0 ? c.l0->pte : 0, c.l0 ? c.l0->shift : 0);
	return text;
}

static const char *tree_complaint(struct kvm_vm *vm,
				  const struct radix_tree *l0_tree,
				  const struct radix_tree *tree)
{
	struct radix_table l1_tree;
	const char *complaint = NULL;
	static char text[100];
	size_t i;

	if (!find_l1_tree(vm, tree->lpid, &l1_tree)) {
		snprintf(text, sizeof(text),
			 "L1 has no LPID %#lx, L0 has %zu shadow leaves for it",
			 tree->lpid, tree->nr_leaves);
		return text;
	}
	for (i = 0; !complaint && i < tree->nr_leaves; i++)
		complaint = leaf_complaint(tree->lpid, &l1_tree, l0_tree,
					   &tree->leaves[i]);
	return complaint;
}

static const char *complaint_of(struct kvm_vm *vm,
				const struct radix_dump *dump)
{
	const struct radix_tree *l0_tree = radix_dump_tree(dump, 0), *tree;
	const char *complaint = NULL;
	size_t i;

	for (i = 0; !complaint && i < dump->nr_trees; i++) {
		tree = &dump->trees[i];
		if (tree->lpid && tree->nr_leaves)
			complaint = tree_complaint(vm, l0_tree, tree);
	}
	return complaint;
}

/*
 * The kernel prints L0's tree first and without a lock: for a page that the host is
 * unmapping by itself (khugepaged, reclaim), the dump may have the shadow leaf only. So
 * read again; a real error persists.
 */
void __shadow_expect_composed(struct kvm_vm *vm)
{
	const char *complaint = NULL;
	struct radix_dump dump;
	int looks;

	if (!shadow_can_be_read(vm))
		return;
	for (looks = 0; looks < MAX_LOOKS; looks++) {
		if (looks) {
			radix_dump_free(&dump);
			usleep(UNDER_WAY_US);
		}
		shadow_dump_read(vm, &dump);
		complaint = complaint_of(vm, &dump);
		if (!complaint)
			break;
	}
	if (complaint)
		test_fail_caller("composition: %s", complaint);
	__shadow_dump_free(vm, &dump);
}
