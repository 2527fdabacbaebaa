/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's own dump of a VM's radix trees: L1's, and the shadow tree of
 * each nested guest, from /sys/kernel/debug/kvm/<pid>-<fd>/radix (see
 * debugfs_radix_read() in arch/powerpc/kvm/book3s_64_mmu_radix.c).
 *
 * The kernel walks the trees without a lock: read the dump while no vCPU runs. It
 * never prints a nested guest with L1's LPID 0.
 */
#ifndef KVM_HV_NESTED_RADIX_DUMP_H
#define KVM_HV_NESTED_RADIX_DUMP_H

#include <stdbool.h>
#include <stddef.h>

#include "isa/radix.h"

struct radix_leaf {
	unsigned long addr;	/* first byte: L1's, or L2's, real address */
	unsigned long pte;	/* RADIX_*, in host byte order */
	unsigned int shift;	/* log2 of its size in bytes */
};

struct radix_tree {
	unsigned long lpid;	/* 0: L1's own; else L1's number for the L2 */
	unsigned long pgdir;	/* as the kernel prints it */
	struct radix_leaf *leaves;	/* by rising address */
	size_t nr_leaves;
};

struct radix_dump {
	struct radix_tree *trees;	/* L1's first */
	size_t nr_trees;
};

/* Host real address of the leaf's first byte. */
static inline unsigned long radix_leaf_hpa(const struct radix_leaf *leaf)
{
	return leaf->pte & RADIX_RPN_MASK & ~((1UL << leaf->shift) - 1);
}

/*
 * NULL, or why this host has no dump of VM @vm_fd of this process. Test error if only
 * this VM has none.
 */
const char *radix_dump_missing(int vm_fd);

/* Is there a dump of VM @vm_fd? It is removed with the VM. */
bool radix_dump_is_there(int vm_fd);

/* Read the dump of VM @vm_fd of this process; test error if there is none. */
void radix_dump_read(struct radix_dump *dump, int vm_fd);
void radix_dump_free(struct radix_dump *dump);

/* Move @tree's leaves to a new tree of @dump. */
void radix_dump_take_tree(struct radix_dump *dump, struct radix_tree *tree);

/* The tree of the L2 with L1's LPID @lpid (0: L1's own), or NULL. */
const struct radix_tree *radix_dump_tree(const struct radix_dump *dump,
					 unsigned long lpid);

/* The leaf that covers @addr, or NULL; @tree may be NULL. */
const struct radix_leaf *radix_tree_find(const struct radix_tree *tree,
					 unsigned long addr);

/* The number of leaves that overlap [@addr, @addr + @len); @tree may be NULL. */
size_t radix_tree_count(const struct radix_tree *tree, unsigned long addr,
			size_t len);

/*
 * The parser, for unit tests: NULL, or what is wrong and in which line. @text is
 * modified. Free the dump in either case.
 */
const char *radix_dump_parse(struct radix_dump *dump, char *text);

#endif /* KVM_HV_NESTED_RADIX_DUMP_H */
