// SPDX-License-Identifier: GPL-2.0
/*
 * Checking a snapshot against later MMU notifier calls; see tlbie_due.h.
 */
#include <stdlib.h>

#include "kvm_util.h"
#include "witness/tlbie_due.h"

/* The frame of a leaf of L1. */
struct frame {
	unsigned long hpa;
	unsigned long end;
	unsigned long hva;	/* 0: unknown, or not unique */
};

static int by_hpa(const void *a, const void *b)
{
	const struct frame *left = a, *right = b;

	return left->hpa < right->hpa ? -1 : left->hpa > right->hpa;
}

static void *alloc(size_t nr, size_t size)
{
	void *array = calloc(nr + 1, size);

	TEST_ASSERT(array, "no memory for the tlbie witness");
	return array;
}

/* A frame that two leaves map is still mapped when one of them is removed. */
static void drop_shared(struct frame *frames, size_t nr)
{
	struct frame *widest = frames;
	size_t i;

	for (i = 1; i < nr; i++) {
		if (frames[i].hpa < widest->end) {
			frames[i].hva = 0;
			widest->hva = 0;
		}
		if (frames[i].end > widest->end)
			widest = &frames[i];
	}
}

static struct frame *frames_of(struct kvm_vm *vm, const struct radix_tree *l1)
{
	struct frame *frames = alloc(l1->nr_leaves, sizeof(*frames));
	const struct radix_leaf *leaf;
	size_t i;

	for (i = 0; i < l1->nr_leaves; i++) {
		leaf = &l1->leaves[i];
		frames[i].hpa = radix_leaf_hpa(leaf);
		frames[i].end = frames[i].hpa + (1UL << leaf->shift);
		frames[i].hva = (unsigned long)__addr_gpa2hva(vm, leaf->addr);
	}
	qsort(frames, l1->nr_leaves, sizeof(*frames), by_hpa);
	drop_shared(frames, l1->nr_leaves);
	return frames;
}

/* From the frame at or before it; overlapping frames have no hva. */
static unsigned long hva_of(const struct frame *frames, size_t nr,
			    unsigned long hpa)
{
	size_t low = 0, high = nr, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (frames[middle].hpa <= hpa)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || hpa >= frames[low - 1].end || !frames[low - 1].hva)
		return 0;
	return frames[low - 1].hva + hpa - frames[low - 1].hpa;
}

/* @frames: of @l1, sorted. */
static unsigned long *hvas_of(struct kvm_vm *vm, const struct radix_tree *l1,
			      const struct frame *frames,
			      const struct radix_tree *tree)
{
	unsigned long *hvas = alloc(tree->nr_leaves, sizeof(*hvas));
	const struct radix_leaf *leaf;
	size_t i;

	for (i = 0; i < tree->nr_leaves; i++) {
		leaf = &tree->leaves[i];
		if (tree == l1)
			hvas[i] = (unsigned long)__addr_gpa2hva(vm, leaf->addr);
		else
			hvas[i] = hva_of(frames, l1->nr_leaves,
					 radix_leaf_hpa(leaf));
	}
	return hvas;
}

static bool has_range(const struct tlbie_due_look *look)
{
	const struct notifier_range *range;
	size_t i, nr;

	range = notifier_ranges_get(look->ranges, &nr);
	for (i = look->first_range; i < nr; i++) {
		if (notifier_ranges_is_ours(look->ranges, &range[i]))
			return true;
	}
	return false;
}

static const char *complaint_in(struct tlbie_due_look *look,
				struct tlbie_due *due)
{
	const struct notifier_range *range;
	const char *complaint = NULL;
	size_t i, nr;

	range = notifier_ranges_get(look->ranges, &nr);
	for (i = look->first_range; i < nr && !complaint; i++) {
		if (notifier_ranges_is_ours(look->ranges, &range[i]))
			complaint = tlbie_due_complaint(due, &range[i]);
	}
	look->saw |= due->saw;
	return complaint;
}

const char *tlbie_due_look_complaint(struct tlbie_due_look *look)
{
	const struct radix_tree *l1 = radix_dump_tree(look->dump, 0);
	const char *complaint = NULL;
	struct frame *frames;
	unsigned long *hvas;
	size_t i;

	if (!l1 || !has_range(look))
		return NULL;
	frames = frames_of(look->vm, l1);
	for (i = 0; i < look->dump->nr_trees && !complaint; i++) {
		struct tlbie_due due = {
			.tree = &look->dump->trees[i],
			.lpid = look->lpids[i],
			.events = look->events,
			.nr_events = look->nr_events,
			.frees = look->frees,
			.nr_frees = look->nr_frees,
		};

		hvas = hvas_of(look->vm, l1, frames, due.tree);
		due.hvas = hvas;
		complaint = complaint_in(look, &due);
		free(hvas);
	}
	free(frames);
	return complaint;
}
