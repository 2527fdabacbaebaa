// SPDX-License-Identifier: GPL-2.0
/* Measured times; see perf_samples.h. */
#include <stdlib.h>
#include <string.h>

#include "perf_samples.h"
#include "test_util.h"

/* Of a normal distribution, to its median deviation. */
#define DEVIATION_OF_MEDIAN	1.4826

void perf_samples_add_all(struct perf_samples *samples, const uint64_t *values, size_t nr)
{
	samples->at = realloc(samples->at, (samples->nr + nr) * sizeof(*samples->at));
	TEST_ASSERT(samples->at || !(samples->nr + nr), "no memory for samples");
	memcpy(samples->at + samples->nr, values, nr * sizeof(*values));
	samples->nr += nr;
}

void perf_samples_add(struct perf_samples *samples, uint64_t value)
{
	perf_samples_add_all(samples, &value, 1);
}

void perf_samples_clear(struct perf_samples *samples)
{
	free(samples->at);
	memset(samples, 0, sizeof(*samples));
}

static int by_value(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

uint64_t perf_samples_percentile(struct perf_samples *samples, unsigned int percent)
{
	size_t rank = (samples->nr * percent + 99) / 100;

	if (!samples->nr)
		return 0;
	qsort(samples->at, samples->nr, sizeof(*samples->at), by_value);
	return samples->at[rank ? rank - 1 : 0];
}

uint64_t perf_samples_sum(const struct perf_samples *samples)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < samples->nr; i++)
		sum += samples->at[i];
	return sum;
}

static int by_number(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double perf_median(double *values, size_t nr)
{
	if (!nr)
		return 0;
	qsort(values, nr, sizeof(*values), by_number);
	return nr % 2 ? values[nr / 2] : (values[nr / 2 - 1] + values[nr / 2]) / 2;
}

double perf_spread(double *values, size_t nr)
{
	double middle = perf_median(values, nr), *away, spread;
	size_t i;

	if (nr < 2 || middle == 0)
		return 0;
	away = calloc(nr, sizeof(*away));
	TEST_ASSERT(away, "no memory for a spread");
	for (i = 0; i < nr; i++)
		away[i] = values[i] < middle ? middle - values[i] : values[i] - middle;
	spread = DEVIATION_OF_MEDIAN * perf_median(away, nr) / middle;
	free(away);
	return spread < 0 ? -spread : spread;
}
