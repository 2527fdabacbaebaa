/* SPDX-License-Identifier: GPL-2.0 */
/* Fits of a cost that grows with a length. */
#ifndef PERF_FIT_H
#define PERF_FIT_H

#include <stddef.h>

struct perf_line {
	double slope;
	double offset;
};

/* Least squares of the relative errors; points without a positive y are ignored. */
struct perf_line perf_fit_line(const double *x, const double *y, size_t nr);

/*
 * The exponent e of y - floor ~ x^e, by least squares of the logarithms; the floor is the
 * mean of the first half of the points. Of the last points those are used that exceed the
 * floor by 15%, without a gap; fewer than three: 0. A straight line gives about 1.
 */
double perf_fit_exponent(const double *x, const double *y, size_t nr);

#endif /* PERF_FIT_H */
