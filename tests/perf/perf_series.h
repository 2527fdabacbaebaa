/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a case measured, round by round, and its table in the results.
 *
 * All that a case measures it measures in each round, in turn, and exits of L1 right
 * before it: so a busy machine slows both alike. A figure of a round is its median,
 * divided by the median of those exits; the figure is the median of the rounds, its noise
 * their spread. Under emulation the quotient is all that is told.
 *
 * Callers hand over whole numbers. A kernel with the defect kvm-run-loses-fp-registers
 * changes what a case keeps in a floating point register over a run of a guest.
 */
#ifndef PERF_SERIES_H
#define PERF_SERIES_H

#include <stdbool.h>

#include "perf_samples.h"

struct perf_series;

/* Is this machine emulated? From its device tree. */
bool perf_is_emulated(void);
/*
 * What the times of this machine are: "native"; "emulated"; or "icount", emulated, and the
 * number of its instructions, by KVM_HV_NESTED_ICOUNT of the environment.
 */
const char *perf_machine(void);

struct perf_series *perf_series_start(void);

/* Ticks of exits of L1, which are sorted: what comes next is divided by their median. */
void perf_series_reference(struct perf_series *series, struct perf_samples *reference);
/* Figure @name of this round: samples in ticks, which are sorted; none: test error. */
void perf_series_add(struct perf_series *series, const char *name,
		     struct perf_samples *samples);
/* The same for a number of ticks that is no median. */
void perf_series_ticks(struct perf_series *series, const char *name, double ticks);
/* One that is not divided: @unit is "bytes", "exponent", ... */
void perf_series_number(struct perf_series *series, const char *name, const char *unit,
			double value);
/* The same, @of to @to. */
void perf_series_quotient(struct perf_series *series, const char *name, const char *unit,
			  uint64_t of, uint64_t to);

bool perf_series_has(struct perf_series *series, const char *name);
/* The figure as it stands now, in exits of L1; in its unit where it has one. */
double perf_series_get(struct perf_series *series, const char *name);

/*
 * Tells each figure in a line "# FIGURE: ...", writes series/<case>.tsv where the
 * environment has KVM_HV_NESTED_RESULTS, and frees. Without any figure: test error.
 */
void perf_series_end(struct perf_series *series);

#endif /* PERF_SERIES_H */
