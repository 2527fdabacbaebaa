/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding the tlbie of a leaf, and describing its absence.
 */
#ifndef KVM_HV_NESTED_TLBIE_SEARCH_H
#define KVM_HV_NESTED_TLBIE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "witness/radix_dump.h"
#include "witness/tlbie_trace.h"

struct tlbie_search {
	const struct tlbie_event *events;
	size_t nr_events;
	unsigned long lpid;	/* the host's number */
	/* private */
	size_t at;		/* where the last one ended */
};

/* Was there a tlbie for @leaf before @when (tlbie_event.when)? */
bool tlbie_search_find(struct tlbie_search *search,
		       const struct radix_leaf *leaf, unsigned long when);

/* Any time. */
#define TLBIE_EVER	(~0UL)

/* One with its host address: the known defect large-leaf-wrong-tlbie. */
bool tlbie_search_host_address(struct tlbie_search *search,
			       const struct radix_leaf *leaf,
			       unsigned long when);

/* Was there a tlbie for a larger leaf in its place? */
bool tlbie_search_larger(const struct tlbie_search *search,
			 const struct radix_leaf *leaf);

/*
 * "leaf ... @what, and none of N tlbies before @when was for it in LPID ...", with the
 * tlbie that was most likely intended for it. Static buffer.
 */
const char *tlbie_search_complaint(const struct tlbie_search *search,
				   const struct radix_leaf *leaf,
				   unsigned long when, const char *what);

#endif /* KVM_HV_NESTED_TLBIE_SEARCH_H */
