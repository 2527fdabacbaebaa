// SPDX-License-Identifier: GPL-2.0
/* Which file stands for the pages of a backing after L0 has mapped another one. */
#include "kselftest_harness.h"

#include <sys/stat.h>
#include <unistd.h>

#include "backing.h"

FIXTURE(backing)
{
	struct backing mem;
	size_t page;
	struct stat was;
};

FIXTURE_SETUP(backing)
{
	self->page = sysconf(_SC_PAGESIZE);
	backing_create(&self->mem, BACKING_MEMFD, 2 * self->page);
	ASSERT_FALSE(fstat(self->mem.fd, &self->was));
}

FIXTURE_TEARDOWN(backing)
{
	backing_destroy(&self->mem);
}

static ino_t inode(int fd)
{
	struct stat now;

	return fstat(fd, &now) ? 0 : now.st_ino;
}

/*
 * All of the memory has another file: that is the memory's now, and the old one is closed. 1G
 * pages are few: the old ones are free again for the next replacement.
 */
TEST_F(backing, file_that_is_replaced_as_a_whole_is_closed)
{
	backing_replace(&self->mem, 0, self->mem.size);
	EXPECT_NE(inode(self->mem.fd), 0);
	EXPECT_NE(inode(self->mem.fd), self->was.st_ino);

	backing_populate(&self->mem);
	self->mem.hva[self->page] = 1;
	backing_truncate(&self->mem, self->page);
	backing_truncate(&self->mem, 2 * self->page);
	EXPECT_EQ(self->mem.hva[self->page], 0);
}

/* A part has another file: the memory's own one stands for the rest, and stays open. */
TEST_F(backing, file_that_is_replaced_in_part_stays_open)
{
	backing_replace(&self->mem, 0, self->page);
	EXPECT_EQ(inode(self->mem.fd), self->was.st_ino);
}

/* Other memory is moved over all of it: the old file is closed, and its pages are free. */
TEST_F(backing, file_under_memory_that_is_moved_over_it_is_closed)
{
	int was = self->mem.fd;

	backing_move_over(&self->mem, 0, self->mem.size,
			  backing_make_spare(&self->mem, self->mem.size));
	EXPECT_EQ(self->mem.fd, -1);
	EXPECT_EQ(inode(was), 0);
}

TEST_HARNESS_MAIN
