// SPDX-License-Identifier: GPL-2.0
/*
 * Making and freeing host memory of a named kind; see include/backing.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backing_internal.h"
#include "sizes.h"
#include "test_util.h"

/*
 * Far below the mmap base, from which the kernel searches downwards, and far above
 * the program: no other mapping lands in a hole made here. It also makes host
 * addresses the same in every run.
 */
#define ARENA_START	(SZ_1G << 10)
#define ARENA_END	(SZ_1G << 14)

static unsigned long arena_next = ARENA_START;

size_t backing_align(const struct backing_desc *desc)
{
	return desc->page_size > SZ_2M ? desc->page_size : SZ_2M;
}

char *backing_reserve(size_t len, size_t align, char **reserve,
		      size_t *reserve_size)
{
	size_t room = (len + align - 1) & ~(align - 1);
	unsigned long start;
	void *got;

	/* One inaccessible @align before it and one behind it. */
	room += 2 * align;
	/* Several threads may make some. */
	start = __atomic_fetch_add(&arena_next, room + align, __ATOMIC_RELAXED);
	start = (start + align - 1) & ~(align - 1);
	TEST_ASSERT(start + room <= ARENA_END, "no address space left");
	got = mmap((void *)start, room, PROT_NONE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		   MAP_FIXED_NOREPLACE, -1, 0);
	TEST_ASSERT(got == (void *)start, "reserve %zu bytes at 0x%lx", room,
		    start);
	*reserve = got;
	*reserve_size = room;
	return *reserve + align;
}

static int make_file(const struct backing_desc *desc, size_t size)
{
	unsigned int flags = MFD_CLOEXEC;
	int fd;

	if (desc->hugetlb)
		flags |= MFD_HUGETLB | backing_huge_size(desc);
	fd = memfd_create(desc->name, flags);
	TEST_ASSERT(fd >= 0, "memfd_create for %s", desc->name);
	TEST_ASSERT(!ftruncate(fd, size), "size %s to %zu", desc->name, size);
	return fd;
}

int backing_map(const struct backing_desc *desc, void *addr, size_t len,
		int fd, size_t offset)
{
	int flags = MAP_FIXED;
	void *got;

	if (desc->file && fd < 0)
		fd = make_file(desc, offset + len);
	flags |= desc->shared ? MAP_SHARED : MAP_PRIVATE;
	if (!desc->file)
		flags |= MAP_ANONYMOUS;
	if (!desc->file && desc->hugetlb)
		flags |= MAP_HUGETLB | backing_huge_size(desc);
	got = mmap(addr, len, PROT_READ | PROT_WRITE, flags,
		   desc->file ? fd : -1, desc->file ? offset : 0);
	TEST_ASSERT(got == addr, "map %zu bytes of %s", len, desc->name);

	/* Fails without THP support, when there is nothing to disable. */
	if (desc->thp)
		TEST_ASSERT(!madvise(addr, len, MADV_HUGEPAGE),
			    "MADV_HUGEPAGE");
	else if (!desc->hugetlb)
		madvise(addr, len, MADV_NOHUGEPAGE);
	return desc->file ? fd : -1;
}

void backing_create(struct backing *b, enum backing_type type, size_t size)
{
	const struct backing_desc *desc = backing_desc(type);

	TEST_ASSERT(size && !(size % desc->page_size),
		    "%zu bytes are not a multiple of the page size of %s", size, desc->name);
	memset(b, 0, sizeof(*b));
	b->type = type;
	b->desc = desc;
	b->size = size;
	b->page_size = desc->page_size;
	b->hva = backing_reserve(size, backing_align(desc), &b->reserve,
				 &b->reserve_size);
	b->fd = backing_map(desc, b->hva, size, -1, 0);
}

void backing_destroy(struct backing *b)
{
	if (!b->reserve)
		return;
	TEST_ASSERT(!munmap(b->reserve, b->reserve_size), "unmap %s",
		    b->desc->name);
	if (b->fd >= 0)
		close(b->fd);
	memset(b, 0, sizeof(*b));
	b->fd = -1;
}
