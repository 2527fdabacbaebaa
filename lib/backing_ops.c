// SPDX-License-Identifier: GPL-2.0
/*
 * What L0 does to the memory behind a slot; see include/backing.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backing_internal.h"
#include "madvise.h"
#include "test_util.h"

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP	4
#endif

static char *range_of(struct backing *b, size_t off, size_t len)
{
	size_t unit = b->desc->hugetlb ? b->page_size :
		      (size_t)sysconf(_SC_PAGESIZE);

	TEST_ASSERT(len && !(off % unit) && !(len % unit) && off < b->size &&
		    len <= b->size - off,
		    "part %zu+%zu of %zu bytes of %s", off, len, b->size,
		    b->desc->name);
	return b->hva + off;
}

static void fault_in(const char *name, void *addr, size_t len)
{
	TEST_ASSERT(!madvise(addr, len, MADV_POPULATE_WRITE),
		    "populate %zu bytes of %s", len, name);
}

void backing_populate(struct backing *b)
{
	fault_in(b->desc->name, b->hva, b->size);
}

void backing_keep_split(struct backing *b)
{
	TEST_ASSERT(!madvise(b->hva, b->size, MADV_NOHUGEPAGE),
		    "MADV_NOHUGEPAGE for %s", b->desc->name);
}

void backing_discard(struct backing *b, size_t off, size_t len)
{
	TEST_ASSERT(!madvise(range_of(b, off, len), len, MADV_DONTNEED),
		    "discard %zu+%zu of %s", off, len, b->desc->name);
}

void backing_punch(struct backing *b, size_t off, size_t len)
{
	char *addr = range_of(b, off, len);
	int err;

	TEST_ASSERT(b->desc->shared || b->desc->file,
		    "%s has no file to punch", b->desc->name);
	if (b->fd >= 0 && !b->replaced)
		err = fallocate(b->fd,
				FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				off, len);
	else
		err = madvise(addr, len, MADV_REMOVE);
	TEST_ASSERT(!err, "punch %zu+%zu of %s", off, len, b->desc->name);
}

/*
 * @fd: the file that is now mapped over @len bytes, kept alive by the mapping; or -1. The
 * pages of a file that is mapped nowhere else live as long as it is open: 1G pages are few.
 */
static void has_new_file(struct backing *b, size_t len, int fd)
{
	int unused = fd;

	b->replaced = len < b->size;
	if (!b->replaced) {
		unused = b->fd;
		b->fd = fd;
	}
	if (unused >= 0)
		close(unused);
}

void backing_replace(struct backing *b, size_t off, size_t len)
{
	char *addr = range_of(b, off, len);

	has_new_file(b, len, backing_map(b->desc, addr, len, -1, 0));
}

void *backing_make_spare(struct backing *b, size_t len)
{
	size_t reserve_size;
	char *reserve, *addr;
	int fd;

	TEST_REQUIRE_PRESENT(backing_missing_size(b->type, len));
	addr = backing_reserve(len, backing_align(b->desc), &reserve,
			       &reserve_size);
	fd = backing_map(b->desc, addr, len, -1, 0);
	if (fd >= 0)
		close(fd);
	/* Not kept, as that of a backing is: cases make many spares, and VMAs are limited. */
	munmap(reserve, addr - reserve);
	munmap(addr + len, reserve + reserve_size - (addr + len));
	fault_in(b->desc->name, addr, len);
	return addr;
}

void backing_move_over(struct backing *b, size_t off, size_t len, void *spare)
{
	char *addr = range_of(b, off, len);

	TEST_ASSERT(mremap(spare, len, len, MREMAP_MAYMOVE | MREMAP_FIXED,
			   addr) == addr,
		    "mremap over %zu+%zu of %s", off, len, b->desc->name);
	has_new_file(b, len, -1);
}

void backing_move_away(struct backing *b, size_t off, size_t len, void *spare)
{
	char *addr = range_of(b, off, len);

	TEST_ASSERT(mremap(addr, len, len, MREMAP_MAYMOVE | MREMAP_FIXED |
			   MREMAP_DONTUNMAP, spare) == spare,
		    "mremap of %zu+%zu of %s", off, len, b->desc->name);
}

void backing_unmap(struct backing *b, size_t off, size_t len)
{
	TEST_ASSERT(!munmap(range_of(b, off, len), len), "unmap %zu+%zu of %s",
		    off, len, b->desc->name);
}

void backing_protect(struct backing *b, size_t off, size_t len, int prot)
{
	TEST_ASSERT(!mprotect(range_of(b, off, len), len, prot),
		    "protect %zu+%zu of %s", off, len, b->desc->name);
}

static int file_of(struct backing *b)
{
	TEST_ASSERT(b->fd >= 0 && !b->replaced, "%s has no file for all of it",
		    b->desc->name);
	return b->fd;
}

void *backing_view_file(struct backing *b)
{
	void *view = mmap(NULL, b->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			  file_of(b), 0);

	TEST_ASSERT(view != MAP_FAILED, "map the file of %s", b->desc->name);
	return view;
}

void backing_truncate(struct backing *b, size_t size)
{
	TEST_ASSERT(!ftruncate(file_of(b), size), "size the file of %s to %zu",
		    b->desc->name, size);
}
