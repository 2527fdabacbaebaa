/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel invalidates pages of the process: did the tlbies for all leaves that map
 * them complete before the pages could be reused?
 *
 * tlbie_diff.h does not answer that: the leaf's tlbie may have come too late, and the
 * leaf may be back at the next snapshot.
 */
#ifndef KVM_HV_NESTED_TLBIE_DUE_H
#define KVM_HV_NESTED_TLBIE_DUE_H

#include "witness/notifier_ranges.h"
#include "witness/radix_dump.h"
#include "witness/tlbie_saw.h"
#include "witness/tlbie_trace.h"

struct kvm_vm;

struct tlbie_due {
	const struct radix_tree *tree;	/* at the last look */
	const unsigned long *hvas;	/* of each leaf's start; 0: unknown */
	unsigned long lpid;		/* the host's number of it */
	const struct tlbie_event *events;	/* since that look */
	size_t nr_events;
	const struct tlbie_free *frees;		/* since that look */
	size_t nr_frees;
	unsigned int saw;		/* out: TLBIE_SAW_…, no complaint */
};

/* NULL, or which leaf in @range had no tlbie in time. Static buffer. */
const char *tlbie_due_complaint(struct tlbie_due *due,
				const struct notifier_range *range);

/* All trees of a snapshot. */
struct tlbie_due_look {
	struct kvm_vm *vm;
	const struct radix_dump *dump;
	const unsigned long *lpids;	/* the host's, of each tree */
	const struct tlbie_event *events;	/* since that look */
	size_t nr_events;
	const struct tlbie_free *frees;		/* since that look */
	size_t nr_frees;
	const struct notifier_ranges *ranges;
	size_t first_range;		/* since that look */
	unsigned int saw;		/* out, as above */
};

/*
 * NULL, or which leaf of which tree had no tlbie in time. Static buffer. The hva of a
 * leaf: for L1's by the current memslots; for a shadow leaf by the only leaf of L1 that
 * maps the same frame.
 */
const char *tlbie_due_look_complaint(struct tlbie_due_look *look);

#endif /* KVM_HV_NESTED_TLBIE_DUE_H */
