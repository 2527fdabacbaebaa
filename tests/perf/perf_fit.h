/* SPDX-License-Identifier: GPL-2.0 */
/* The law of a cost that grows with a length. */
#ifndef PERF_FIT_H
#define PERF_FIT_H

#include <stddef.h>

struct perf_line {
	double slope;
	double offset;
};

/* Least squares of the relative errors; what has no positive y does not count. */
struct perf_line perf_fit_line(const double *x, const double *y, size_t nr);

/*
 * The exponent e of y - floor ~ x^e, by least squares of the logarithms; the floor is the
 * mean of the first half. From the last point on those are used that exceed it by 15%;
 * 0 if these are fewer than three. A line gives about 1.
 */
double perf_fit_exponent(const double *x, const double *y, size_t nr);

#endif /* PERF_FIT_H */
