// SPDX-License-Identifier: GPL-2.0
/* What nested_perf_test makes of its samples: medians, spreads, fits; and its tables. */
#include "kselftest_harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../perf/perf_fit.h"
#include "../perf/perf_samples.h"
#include "../perf/perf_series.h"
#include "file_util.h"
#include "../library/fork_case.h"
#include "test_util.h"

static bool near(double want, double got)
{
	double off = want - got, millionth = 0.000001;

	return off < millionth && off > -millionth;
}

static struct perf_samples of(const uint64_t *values, size_t nr)
{
	struct perf_samples samples = {};

	perf_samples_add_all(&samples, values, nr);
	return samples;
}

/* Samples in any order: the median is the middle one, the 99th percentile near the end. */
TEST(median_and_percentile)
{
	uint64_t values[200];
	struct perf_samples samples;
	size_t i;

	for (i = 0; i < 200; i++)
		values[i] = (i * 7) % 200 + 1;
	samples = of(values, 200);
	EXPECT_EQ(100, perf_samples_median(&samples));
	EXPECT_EQ(198, perf_samples_percentile(&samples, 99));
	EXPECT_EQ(200, perf_samples_percentile(&samples, 100));
	EXPECT_EQ(200 * 201 / 2, perf_samples_sum(&samples));
	perf_samples_clear(&samples);
	EXPECT_EQ(0, perf_samples_median(&samples));
}

/* One sample is median and percentile of itself. */
TEST(a_single_sample)
{
	uint64_t value = 5;
	struct perf_samples samples = of(&value, 1);

	EXPECT_EQ(5, perf_samples_median(&samples));
	EXPECT_EQ(5, perf_samples_percentile(&samples, 99));
	EXPECT_EQ(5, perf_samples_percentile(&samples, 0));
}

/* Of rounds of which something disturbed one, the spread is that of the others. */
TEST(spread_leaves_out_one_disturbed_round)
{
	double calm[] = { 100, 101, 99, 100, 102 };
	double disturbed[] = { 100, 101, 99, 100, 900 };

	EXPECT_TRUE(near(0.014826, perf_spread(calm, 5)));
	EXPECT_TRUE(near(0.014826, perf_spread(disturbed, 5)));
	EXPECT_TRUE(near(100, perf_median(disturbed, 5)));
	EXPECT_TRUE(near(0, perf_spread(calm, 1)));
}

/* Points on a line give its slope and offset, and the exponent 1. */
TEST(a_line_is_linear)
{
	double x[12], y[12];
	struct perf_line line;
	size_t i;

	for (i = 0; i < 12; i++) {
		x[i] = 1.5 * (1 << i);
		y[i] = 1000 + 3 * x[i];
	}
	line = perf_fit_line(x, y, 12);
	EXPECT_TRUE(near(3, line.slope));
	EXPECT_TRUE(near(1000, line.offset));
	EXPECT_GT(1.05, perf_fit_exponent(x, y, 12));
	EXPECT_LT(0.95, perf_fit_exponent(x, y, 12));
}

/* A cost with the square of the length has the exponent 2. */
TEST(a_square_is_not)
{
	double x[12], y[12];
	size_t i;

	for (i = 0; i < 12; i++) {
		x[i] = 1 << i;
		y[i] = 1000 + x[i] * x[i];
	}
	EXPECT_GT(2.05, perf_fit_exponent(x, y, 12));
	EXPECT_LT(1.95, perf_fit_exponent(x, y, 12));
}

/* A cost that does not grow has no exponent. */
TEST(what_does_not_grow_has_no_law)
{
	double x[] = { 1, 2, 4, 8 }, y[] = { 100, 103, 98, 101 };

	EXPECT_TRUE(perf_fit_exponent(x, y, 4) == 0);
	EXPECT_TRUE(perf_fit_line(x, x, 1).slope == 0);
}

static char folder[64], path[128], table[4096];

/* A place for results. */
static void make_results(void)
{
	snprintf(folder, sizeof(folder), "/tmp/kvm-hv-nested-unit.XXXXXX");
	if (!mkdtemp(folder))
		exit(KSFT_FAIL);
	setenv("KVM_HV_NESTED_RESULTS", folder, 1);
	test_case_begin(NULL, 0, "unit", "", "series");
	snprintf(path, sizeof(path), "%s/series/unit.series.tsv", folder);
}

static void drop_results(void)
{
	unlink(path);
	snprintf(path, sizeof(path), "%s/series", folder);
	rmdir(path);
	rmdir(folder);
}

/* Two rounds on a machine that gets slower: a figure is in exits of L1 of its round. */
TEST(figures_are_in_exits_of_l1)
{
	struct perf_series *series = perf_series_start();
	uint64_t ticks;
	int round;

	make_results();
	for (round = 1; round <= 3; round++) {
		struct perf_samples exits = {}, samples = {};

		ticks = 100 * round;
		perf_samples_add(&exits, ticks);
		perf_series_reference(series, &exits);
		ticks = 550 * round;
		perf_samples_add(&samples, ticks);
		perf_series_add(series, "figure", &samples);
		perf_series_number(series, "size", "bytes", 16);
	}
	EXPECT_TRUE(near(5.5, perf_series_get(series, "figure")));
	EXPECT_TRUE(perf_series_has(series, "size"));
	EXPECT_FALSE(perf_series_has(series, "other"));
	perf_series_end(series);
	EXPECT_LT(0, file_read(path, table, sizeof(table)));
	EXPECT_NE(NULL, strstr(table, "\nfigure\t5.5\t0.0000\t3\t3\t1100\t1650\tl1_exits\t"));
	EXPECT_NE(NULL, strstr(table, "\nsize\t16\t0.0000\t3\t0\t0\t0\tbytes\t"));
	EXPECT_NE(NULL, strstr(table, "\nl1_exit\t1\t"));
	drop_results();
}

/* By QEMU's -icount an emulated machine's figures repeat; not comparable with others. */
TEST(machine_of_the_figures)
{
	setenv("KVM_HV_NESTED_ICOUNT", "1", 1);
	EXPECT_STREQ(perf_is_emulated() ? "icount" : "native", perf_machine());
	setenv("KVM_HV_NESTED_ICOUNT", "", 1);
	EXPECT_STREQ(perf_is_emulated() ? "emulated" : "native", perf_machine());
	unsetenv("KVM_HV_NESTED_ICOUNT");
	EXPECT_STREQ(perf_is_emulated() ? "emulated" : "native", perf_machine());
}

static void measure_nothing(void *data)
{
	struct perf_series *series = perf_series_start();
	struct perf_samples none = {}, exits = {};

	if (!data)
		perf_series_end(series);
	perf_samples_add(&exits, 100);
	perf_series_reference(series, &exits);
	perf_series_add(series, "figure", &none);
}

/* A figure without samples, and a case without figures, are errors. */
TEST(nothing_measured_is_an_error)
{
	char text[256], some;

	EXPECT_EQ(KSFT_FAIL, fork_case(measure_nothing, &some, KSFT_PASS, text, sizeof(text)));
	EXPECT_NE(NULL, strstr(text, "figure: nothing was measured"));
	EXPECT_EQ(KSFT_FAIL, fork_case(measure_nothing, NULL, KSFT_PASS, text, sizeof(text)));
	EXPECT_NE(NULL, strstr(text, "nothing was measured"));
}

TEST_HARNESS_MAIN
