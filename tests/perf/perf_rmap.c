// SPDX-License-Identifier: GPL-2.0
/* The cost of a list in the reverse map against its length; see perf_rmap.h. */
#include <stdio.h>
#include <string.h>

#include "perf_fit.h"
#include "perf_rmap.h"

/* Between these an exponent is that of a line. */
#define LEAST_LINEAR	0.75
#define MOST_LINEAR	1.25

/* Lists up to 2^SHORT are filled so many times in a round. */
#define SHORT		8
#define TIMES		5

static const char *figure(const char *what, uint64_t number)
{
	static char name[48];

	snprintf(name, sizeof(name), "%s_%lu", what, number);
	return name;
}

void perf_rmap_round(struct perf_rmap *r)
{
	memset(r->unmap, 0, sizeof(r->unmap));
}

/* Sample n found n entries. The first of all finds no list at all. */
static void sort_in(struct perf_rmap *r, const struct perf_samples *samples)
{
	unsigned int octave;
	size_t from;

	for (octave = 0; octave < r->top; octave++) {
		from = 1UL << octave;
		if (2 * from <= samples->nr)
			perf_samples_add_all(&r->found[octave], samples->at + from, from);
	}
}

/* Gives the ticks of the call; @filled gets those of all loads. */
static uint64_t fill_and_unmap(struct perf_rmap *r, unsigned int length,
			       struct perf_samples *filled)
{
	struct perf_vm *p = r->p;
	uint64_t count = 1UL << length, ticks;

	/* L0 has the page for L1, so that L2's faults find it. */
	perf_in_l1(p, TEST_GPA, 8, 1);
	perf_in_l2(p, &p->l2, l2_time_loads, r->l2_ra, r->step, count);
	sort_in(r, &p->samples);
	perf_samples_add(filled, perf_samples_sum(&p->samples));
	/* A look at long tables takes longer than all that is measured. */
	if (length == r->top)
		perf_expect_leaves(p, &p->l2, r->l2_ra, count * r->step, count);
	ticks = perf_unmap(p, r->len);
	if (length == r->top)
		perf_expect_leaves(p, &p->l2, r->l2_ra, count * r->step, 0);
	return ticks;
}

void perf_rmap_fill_and_unmap(struct perf_rmap *r, unsigned int length)
{
	struct perf_samples filled = {}, unmapped = {};
	int times = length <= SHORT ? TIMES : 1;

	perf_exits(r->p);
	while (times--)
		perf_samples_add(&unmapped, fill_and_unmap(r, length, &filled));
	r->unmap[length] = perf_samples_median(&unmapped);
	if (r->unmap[length] > r->slowest)
		r->slowest = r->unmap[length];
	perf_series_add(r->p->series, figure("fill_list_of", 1UL << length), &filled);
	perf_series_add(r->p->series, figure("unmap_list_of", 1UL << length), &unmapped);
	perf_samples_clear(&filled);
	perf_samples_clear(&unmapped);
}

/* Slope and exponent of @nr points, lengths 2^n times @middle. */
static void fit(struct perf_rmap *r, const char *what, const double *ticks, unsigned int nr,
		double middle)
{
	struct perf_series *series = r->p->series;
	double x[PERF_MAX_OCTAVES];
	char name[48];
	unsigned int i;
	double e;

	for (i = 0; i < nr; i++)
		x[i] = (1UL << i) * middle;
	snprintf(name, sizeof(name), "%s_per_entry", what);
	perf_series_ticks(series, name, perf_fit_line(x, ticks, nr).slope);
	e = perf_fit_exponent(x, ticks, nr);
	snprintf(name, sizeof(name), "%s_exponent", what);
	if (e != 0)
		perf_series_number(series, name, "exponent", e);
}

void perf_rmap_round_end(struct perf_rmap *r)
{
	unsigned int i;

	for (i = 0; i < r->top; i++) {
		r->insert[i] = perf_samples_median(&r->found[i]);
		perf_series_add(r->p->series, figure("insert_into", 1UL << i), &r->found[i]);
		perf_samples_clear(&r->found[i]);
	}
	fit(r, "insert", r->insert, r->top, 1.5);
	/* Only where each length was unmapped. */
	if (r->unmap[0] > 0)
		fit(r, "unmap", r->unmap, r->top + 1, 1);
}

static void report_law(struct perf_rmap *r, const char *what)
{
	char name[48];
	double e;

	snprintf(name, sizeof(name), "%s_exponent", what);
	if (!perf_series_has(r->p->series, name)) {
		test_note("LAW: %s: it grows too little, up to 2^%u entries, to say how",
			  what, r->top);
		return;
	}
	e = perf_series_get(r->p->series, name);
	test_note("LAW: %s: grows with the length to the power of %.2f: %s", what, e,
		  e < LEAST_LINEAR ? "slower than linear" :
		  e > MOST_LINEAR ? "faster than linear" : "linear");
}

void perf_rmap_report(struct perf_rmap *r)
{
	report_law(r, "insert");
	if (r->unmap[0] > 0)
		report_law(r, "unmap");
	perf_series_ticks(r->p->series, "longest_unmap", r->slowest);
}

void perf_rmap_report_whole(struct perf_rmap *r, uint64_t entries)
{
	struct perf_series *series = r->p->series;
	double slope = perf_series_get(series, "insert_per_entry");
	double first = perf_series_get(series, figure("insert_into", 1));

	test_note("LAW: by that, the last of %lu entries costs %.4g exits of L1, all of them %.4g",
		  entries, first + slope * entries,
		  entries * (first + slope * entries / 2));
}
