// SPDX-License-Identifier: GPL-2.0
/*
 * Getting hold of a freed frame; see include/frames.h.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "frames.h"
#include "frames_internal.h"
#include "sizes.h"
#include "test_util.h"

/* Most pages that a search allocates on one CPU; it has two goes at it. */
#define FIRST_GO	32
#define SECOND_GO	1024

#define MAX_HELD	1024
#define MAX_TRIED	8192
/* Of huge pages a CPU's turn takes no more than this: memory is finite. */
#define MAX_BYTES	SZ_64M

static struct held {
	const struct backing_desc *desc;
	char *addr;
	unsigned long pfn;
	unsigned long pattern;
} held[MAX_HELD];
static int nr_held;

/* The frames looked for, 0 once found, and what else was allocated. */
struct search {
	const struct backing_desc *desc;
	unsigned long *pfns;
	size_t nr, found;
	unsigned long pattern;
};

/* What a search has allocated that is not the frame. */
static char *tried[MAX_TRIED];
static int nr_tried;

static unsigned long wanted[MAX_HELD];

void frames_own_lists(void)
{
	memset(held, 0, sizeof(held));
	memset(tried, 0, sizeof(tried));
	memset(wanted, 0, sizeof(wanted));
	nr_held = 0;
	nr_tried = 0;
}

/* How much of each 4K carries the pattern. */
static size_t filled(size_t size)
{
	return size > SZ_2M ? 256 : SZ_4K;
}

static void keep(const struct backing_desc *desc, char *addr,
		 unsigned long pfn, unsigned long pattern)
{
	size_t size = desc->page_size, part = filled(size), off, word;

	TEST_ASSERT(nr_held < MAX_HELD, "raise MAX_HELD");
	for (off = 0; off < size; off += SZ_4K) {
		for (word = 0; word < part; word += sizeof(pattern))
			*(unsigned long *)(addr + off + word) = pattern;
	}
	held[nr_held++] = (struct held){
		.desc = desc, .addr = addr, .pfn = pfn, .pattern = pattern,
	};
}

static bool take_if_wanted(struct search *s, char *addr)
{
	unsigned long pfn = frame_of(addr);
	size_t i;

	for (i = 0; i < s->nr; i++) {
		if (s->pfns[i] != pfn)
			continue;
		keep(s->desc, addr, pfn, s->pattern);
		s->pfns[i] = 0;
		s->found++;
		return true;
	}
	return false;
}

/* On the CPU we are on: until @pages in a row are none of those wanted. */
static void search(struct search *s, size_t pages)
{
	size_t left = pages;
	char *addr;

	while (s->found < s->nr && left && nr_tried < MAX_TRIED) {
		addr = frames_get_page(s->desc);
		if (!addr)
			return;
		if (take_if_wanted(s, addr)) {
			left = pages;
			continue;
		}
		tried[nr_tried++] = addr;
		left--;
	}
}

/*
 * A page that was touched a moment ago may be in a CPU's batch of pages on
 * their way to the LRU, which holds it: an unmap on that CPU empties the batch.
 */
static void empty_lru_batch(void)
{
	size_t size = sysconf(_SC_PAGESIZE);
	char *addr;

	addr = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (addr != MAP_FAILED)
		munmap(addr, size);
}

static void search_on(int cpu, const cpu_set_t *mask, struct search *s,
		      size_t pages)
{
	cpu_set_t one;

	if (cpu < 0 || !CPU_ISSET(cpu, mask))
		return;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		return;
	empty_lru_batch();
	search(s, pages);
}

size_t frames_occupy(const unsigned long *pfns, size_t nr,
		     enum backing_type type, unsigned long pattern)
{
	struct search s = {
		.desc = backing_desc(type), .pfns = wanted, .nr = nr,
		.pattern = pattern,
	};
	int cpu, first = sched_getcpu(), go;
	cpu_set_t mask;
	size_t pages;

	TEST_ASSERT(!sched_getaffinity(0, sizeof(mask), &mask), "CPU affinity");
	TEST_ASSERT(nr <= MAX_HELD, "raise MAX_HELD");
	frames_prepare();
	memcpy(wanted, pfns, nr * sizeof(*pfns));

	/* A few on each CPU first: mostly it is the very next page. */
	for (go = 0; go < 2 && s.found < nr; go++) {
		pages = go ? SECOND_GO : FIRST_GO;
		if (pages > MAX_BYTES / s.desc->page_size)
			pages = MAX_BYTES / s.desc->page_size;
		search_on(first, &mask, &s, pages);
		for (cpu = 0; cpu < CPU_SETSIZE && s.found < nr; cpu++) {
			if (cpu != first)
				search_on(cpu, &mask, &s, pages);
		}
	}
	sched_setaffinity(0, sizeof(mask), &mask);
	while (nr_tried)
		frames_put_page(s.desc, tried[--nr_tried]);
	return s.found;
}

bool frame_occupy(unsigned long pfn, enum backing_type type,
		  unsigned long pattern)
{
	TEST_ASSERT(pfn, "no frame to occupy");
	return frames_occupy(&pfn, 1, type, pattern) == 1;
}

bool frame_is_intact(unsigned long pfn)
{
	size_t off, word, part;
	int i;

	for (i = 0; i < nr_held; i++) {
		if (held[i].pfn == pfn)
			break;
	}
	TEST_ASSERT(i < nr_held, "frame 0x%lx is not held", pfn);
	part = filled(held[i].desc->page_size);
	for (off = 0; off < held[i].desc->page_size; off += SZ_4K) {
		for (word = 0; word < part; word += sizeof(unsigned long)) {
			if (*(unsigned long *)(held[i].addr + off + word) !=
			    held[i].pattern)
				return false;
		}
	}
	return true;
}

void frames_release(void)
{
	while (nr_held) {
		nr_held--;
		frames_put_page(held[nr_held].desc, held[nr_held].addr);
	}
}
