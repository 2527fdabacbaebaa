/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two snapshots of a radix tree, and the tlbies between them: did each leaf that was
 * removed or restricted get its tlbie?
 *
 * A CPU may use a translation until a tlbie with the tree's LPID and the leaf's address
 * and size, or one for the whole LPID. A leaf needs a tlbie if it was removed, has
 * another frame, or lost a permission or its change bit. It needs none for added
 * permissions, since a CPU walks the tables again before it takes the fault, and none
 * for the reference bit, which is a hint.
 *
 * A page-table page may be freed only after an invalidation of the page walk caches.
 * Where a leaf has replaced smaller ones, a table was freed.
 *
 * A leaf that was created and removed between the snapshots is not seen.
 */
#ifndef KVM_HV_NESTED_TLBIE_DIFF_H
#define KVM_HV_NESTED_TLBIE_DIFF_H

#include "witness/radix_dump.h"
#include "witness/tlbie_saw.h"
#include "witness/tlbie_trace.h"

struct tlbie_diff {
	const struct radix_tree *before;
	const struct radix_tree *after;		/* NULL: the tree is gone */
	unsigned long lpid;			/* the host's number of it */
	const struct tlbie_event *events;
	size_t nr_events;
	unsigned int saw;		/* out: known defects, TLBIE_SAW_… */
};

/* NULL, or what the first leaf without its tlbie lost. Static buffer. */
const char *tlbie_diff_complaint(struct tlbie_diff *diff);

#endif /* KVM_HV_NESTED_TLBIE_DIFF_H */
