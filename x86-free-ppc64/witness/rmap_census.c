// SPDX-License-Identifier: GPL-2.0
/*
 * Counting rmap objects, and the series of counts; see rmap_census.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "guard.h"
#include "host/host_probe.h"
#include "host_missing.h"
#include "kernel_symbols.h"
#include "witness/rmap_census.h"
#include "witness/rmap_census_count.h"
#include "witness/rmap_census_trace.h"
#include "test_util.h"

struct rmap_census {
	struct census_trace *trace;
	struct census_state *state;
	FILE *series;
	char path[512];
};

/* Shared by all cases of the program; created before the first fork. */
static struct census_trace *shared;

const char *census_missing(void)
{
	const char *reason = host_missing_kprobes();

	return reason ? reason : kernel_module_hidden("kvm_hv");
}

int census_around(int argc, char **argv, int (*run)(int argc, char **argv))
{
	int code;

	if (!test_runs_nothing(argc, argv) && !host_missing_any() &&
	    !census_missing())
		shared = census_trace_start();
	code = run(argc, argv);
	if (shared)
		census_trace_stop(shared);
	shared = NULL;
	guard_undo_all();
	return code;
}

struct rmap_census *census_start(void)
{
	struct rmap_census *census = calloc(1, sizeof(*census));

	TEST_ASSERT(census, "no memory for the census");
	census->state = census_state_new();
	if (shared)
		census_trace_clear(shared);
	census->trace = shared ? shared : census_trace_start();
	return census;
}

const struct rmap_counts *census_read(struct rmap_census *census)
{
	census_trace_read(census->trace, census->state);
	census_state_settle(census->state);
	return census_state_counts(census->state);
}

/* The file of this case; none without a results folder. */
static void open_series(struct rmap_census *census)
{
	const char *results = getenv("KVM_HV_NESTED_RESULTS");

	if (census->series || !results || !*results)
		return;
	snprintf(census->path, sizeof(census->path), "%s/series", results);
	TEST_ASSERT(!mkdir(census->path, 0777) || errno == EEXIST,
		    "make %s", census->path);
	snprintf(census->path, sizeof(census->path), "%s/series/%s.tsv",
		 results, test_case_name());
	census->series = fopen(census->path, "we");
	TEST_ASSERT(census->series, "write %s", census->path);
	fputs("label\tlive\tmax_live\tallocated\tunused\tlinked\tfreed", census->series);
	fputs("\tinserts\trmaps\tentries\tmax_entries\n", census->series);
}

void census_expect_lawful(struct rmap_census *census)
{
	const struct rmap_counts *counts = census_read(census);

	if (counts->live > counts->entries)
		TEST_FAIL("%lu rmap objects for %lu entries", counts->live,
			  counts->entries);
	if (counts->invalid)
		TEST_ERROR("%lu trace events of rmap objects contradict earlier ones",
			   counts->invalid);
}

const struct rmap_counts *census_series_add(struct rmap_census *census,
					    const char *label)
{
	const struct rmap_counts *c = census_read(census);

	open_series(census);
	if (!census->series)
		return c;
	fprintf(census->series,
		"%s\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\n", label,
		c->live, c->max_live, c->allocated, c->unused, c->linked,
		c->freed, c->inserts, c->rmaps, c->entries, c->max_entries);
	TEST_ASSERT(!fflush(census->series), "write %s", census->path);
	return c;
}

void census_stop(struct rmap_census *census)
{
	census_read(census);
	if (census->series) {
		TEST_ASSERT(!fclose(census->series), "write %s", census->path);
		test_note("SERIES: %s", census->path);
	}
	if (!shared)
		census_trace_stop(census->trace);
	census_state_free(census->state);
	free(census);
}
