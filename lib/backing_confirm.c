// SPDX-License-Identifier: GPL-2.0
/*
 * Proof, from /proc/self/smaps, that host memory is of the kind asked for.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "backing.h"
#include "file_util.h"
#include "madvise.h"
#include "test_util.h"

/* All in bytes; page sizes are the smallest and largest of the range. */
struct smaps_sum {
	size_t mapped;
	size_t huge;
	size_t min_page;
	size_t max_page;
};

static bool field(const char *line, const char *name, size_t *kb)
{
	size_t len = strlen(name);

	return !strncmp(line, name, len) && line[len] == ':' &&
	       sscanf(line + len + 1, "%zu", kb) == 1;
}

/* Add up the VMAs of @text that lie in [start, end). */
static void sum_range(char *text, unsigned long start, unsigned long end,
		      struct smaps_sum *sum)
{
	unsigned long from, to;
	bool inside = false;
	char *line, *save;
	size_t kb;

	memset(sum, 0, sizeof(*sum));
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2) {
			inside = from >= start && to <= end;
			continue;
		}
		if (!inside)
			continue;
		if (field(line, "Size", &kb)) {
			sum->mapped += kb << 10;
		} else if (field(line, "AnonHugePages", &kb) ||
			   field(line, "ShmemPmdMapped", &kb) ||
			   field(line, "FilePmdMapped", &kb)) {
			sum->huge += kb << 10;
		} else if (field(line, "KernelPageSize", &kb)) {
			kb <<= 10;
			if (!sum->min_page || kb < sum->min_page)
				sum->min_page = kb;
			if (kb > sum->max_page)
				sum->max_page = kb;
		}
	}
}

bool backing_is_confirmed(struct backing *b, const char **reason)
{
	size_t want_huge = b->desc->thp ? b->size : 0;
	unsigned long start = (unsigned long)b->hva;
	static char text[256];
	struct smaps_sum sum;
	size_t want_page;
	char *smaps;
	bool good;

	smaps = file_read_all("/proc/self/smaps", NULL);
	TEST_ASSERT(smaps, "read /proc/self/smaps");
	sum_range(smaps, start, start + b->size, &sum);
	free(smaps);

	/* For a THP mapping, KernelPageSize is still the base page. */
	want_page = b->desc->thp ? backing_desc(BACKING_ANON)->page_size :
		    b->page_size;
	good = sum.mapped == b->size && sum.min_page == want_page &&
	       sum.max_page == want_page && sum.huge == want_huge;
	snprintf(text, sizeof(text),
		 "%s of %zuK has %zuK mapped, pages of %zuK to %zuK, %zuK huge",
		 b->desc->name, b->size >> 10, sum.mapped >> 10,
		 sum.min_page >> 10, sum.max_page >> 10, sum.huge >> 10);
	if (reason)
		*reason = text;
	return good;
}

void backing_confirm(struct backing *b)
{
	const char *reason;

	backing_populate(b);
	if (backing_is_confirmed(b, NULL))
		return;
	/* Free memory may have been fragmented at the first touch. */
	if (b->desc->thp)
		madvise(b->hva, b->size, MADV_COLLAPSE);
	if (!backing_is_confirmed(b, &reason))
		TEST_ERROR("not the requested backing: %s", reason);
}
