/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two looks at a radix tree, and the tlbies between them: has every leaf that
 * lost something its tlbie?
 *
 * A CPU may go on using a translation until a tlbie with the tree's LPID, the
 * leaf's address and size, or one of the whole LPID, tells it not to. A leaf
 * needs one if it went, leads to another frame, or lost a permission or its
 * change bit. It needs none for what it gained: who lacks that faults and looks
 * again. Nor for the reference bit, which is a hint.
 *
 * A page-table page can be freed only after the page walk caches were told.
 * Where a leaf stands in the place of smaller ones, one was.
 *
 * What came and went between the looks is not seen.
 */
#ifndef KVM_HV_NESTED_TLBIE_DIFF_H
#define KVM_HV_NESTED_TLBIE_DIFF_H

#include "witness/radix_dump.h"
#include "witness/tlbie_saw.h"
#include "witness/tlbie_trace.h"

struct tlbie_diff {
	const struct radix_tree *before;
	const struct radix_tree *after;		/* NULL: all of it went */
	unsigned long lpid;			/* the host's number of it */
	const struct tlbie_event *events;
	size_t nr_events;
	unsigned int saw;		/* out: TLBIE_SAW_…, no complaint */
};

/* NULL, or what the first leaf without its tlbie lost. Static buffer. */
const char *tlbie_diff_complaint(struct tlbie_diff *diff);

#endif /* KVM_HV_NESTED_TLBIE_DIFF_H */
