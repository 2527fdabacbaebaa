// SPDX-License-Identifier: GPL-2.0
/*
 * The tlbie of a leaf; see tlbie_search.h.
 */
#include <stdio.h>

#include "witness/tlbie_search.h"

/*
 * Leaves and tlbies mostly are in the same order: the search starts where the last one
 * ended, and wraps around.
 */
bool tlbie_search_find(struct tlbie_search *search,
		       const struct radix_leaf *leaf, unsigned long when)
{
	const struct tlbie_event *event;
	size_t i;

	for (i = 0; i < search->nr_events; i++) {
		if (search->at >= search->nr_events)
			search->at = 0;
		event = &search->events[search->at];
		if (event->when < when &&
		    tlbie_covers(event, search->lpid, leaf->addr, leaf->shift))
			return true;
		search->at++;
	}
	return false;
}

bool tlbie_search_host_address(struct tlbie_search *search,
			       const struct radix_leaf *leaf,
			       unsigned long when)
{
	struct radix_leaf host = *leaf;

	host.addr = radix_leaf_hpa(leaf);
	return tlbie_search_find(search, &host, when);
}

bool tlbie_search_larger(const struct tlbie_search *search,
			 const struct radix_leaf *leaf)
{
	static const unsigned int shifts[] = { 16, 21, 30 };
	size_t i, j;

	for (i = 0; i < search->nr_events; i++) {
		for (j = 0; j < 3; j++) {
			if (shifts[j] > leaf->shift &&
			    tlbie_covers(&search->events[i], search->lpid,
					 leaf->addr, shifts[j]))
				return true;
		}
	}
	return false;
}

/* The tlbie that was most likely intended for @leaf, or NULL. */
static const struct tlbie_event *nearest(const struct tlbie_search *search,
					 const struct radix_leaf *leaf)
{
	const struct tlbie_event *event, *found = NULL;
	size_t i;

	for (i = 0; i < search->nr_events; i++) {
		event = &search->events[i];
		if (tlbie_covers(event, search->lpid, leaf->addr, leaf->shift))
			return event;
	}
	for (i = 0; i < search->nr_events; i++) {
		event = &search->events[i];
		if (event->rb >> leaf->shift == leaf->addr >> leaf->shift)
			return event;
		if (event->lpid == search->lpid)
			found = event;
	}
	return found;
}

static size_t count_before(const struct tlbie_search *search,
			   unsigned long when)
{
	size_t i, nr = 0;

	for (i = 0; i < search->nr_events; i++)
		nr += search->events[i].when < when;
	return nr;
}

const char *tlbie_search_complaint(const struct tlbie_search *search,
				   const struct radix_leaf *leaf,
				   unsigned long when, const char *what)
{
	const struct tlbie_event *event = nearest(search, leaf);
	static char text[400];
	int used;

	used = snprintf(text, sizeof(text),
			"leaf %#lx (pte %#lx, shift %u) %s, and none of %zu tlbies was for it in LPID %lu",
			leaf->addr, leaf->pte, leaf->shift, what,
			count_before(search, when), search->lpid);
	if (event)
		snprintf(text + used, sizeof(text) - used,
			 "; nearest: LPID %lu, RB %#lx, RIC %u, PRS %u%s%s",
			 event->lpid, event->rb, event->ric, event->prs,
			 event->local ? ", this CPU only" : "",
			 event->when < when ? "" : ", too late");
	return text;
}
