// SPDX-License-Identifier: GPL-2.0
/* The figures of a case; see perf_series.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file_util.h"
#include "kselftest.h"
#include "perf_series.h"
#include "test_util.h"

#define MAX_ROUNDS	16
#define MAX_FIGURES	64
#define HEAD		"figure\tratio\tspread\trounds\tsamples\tmedian\tp99\tunit\tmachine\n"

struct figure {
	char name[48];
	const char *unit;		/* NULL: exits of L1 */
	double round[MAX_ROUNDS];
	size_t rounds;
	struct perf_samples samples;
};

struct perf_series {
	struct figure figures[MAX_FIGURES];
	size_t nr;
	double reference;		/* of this round */
};

bool perf_is_emulated(void)
{
	char model[128];

	return file_read("/proc/device-tree/model", model, sizeof(model)) > 0 &&
	       strstr(model, "emulated");
}

const char *perf_machine(void)
{
	const char *icount = getenv("KVM_HV_NESTED_ICOUNT");

	if (!perf_is_emulated())
		return "native";
	return icount && *icount ? "icount" : "emulated";
}

struct perf_series *perf_series_start(void)
{
	struct perf_series *series = calloc(1, sizeof(*series));

	TEST_ASSERT(series, "no memory for a series");
	return series;
}

static struct figure *find(struct perf_series *series, const char *name)
{
	size_t i;

	for (i = 0; i < series->nr; i++) {
		if (!strcmp(series->figures[i].name, name))
			return &series->figures[i];
	}
	return NULL;
}

static struct figure *find_or_make(struct perf_series *series, const char *name)
{
	struct figure *figure = find(series, name);

	if (figure)
		return figure;
	TEST_ASSERT(series->nr < MAX_FIGURES && strlen(name) < sizeof(figure->name),
		    "no room for the figure %s", name);
	figure = &series->figures[series->nr++];
	snprintf(figure->name, sizeof(figure->name), "%s", name);
	return figure;
}

static void add_round(struct figure *figure, double value)
{
	TEST_ASSERT(figure->rounds < MAX_ROUNDS, "too many rounds of %s", figure->name);
	figure->round[figure->rounds++] = value;
}

/* Samples may come in several parts: those of a round make one median. */
void perf_series_add(struct perf_series *series, const char *name,
		     struct perf_samples *samples)
{
	uint64_t median = perf_samples_median(samples);

	TEST_ASSERT(median, "%s: nothing was measured", name);
	perf_samples_add_all(&find_or_make(series, name)->samples, samples->at, samples->nr);
	perf_series_ticks(series, name, median);
}

void perf_series_reference(struct perf_series *series, struct perf_samples *reference)
{
	struct figure *figure = find_or_make(series, "l1_exit");

	series->reference = perf_samples_median(reference);
	TEST_ASSERT(series->reference > 0, "no exit of L1 was measured");
	perf_samples_add_all(&figure->samples, reference->at, reference->nr);
	/* In its own unit it is 1 in each round. */
	figure->round[0] = 1;
	figure->rounds = 1;
}

void perf_series_ticks(struct perf_series *series, const char *name, double ticks)
{
	TEST_ASSERT(series->reference > 0, "%s: no exit of L1 was measured", name);
	add_round(find_or_make(series, name), ticks / series->reference);
}

void perf_series_number(struct perf_series *series, const char *name, const char *unit,
			double value)
{
	struct figure *figure = find_or_make(series, name);

	figure->unit = unit;
	add_round(figure, value);
}

void perf_series_quotient(struct perf_series *series, const char *name, const char *unit,
			  uint64_t of, uint64_t to)
{
	TEST_ASSERT(of && to, "%s: nothing was measured", name);
	perf_series_number(series, name, unit, (double)of / to);
}

bool perf_series_has(struct perf_series *series, const char *name)
{
	return find(series, name);
}

double perf_series_get(struct perf_series *series, const char *name)
{
	struct figure *figure = find(series, name);

	TEST_ASSERT(figure, "no figure %s", name);
	return perf_median(figure->round, figure->rounds);
}

/* Ticks of the timebase per microsecond; 0: unknown. */
static double ticks_in_us(void)
{
	char *text = file_read_all("/proc/cpuinfo", NULL);
	const char *at = text ? strstr(text, "\ntimebase") : NULL;
	double ticks = 0;

	at = at ? strchr(at, ':') : NULL;
	if (at)
		ticks = strtoul(at + 1, NULL, 10) / 1e6;
	free(text);
	return ticks;
}

static void report(struct figure *figure, bool emulated)
{
	double value = perf_median(figure->round, figure->rounds);
	double spread = 100 * perf_spread(figure->round, figure->rounds);
	double in_us = emulated ? 0 : ticks_in_us();
	char time[96] = "";

	if (in_us && figure->samples.nr)
		snprintf(time, sizeof(time), ", median %.0f ns, 99%% below %.0f ns, %zu samples",
			 perf_samples_median(&figure->samples) / in_us * 1000,
			 perf_samples_percentile(&figure->samples, 99) / in_us * 1000,
			 figure->samples.nr);
	test_note("FIGURE: %s: %.4g %s, spread %.1f%% of %zu rounds%s%s", figure->name,
		  value, figure->unit ?: "exits of L1", spread, figure->rounds, time,
		  emulated && !figure->unit ? ", emulated" : "");
}

static void put(FILE *file, struct figure *figure)
{
	struct perf_samples *samples = &figure->samples;

	fprintf(file, "%s\t%.6g\t%.4f\t%zu\t%zu\t%lu\t%lu\t%s\t%s\n", figure->name,
		perf_median(figure->round, figure->rounds),
		perf_spread(figure->round, figure->rounds), figure->rounds, samples->nr,
		perf_samples_median(samples), perf_samples_percentile(samples, 99),
		figure->unit ?: "l1_exits", perf_machine());
}

static void write_table(struct perf_series *series)
{
	const char *results = getenv("KVM_HV_NESTED_RESULTS");
	char path[512];
	FILE *file;
	size_t i;

	if (!results || !*results)
		return;
	snprintf(path, sizeof(path), "%s/series", results);
	TEST_ASSERT(!mkdir(path, 0777) || errno == EEXIST, "make %s", path);
	snprintf(path, sizeof(path), "%s/series/%s.tsv", results, test_case_name());
	file = fopen(path, "we");
	TEST_ASSERT(file, "write %s", path);
	fputs(HEAD, file);
	for (i = 0; i < series->nr; i++)
		put(file, &series->figures[i]);
	TEST_ASSERT(!fclose(file), "write %s", path);
	test_note("SERIES: %s", path);
}

void perf_series_end(struct perf_series *series)
{
	bool emulated = perf_is_emulated();
	size_t i;

	TEST_ASSERT(series->nr, "nothing was measured");
	for (i = 0; i < series->nr; i++)
		report(&series->figures[i], emulated);
	write_table(series);
	for (i = 0; i < series->nr; i++)
		perf_samples_clear(&series->figures[i].samples);
	free(series);
}
