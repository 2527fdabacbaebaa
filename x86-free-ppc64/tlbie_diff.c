// SPDX-License-Identifier: GPL-2.0
/*
 * Which leaves lost something without a tlbie; see tlbie_diff.h.
 */
#include <stdio.h>
#include <string.h>

#include "tlbie_diff.h"

#define PTE_RWX		(RADIX_PTE_READ | RADIX_PTE_WRITE | RADIX_PTE_EXEC)

/* The leaf of @tree at @addr or the next one; @at only rises. */
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

/* NULL, or what @before lost. @after: what is there now, or NULL. */
static const char *loss(const struct radix_leaf *before,
			const struct radix_leaf *after)
{
	if (!after || after->shift != before->shift ||
	    after->addr != before->addr)
		return "went";
	if (radix_leaf_hpa(after) != radix_leaf_hpa(before))
		return "got another frame";
	if (before->pte & ~after->pte & PTE_RWX)
		return "lost a permission";
	if (before->pte & ~after->pte & RADIX_PTE_C)
		return LOST_C;
	return NULL;
}

/*
 * Leaves and tlbies mostly come in the same order: the search goes on where the
 * last one ended, at *@at, and comes round.
 */
static bool find(const struct tlbie_diff *diff, unsigned long lpid,
		 const struct radix_leaf *leaf, size_t *at)
{
	size_t i;

	for (i = 0; i < diff->nr_events; i++) {
		if (*at >= diff->nr_events)
			*at = 0;
		if (tlbie_covers(&diff->events[*at], lpid, leaf->addr,
				 leaf->shift))
			return true;
		(*at)++;
	}
	return false;
}

/* The tlbie that was most likely meant for @leaf, or NULL. */
static const struct tlbie_event *nearest(const struct tlbie_diff *diff,
					 const struct radix_leaf *leaf)
{
	const struct tlbie_event *event, *found = NULL;
	size_t i;

	for (i = 0; i < diff->nr_events; i++) {
		event = &diff->events[i];
		if (event->rb >> leaf->shift == leaf->addr >> leaf->shift)
			return event;
		if (event->lpid == diff->lpid)
			found = event;
	}
	return found;
}

static const char *complain(const struct tlbie_diff *diff,
			    const struct radix_leaf *leaf, const char *what)
{
	const struct tlbie_event *event = nearest(diff, leaf);
	static char text[300];
	int used;

	used = snprintf(text, sizeof(text),
			"leaf %#lx (pte %#lx, shift %u) %s, and of %zu tlbies none told LPID %lu",
			leaf->addr, leaf->pte, leaf->shift, what,
			diff->nr_events, diff->lpid);
	if (event)
		snprintf(text + used, sizeof(text) - used,
			 "; nearest: LPID %lu, RB %#lx, RIC %u, PRS %u%s",
			 event->lpid, event->rb, event->ric, event->prs,
			 event->local ? ", this CPU only" : "");
	return text;
}

static bool tables_told(const struct tlbie_diff *diff)
{
	size_t i;

	for (i = 0; i < diff->nr_events; i++) {
		if (tlbie_covers_tables(&diff->events[i], diff->lpid))
			return true;
	}
	return false;
}

/* Is @now, a larger leaf, in the place of @leaf's table? */
static bool is_in_place_of(const struct radix_leaf *now,
			   const struct radix_leaf *leaf)
{
	return now && now->shift > leaf->shift &&
	       now->addr >> now->shift == leaf->addr >> now->shift;
}

/* The defect large-leaf-wrong-tlbie, see struct tlbie_diff. */
static bool told_host_address(const struct tlbie_diff *diff,
			      const struct radix_leaf *leaf)
{
	struct radix_leaf host = *leaf;
	size_t at = 0;

	host.addr = radix_leaf_hpa(leaf);
	return find(diff, diff->lpid, &host, &at);
}

const char *tlbie_diff_complaint(struct tlbie_diff *diff)
{
	size_t i, in_after = 0, in_events = 0, elsewhere = 0;
	const struct radix_leaf *leaf, *now;
	const char *what;

	for (i = 0; i < diff->before->nr_leaves; i++) {
		leaf = &diff->before->leaves[i];
		now = leaf_from(diff->after, leaf->addr, &in_after);
		what = loss(leaf, now);
		if (!what)
			continue;
		if (!find(diff, diff->lpid, leaf, &in_events)) {
			if (is_in_place_of(now, leaf) &&
			    told_host_address(diff, leaf)) {
				diff->host_address = true;
				continue;
			}
			if (strcmp(what, LOST_C) ||
			    !find(diff, diff->before->lpid, leaf, &elsewhere))
				return complain(diff, leaf, what);
			diff->rc_wrong_lpid = true;
		}
		if (is_in_place_of(now, leaf) && !tables_told(diff))
			return complain(diff, leaf,
					"gave its table for a larger leaf");
	}
	return NULL;
}
