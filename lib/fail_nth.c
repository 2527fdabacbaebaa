// SPDX-License-Identifier: GPL-2.0
/* Allocations that fail; see include/fail_nth.h. */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fail_nth.h"
#include "file_util.h"
#include "guard.h"
#include "kselftest.h"
#include "test_util.h"

#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define DEBUGFS		"/sys/kernel/debug/"

const char *fail_nth_missing(void)
{
	if (access(FAIL_NTH, W_OK) || access(DEBUGFS "failslab", X_OK) ||
	    access(DEBUGFS "fail_page_alloc", X_OK))
		return "no CONFIG_FAILSLAB, CONFIG_FAIL_PAGE_ALLOC, debugfs: see make debug-kernel";
	return NULL;
}

static void knob_set(const char *path, const char *value)
{
	guard_restore_file(path);
	file_must_write(path, value);
}

void fail_nth_prepare(void)
{
	static const struct {
		const char *path, *value;
	} knobs[] = {
		{ DEBUGFS "failslab/ignore-gfp-wait", "N" },
		{ DEBUGFS "failslab/verbose", "0" },
		{ DEBUGFS "failslab/cache-filter", "Y" },
		{ DEBUGFS "fail_page_alloc/ignore-gfp-wait", "N" },
		{ DEBUGFS "fail_page_alloc/min-order", "0" },
		{ DEBUGFS "fail_page_alloc/verbose", "0" },
	};
	/* Not those of kmemleak, lockdep and so on, which disable themselves on failure. */
	static const char * const caches[] = {
		"/sys/kernel/slab/kmalloc*/failslab",
		"/sys/kernel/slab/kvm*/failslab",
		"/sys/kernel/slab/pgtable*/failslab",
	};
	glob_t found = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		knob_set(knobs[i].path, knobs[i].value);
	for (i = 0; i < ARRAY_SIZE(caches); i++)
		glob(caches[i], i ? GLOB_APPEND : 0, NULL, &found);
	for (i = 0; i < found.gl_pathc; i++)
		knob_set(found.gl_pathv[i], "1");
	globfree(&found);
}

/* Kept open while it counts, since open() allocates. */
static int fd = -1;

void fail_nth_begin(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	fd = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	TEST_ASSERT(fd >= 0 && write(fd, text, len) == len,
		    "write " FAIL_NTH);
}

bool fail_nth_end(void)
{
	char text[16] = "";

	/* The remaining count; 0 once the allocation has failed. */
	TEST_ASSERT(pread(fd, text, sizeof(text) - 1, 0) > 0 &&
		    pwrite(fd, "0", 1, 0) == 1, "read " FAIL_NTH);
	close(fd);
	fd = -1;
	return !strtoul(text, NULL, 10);
}
