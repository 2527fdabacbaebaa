// SPDX-License-Identifier: GPL-2.0
/*
 * Parsing a radix dump; see radix_dump.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "witness/radix_dump.h"

static struct radix_tree *add_tree(struct radix_dump *dump, unsigned long lpid,
				   unsigned long pgdir)
{
	array_add(dump->trees, dump->nr_trees, ((struct radix_tree){
		.lpid = lpid, .pgdir = pgdir,
	}));
	return &dump->trees[dump->nr_trees - 1];
}

const char *radix_dump_parse(struct radix_dump *dump, char *text)
{
	unsigned long lpid, pgdir;
	struct radix_tree *tree = NULL;
	struct radix_leaf leaf;
	static char wrong[200];
	char *line, *save;

	memset(dump, 0, sizeof(*dump));
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		int end = 0;

		if (sscanf(line, "pgdir: %lx%n", &pgdir, &end) == 1 && end) {
			tree = add_tree(dump, 0, pgdir);
		} else if (sscanf(line, "Nested LPID %lu: pgdir: %lx%n", &lpid,
				  &pgdir, &end) == 2 && end) {
			tree = add_tree(dump, lpid, pgdir);
		} else if (sscanf(line, " %lx: %lx %u%n", &leaf.addr,
				  &leaf.pte, &leaf.shift, &end) == 3 &&
			   end && tree) {
			array_add(tree->leaves, tree->nr_leaves, leaf);
		}
		if (!end || line[end]) {
			snprintf(wrong, sizeof(wrong),
				 "no line of a radix dump: %s", line);
			return wrong;
		}
		if (!tree)
			return "a radix dump that starts with a leaf";
	}
	if (!dump->nr_trees || dump->trees[0].lpid)
		return "a radix dump without L1's tree";
	return NULL;
}

void radix_dump_take_tree(struct radix_dump *dump, struct radix_tree *tree)
{
	array_add(dump->trees, dump->nr_trees, *tree);
	tree->leaves = NULL;
	tree->nr_leaves = 0;
}

void radix_dump_free(struct radix_dump *dump)
{
	size_t i;

	for (i = 0; i < dump->nr_trees; i++)
		free(dump->trees[i].leaves);
	free(dump->trees);
	memset(dump, 0, sizeof(*dump));
}

const struct radix_tree *radix_dump_tree(const struct radix_dump *dump,
					 unsigned long lpid)
{
	size_t i;

	for (i = 0; i < dump->nr_trees; i++) {
		if (dump->trees[i].lpid == lpid)
			return &dump->trees[i];
	}
	return NULL;
}

const struct radix_leaf *radix_tree_find(const struct radix_tree *tree,
					 unsigned long addr)
{
	size_t i;

	for (i = 0; tree && i < tree->nr_leaves; i++) {
		if (addr >> tree->leaves[i].shift ==
		    tree->leaves[i].addr >> tree->leaves[i].shift)
			return &tree->leaves[i];
	}
	return NULL;
}

size_t radix_tree_count(const struct radix_tree *tree, unsigned long addr,
			size_t len)
{
	size_t i, count = 0;

	for (i = 0; tree && i < tree->nr_leaves; i++) {
		const struct radix_leaf *leaf = &tree->leaves[i];

		/* The sums do not wrap: addresses have 52 bits. */
		if (leaf->addr < addr + len &&
		    addr < leaf->addr + (1UL << leaf->shift))
			count++;
	}
	return count;
}
