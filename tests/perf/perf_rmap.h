/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cost of an rmap list by its length: of inserting one more entry, and of unmapping the
 * page.
 *
 * L2 loads from one address after another, @step bytes apart, whose entries are all on the
 * list of one host page. Octave n has the loads that found 2^n to 2^(n+1) - 1 entries.
 */
#ifndef PERF_RMAP_H
#define PERF_RMAP_H

#include "perf_vm.h"

#define PERF_MAX_OCTAVES	20

struct perf_rmap {
	struct perf_vm *p;
	unsigned int top;		/* the longest list has 2^top entries */
	gpa_t l2_ra;
	uint64_t step;
	size_t len;			/* of the host's page */
	/* Of this round: */
	struct perf_samples found[PERF_MAX_OCTAVES];	/* by entries that were there */
	double insert[PERF_MAX_OCTAVES], unmap[PERF_MAX_OCTAVES];	/* ticks */
	uint64_t slowest;		/* of all rounds, unmapping */
};

void perf_rmap_round(struct perf_rmap *r);	/* begins */
/* L2's loads insert entries until there are 2^@length, then the host unmaps the page. */
void perf_rmap_fill_and_unmap(struct perf_rmap *r, unsigned int length);
/* Medians, slopes and exponents of the round. */
void perf_rmap_round_end(struct perf_rmap *r);

/* Print the fit, and the longest call. */
void perf_rmap_report(struct perf_rmap *r);
/* Print what the fit gives for a list of @entries. */
void perf_rmap_report_whole(struct perf_rmap *r, uint64_t entries);

#endif /* PERF_RMAP_H */
