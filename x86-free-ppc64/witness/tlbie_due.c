// SPDX-License-Identifier: GPL-2.0
/*
 * Leaves without a tlbie in time; see tlbie_due.h.
 */
#include <stdio.h>

#include "witness/tlbie_due.h"
#include "witness/tlbie_search.h"

static bool touches(const struct radix_leaf *leaf, unsigned long hva,
		    const struct notifier_range *range)
{
	return hva && hva < range->end &&
	       range->start < hva + (1UL << leaf->shift);
}

/* The defect flush-nested-unlocked, see struct tlbie_due. */
static bool awaits_flush(const struct tlbie_due *due,
			 struct tlbie_search *search,
			 const struct radix_leaf *leaf, unsigned long when)
{
	size_t i;

	for (i = 0; i < due->nr_frees; i++) {
		if (due->frees[i].lpid == due->lpid &&
		    due->frees[i].when < when)
			return tlbie_search_find(search, leaf, TLBIE_EVER);
	}
	return false;
}

const char *tlbie_due_complaint(struct tlbie_due *due,
				const struct notifier_range *range)
{
	struct tlbie_search search = {
		.events = due->events, .nr_events = due->nr_events,
		.lpid = due->lpid,
	};
	const struct radix_leaf *leaf;
	const char *whose = due->tree->lpid ? "L2" : "L1";
	char what[120];
	size_t i;

	/* The pages still belong to the process. */
	if (!range->done)
		return NULL;
	for (i = 0; i < due->tree->nr_leaves; i++) {
		leaf = &due->tree->leaves[i];
		if (!touches(leaf, due->hvas[i], range) ||
		    tlbie_search_find(&search, leaf, range->done))
			continue;
		if (tlbie_search_larger(&search, leaf) &&
		    tlbie_search_host_address(&search, leaf, range->done)) {
			due->saw |= TLBIE_SAW_HOST_ADDRESS;
			continue;
		}
		if (awaits_flush(due, &search, leaf, range->done)) {
			due->saw |= TLBIE_SAW_LATE_FLUSH;
			continue;
		}
		snprintf(what, sizeof(what),
			 "in %s until the notifier was done with hva %#lx to %#lx",
			 whose, range->start, range->end - 1);
		return tlbie_search_complaint(&search, leaf, range->done,
					      what);
	}
	return NULL;
}
