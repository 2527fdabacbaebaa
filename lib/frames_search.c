// SPDX-License-Identifier: GPL-2.0
/*
 * The search for a freed frame among all CPUs; see frames_internal.h.
 */
#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "cpu_util.h"
#include "frames_internal.h"
#include "sizes.h"
#include "test_util.h"

/* Limit of pages that a search allocates on one CPU; it tries twice. */
#define FIRST_GO	32
#define SECOND_GO	1024
/* Limits of huge pages, for one CPU and for all of them: memory is finite. */
#define TURN_BYTES	SZ_64M
#define ALL_BYTES	SZ_1G

static_assert(SECOND_GO <= FRAMES_MAX_TRIED, "a CPU's turn");

/* Pages that a search has allocated and that are not the frame. */
static char *tried[FRAMES_MAX_TRIED];
static size_t nr_tried;

void frames_own_tried(void)
{
	memset(tried, 0, sizeof(tried));
	nr_tried = 0;
}

static void give_back(const struct frames_search *s)
{
	while (nr_tried)
		s->kernel->put_page(s->desc, tried[--nr_tried]);
}

static bool take_if_wanted(struct frames_search *s, char *addr)
{
	s->found = s->kernel->frame_of(addr) == s->pfn;
	if (s->found)
		s->keep(s, addr);
	return s->found;
}

/* At least one: 1G pages. */
static size_t pages_within(const struct frames_search *s, size_t pages,
			   size_t bytes)
{
	size_t most = bytes / s->desc->page_size;

	if (!most)
		return 1;
	return pages < most ? pages : most;
}

/*
 * On @cpu: until @pages in a row are not wanted. Pages of earlier CPUs stay allocated, so
 * that the kernel returns new ones, as long as there is room for this CPU's.
 */
static void search_on(struct frames_search *s, int cpu, size_t pages)
{
	size_t room = pages_within(s, FRAMES_MAX_TRIED, ALL_BYTES);
	size_t left = pages;
	char *addr;

	if (cpu < 0 || !s->kernel->run_on(cpu))
		return;
	if (nr_tried + pages > room)
		give_back(s);
	while (left-- && nr_tried < room) {
		addr = s->kernel->get_page(s->desc);
		if (!addr || take_if_wanted(s, addr))
			return;
		tried[nr_tried++] = addr;
	}
}

void frames_search(struct frames_search *s, const struct cpu_mask *cpus,
		   int first)
{
	size_t pages;
	int cpu, go;

	/* A few pages on each CPU first: mostly it is the next page of one. */
	for (go = 0; go < 2 && !s->found; go++) {
		pages = pages_within(s, go ? SECOND_GO : FIRST_GO, TURN_BYTES);
		search_on(s, first, pages);
		for (cpu = cpu_mask_next(cpus, -1); cpu >= 0 && !s->found;
		     cpu = cpu_mask_next(cpus, cpu)) {
			if (cpu != first)
				search_on(s, cpu, pages);
		}
	}
	give_back(s);
}
