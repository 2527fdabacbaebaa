// SPDX-License-Identifier: GPL-2.0
/*
 * Pages for the search for a freed frame.
 *
 * Base pages come from a range whose page tables are allocated in advance: a new page
 * table could get the frame that is searched for.
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include "backing_internal.h"
#include "frames_internal.h"
#include "sizes.h"
#include "test_util.h"

#define POOL_PAGES	(FRAMES_MAX_HELD + FRAMES_MAX_TRIED)

static char *pool[POOL_PAGES];	/* the free ones */
static int nr_pool;

void frames_make_pool(void)
{
	size_t page = sysconf(_SC_PAGESIZE), size = POOL_PAGES * page, off;
	char *start;

	start = mmap(NULL, size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	TEST_ASSERT(start != MAP_FAILED, "reserve %zu bytes", size);
	madvise(start, size, MADV_NOHUGEPAGE);
	/* One page per page table, and the last page of the range. */
	for (off = 0; off < size; off += SZ_2M)
		start[off] = 1;
	start[size - 1] = 1;
	madvise(start, size, MADV_DONTNEED);
	nr_pool = 0;
	for (off = size; off; off -= page)
		pool[nr_pool++] = start + off - page;
}

static char *map_huge_page(const struct backing_desc *desc)
{
	size_t size = desc->page_size, room = size, head;
	int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	char *addr, *start;

	if (desc->hugetlb)
		flags |= MAP_HUGETLB | backing_huge_size(desc);
	else
		room = 2 * size;
	addr = mmap(NULL, room, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (addr == MAP_FAILED)
		return NULL;
	head = -(unsigned long)addr & (size - 1);
	start = addr + head;
	if (head)
		munmap(addr, head);
	if (room > size + head)
		munmap(start + size, room - size - head);
	if (desc->thp)
		madvise(start, size, MADV_HUGEPAGE);
	return start;
}

char *frames_get_page(const struct backing_desc *desc)
{
	char *page;

	if (desc->hugetlb || desc->thp)
		page = map_huge_page(desc);
	else
		page = nr_pool ? pool[--nr_pool] : NULL;
	if (page)
		*page = 1;
	return page;
}

void frames_put_page(const struct backing_desc *desc, char *page)
{
	if (desc->hugetlb || desc->thp) {
		munmap(page, desc->page_size);
	} else {
		madvise(page, desc->page_size, MADV_DONTNEED);
		pool[nr_pool++] = page;
	}
}
