// SPDX-License-Identifier: GPL-2.0
/*
 * Allocating a freed frame; see include/frames.h.
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cpu_util.h"
#include "frames.h"
#include "frames_internal.h"
#include "sizes.h"
#include "test_util.h"

static struct held {
	const struct backing_desc *desc;
	char *addr;
	unsigned long pfn;
	unsigned long pattern;
} held[FRAMES_MAX_HELD];
static int nr_held;

void frames_prepare(void)
{
	struct cpu_mask cpus;
	static pid_t owner;

	/* A forked child has its parent's pages, but its own page tables. */
	if (owner == getpid())
		return;
	owner = getpid();
	frames_make_pool();
	memset(held, 0, sizeof(held));
	nr_held = 0;
	frames_own_tried();
	/* The heap memory that a search needs. */
	cpu_mask_get(&cpus);
	cpu_mask_free(&cpus);
}

/* The pattern is in all of it; in a 1G page, in the first 256 bytes of each 64K. */
static size_t next_word(size_t size, size_t off)
{
	off += sizeof(unsigned long);
	if (size > SZ_2M && off % SZ_64K == 256)
		off += SZ_64K - 256;
	return off;
}

static void keep(const struct frames_search *s, char *addr)
{
	const struct backing_desc *desc = s->desc;
	size_t size = desc->page_size, off;

	TEST_ASSERT(nr_held < FRAMES_MAX_HELD, "raise FRAMES_MAX_HELD");
	for (off = 0; off < size; off = next_word(size, off))
		*(unsigned long *)(addr + off) = s->pattern;
	held[nr_held++] = (struct held){
		.desc = desc, .addr = addr, .pfn = s->pfn, .pattern = s->pattern,
	};
}

static bool find(unsigned long pfn, enum backing_type type, unsigned long pattern)
{
	static const struct frames_kernel kernel = {
		.get_page = frames_get_page, .put_page = frames_put_page,
		.frame_of = frame_of, .run_on = frames_run_on,
	};
	struct frames_search s = {
		.kernel = &kernel, .desc = backing_desc(type), .pfn = pfn,
		.pattern = pattern, .keep = keep,
	};
	int first = sched_getcpu();
	struct cpu_mask affinity;

	frames_prepare();
	cpu_mask_get(&affinity);
	frames_search(&s, cpu_mask_at_start(), first);
	frames_return_to(first, &affinity);
	return s.found;
}

static void release_last(void)
{
	nr_held--;
	frames_put_page(held[nr_held].desc, held[nr_held].addr);
}

/* *@taken: is the frame allocated now? False: it cannot be allocated. */
static bool occupy_once(unsigned long pfn, enum backing_type type,
			unsigned long pattern, bool *taken)
{
	*taken = true;
	if (find(pfn, type, pattern)) {
		if (!backing_pool_is_empty(type))
			return true;
		/* The mapping that it was taken from needs another page. */
		release_last();
		test_note("freed frame %#lx is the pool's last huge page", pfn);
		*taken = false;
		return true;
	}
	/* A THP that was split for reclaim was freed in base pages. */
	return backing_desc(type)->thp && find(pfn, BACKING_ANON, pattern);
}

bool frame_occupy(unsigned long pfn, enum backing_type type,
		  unsigned long pattern)
{
	unsigned long flags;
	bool taken;

	TEST_ASSERT(pfn, "no frame to occupy");
	if (occupy_once(pfn, type, pattern, &taken))
		return taken;
	/* A huge page may be freed by a worker: by now it is in the pool. */
	if (!backing_pool_is_reserved(type) && frame_is_held(pfn, type, &flags)) {
		if (occupy_once(pfn, type, pattern, &taken))
			return taken;
		TEST_FAIL("unmapped frame %#lx is not free (flags %#lx): a reference is left",
			  pfn, flags);
	}
	test_note("freed frame %#lx is already in use", pfn);
	return false;
}

bool frame_is_intact(unsigned long pfn)
{
	size_t off, size;
	int i;

	for (i = 0; i < nr_held; i++) {
		if (held[i].pfn == pfn)
			break;
	}
	TEST_ASSERT(i < nr_held, "frame 0x%lx is not held", pfn);
	size = held[i].desc->page_size;
	for (off = 0; off < size; off = next_word(size, off)) {
		if (*(unsigned long *)(held[i].addr + off) != held[i].pattern)
			return false;
	}
	return true;
}

void frames_release(void)
{
	while (nr_held)
		release_last();
}
