/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The figures of a case, measured in several rounds, and their table in the results.
 *
 * Each round measures all figures of the case in turn, each directly after exits of L1, so
 * that a busy machine slows both alike. In a round a figure is the median of its samples
 * divided by the median of those exits; the result is the median of the rounds, and its
 * noise their spread. Under emulation only this quotient is meaningful.
 *
 * Callers pass integers: on a kernel with the defect kvm-run-loses-fp-registers a value in a
 * floating point register changes when a guest runs.
 */
#ifndef PERF_SERIES_H
#define PERF_SERIES_H

#include <stdbool.h>

#include "perf_samples.h"

struct perf_series;

/* Is this machine emulated? From its device tree. */
bool perf_is_emulated(void);
/*
 * The kind of this machine's times: "native"; "emulated"; or "icount", emulated with
 * --icount (KVM_HV_NESTED_ICOUNT in the environment).
 */
const char *perf_machine(void);

struct perf_series *perf_series_start(void);

/* Exits of L1, in ticks: the next figures are divided by their median. Sorts the samples. */
void perf_series_reference(struct perf_series *series, struct perf_samples *reference);
/* Figure @name of this round, from @samples in ticks; none is a test error. Sorts them. */
void perf_series_add(struct perf_series *series, const char *name,
		     struct perf_samples *samples);
/* The same from a number of ticks instead of samples. */
void perf_series_ticks(struct perf_series *series, const char *name, double ticks);
/* A figure that is not divided by exits; @unit: "bytes", "exponent" and so on. */
void perf_series_number(struct perf_series *series, const char *name, const char *unit,
			double value);
/* The same, @of divided by @to. */
void perf_series_quotient(struct perf_series *series, const char *name, const char *unit,
			  uint64_t of, uint64_t to);

bool perf_series_has(struct perf_series *series, const char *name);
/* The figure from the rounds so far, in exits of L1 or in its own unit. */
double perf_series_get(struct perf_series *series, const char *name);

/*
 * Print each figure as "# FIGURE: ...", write series/<case>.tsv if KVM_HV_NESTED_RESULTS is
 * in the environment, and free. No figure at all is a test error.
 */
void perf_series_end(struct perf_series *series);

#endif /* PERF_SERIES_H */
