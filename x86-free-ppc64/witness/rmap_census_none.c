// SPDX-License-Identifier: GPL-2.0
/* Without tracing there is no census of rmap objects; see rmap_census.h. */
#include "test_util.h"
#include "trace_session.h"
#include "witness/rmap_census.h"

const char *census_missing(void)
{
	return trace_missing();
}

int census_around(int argc, char **argv, int (*run)(int argc, char **argv))
{
	return run(argc, argv);
}

struct rmap_census *census_start(void)
{
	TEST_ERROR("%s", census_missing());
}

const struct rmap_counts *census_read(struct rmap_census *census)
{
	return NULL;
}

void census_expect_lawful(struct rmap_census *census)
{
}

const struct rmap_counts *census_series_add(struct rmap_census *census,
					    const char *label)
{
	return NULL;
}

void census_stop(struct rmap_census *census)
{
}
