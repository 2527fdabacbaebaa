// SPDX-License-Identifier: GPL-2.0
/*
 * Ageing by DAMON; see include/ageing.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

#include "ageing.h"
#include "file_util.h"
#include "guard.h"
#include "test_util.h"

#define DAMON		"/sys/kernel/mm/damon/admin/kdamonds/"
#define STAT		"/sys/module/damon_stat/parameters/enabled"
#define STATE		DAMON "0/state"
#define CONTEXT		DAMON "0/contexts/0/"
#define INTERVALS	CONTEXT "monitoring_attrs/intervals/"
#define TARGET		CONTEXT "targets/0/"
#define REGION		TARGET "regions/0/"

static int before_start;

static void set_number(const char *path, unsigned long value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lu", value);
	file_must_write(path, text);
}

/* DAMON_STAT, since 6.17, occupies the only kdamond. */
static void hold_back_stat(void)
{
	if (access(STAT, W_OK))
		return;
	guard_restore_file(STAT);
	file_must_write(STAT, "N");
}

void ageing_prepare(void)
{
	unsigned long nr;

	TEST_REQUIRE(file_read_number(DAMON "nr_kdamonds", &nr),
		     "this kernel has no DAMON in sysfs");
	TEST_REQUIRE(!nr, "DAMON is in use: nr_kdamonds is not 0");
	hold_back_stat();
	guard_write_file(DAMON "nr_kdamonds", "0");
	file_must_write(DAMON "nr_kdamonds", "1");
	file_must_write(DAMON "0/contexts/nr_contexts", "1");
	/* Fixed ranges: DAMON does not adapt them to the VMAs. */
	file_must_write(CONTEXT "operations", "fvaddr");
	file_must_write(INTERVALS "sample_us", "2000");
	file_must_write(INTERVALS "aggr_us", "10000");
	file_must_write(CONTEXT "targets/nr_targets", "1");
	set_number(TARGET "pid_target", getpid());
	file_must_write(TARGET "regions/nr_regions", "1");
}

void ageing_start(const void *hva, size_t len)
{
	set_number(REGION "start", (unsigned long)hva);
	set_number(REGION "end", (unsigned long)hva + len);
	before_start = guard_mark();
	guard_write_file(STATE, "off");
	file_must_write(STATE, "on");
}

void ageing_stop(void)
{
	guard_undo_since(before_start);
}
