// SPDX-License-Identifier: GPL-2.0
/* Fits of a cost that grows with a length; see perf_fit.h. */
#include "perf_fit.h"

#define LEAST_GROWTH	0.15

/* Sums of a weighted least squares fit. */
struct sums {
	double weight, x, y, xx, xy;
};

static void add(struct sums *s, double x, double y, double weight)
{
	s->weight += weight;
	s->x += weight * x;
	s->y += weight * y;
	s->xx += weight * x * x;
	s->xy += weight * x * y;
}

static struct perf_line solve(const struct sums *s)
{
	double det = s->weight * s->xx - s->x * s->x;
	struct perf_line line = {};

	if (det == 0)
		return line;
	line.slope = (s->weight * s->xy - s->x * s->y) / det;
	line.offset = (s->y - line.slope * s->x) / s->weight;
	return line;
}

struct perf_line perf_fit_line(const double *x, const double *y, size_t nr)
{
	struct sums sums = {};
	size_t i;

	for (i = 0; i < nr; i++)
		add(&sums, x[i], y[i], y[i] > 0 ? 1 / (y[i] * y[i]) : 0);
	return solve(&sums);
}

double perf_fit_exponent(const double *x, const double *y, size_t nr)
{
	double floor = 0, above;
	struct sums sums = {};
	size_t i, used = 0;

	for (i = 0; i < nr / 2; i++)
		floor += y[i] / (nr / 2);
	/* From the longest on, as far as the growth is more than noise. */
	for (i = nr; i--;) {
		above = y[i] - floor;
		if (x[i] <= 0 || above <= 0 || above < floor * LEAST_GROWTH)
			break;
		add(&sums, __builtin_log(x[i]), __builtin_log(above), 1);
		used++;
	}
	return used < 3 ? 0 : solve(&sums).slope;
}
