/* SPDX-License-Identifier: GPL-2.0 */
/* Measured times: median, percentiles, spread. */
#ifndef PERF_SAMPLES_H
#define PERF_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct perf_samples {
	uint64_t *at;
	size_t nr;
};

void perf_samples_add(struct perf_samples *samples, uint64_t value);
void perf_samples_add_all(struct perf_samples *samples, const uint64_t *values, size_t nr);
void perf_samples_clear(struct perf_samples *samples);

/* These sort @samples. The value that @percent of them do not exceed; 0 of none. */
uint64_t perf_samples_percentile(struct perf_samples *samples, unsigned int percent);
static inline uint64_t perf_samples_median(struct perf_samples *samples)
{
	return perf_samples_percentile(samples, 50);
}

uint64_t perf_samples_sum(const struct perf_samples *samples);

/* Of numbers: these sort @values too. */
double perf_median(double *values, size_t nr);
/*
 * The relative standard deviation of @values, estimated from the median deviation, so that
 * one disturbed round has no effect. 0 for fewer than two values.
 */
double perf_spread(double *values, size_t nr);

#endif /* PERF_SAMPLES_H */
