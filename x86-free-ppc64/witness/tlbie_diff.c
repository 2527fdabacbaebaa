// SPDX-License-Identifier: GPL-2.0
/*
 * Leaves that were removed or restricted without a tlbie; see tlbie_diff.h.
 */
#include <string.h>

#include "witness/tlbie_diff.h"
#include "witness/tlbie_search.h"

/* The leaf of @tree at @addr or the next one; @at only increases. */
static const struct radix_leaf *leaf_from(const struct radix_tree *tree,
					  unsigned long addr, size_t *at)
{
	while (tree && *at < tree->nr_leaves) {
		const struct radix_leaf *leaf = &tree->leaves[*at];

		if (leaf->addr >> leaf->shift >= addr >> leaf->shift)
			return leaf;
		(*at)++;
	}
	return NULL;
}

#define LOST_C		"lost its change bit"

/* NULL, or what @before lost. @after: the leaf there now, or NULL. */
static const char *loss(const struct radix_leaf *before,
			const struct radix_leaf *after)
{
	if (!after || after->shift != before->shift ||
	    after->addr != before->addr)
		return "went";
	if (radix_leaf_hpa(after) != radix_leaf_hpa(before))
		return "got another frame";
	if (before->pte & ~after->pte & RADIX_RWX)
		return "lost a permission";
	if (before->pte & ~after->pte & RADIX_C)
		return LOST_C;
	return NULL;
}

static bool tables_flushed(const struct tlbie_diff *diff)
{
	size_t i;

	for (i = 0; i < diff->nr_events; i++) {
		if (tlbie_covers_tables(&diff->events[i], diff->lpid))
			return true;
	}
	return false;
}

/* Has @now, a larger leaf, replaced @leaf's table? */
static bool is_in_place_of(const struct radix_leaf *now,
			   const struct radix_leaf *leaf)
{
	return now && now->shift > leaf->shift &&
	       now->addr >> now->shift == leaf->addr >> now->shift;
}

const char *tlbie_diff_complaint(struct tlbie_diff *diff)
{
	struct tlbie_search here = {
		.events = diff->events, .nr_events = diff->nr_events,
		.lpid = diff->lpid,
	};
	struct tlbie_search elsewhere = here, of_host = here;
	const struct radix_leaf *leaf, *now;
	size_t i, in_after = 0;
	const char *what;

	elsewhere.lpid = diff->before->lpid;
	for (i = 0; i < diff->before->nr_leaves; i++) {
		leaf = &diff->before->leaves[i];
		now = leaf_from(diff->after, leaf->addr, &in_after);
		what = loss(leaf, now);
		if (!what)
			continue;
		if (!tlbie_search_find(&here, leaf, TLBIE_EVER)) {
			/* The large leaf may have been removed again, with its own tlbie. */
			if ((is_in_place_of(now, leaf) ||
			     tlbie_search_larger(&here, leaf)) &&
			    tlbie_search_host_address(&of_host, leaf,
						      TLBIE_EVER)) {
				diff->saw |= TLBIE_SAW_HOST_ADDRESS;
				continue;
			}
			if (strcmp(what, LOST_C) ||
			    !tlbie_search_find(&elsewhere, leaf, TLBIE_EVER))
				return tlbie_search_complaint(&here, leaf,
							      TLBIE_EVER, what);
			diff->saw |= TLBIE_SAW_RC_WRONG_LPID;
		}
		if (is_in_place_of(now, leaf) && !tables_flushed(diff))
			return tlbie_search_complaint(&here, leaf, TLBIE_EVER,
						      "gave its table for a larger leaf");
	}
	return NULL;
}
