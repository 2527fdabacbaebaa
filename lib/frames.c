// SPDX-License-Identifier: GPL-2.0
/*
 * From addresses to frames; see include/frames.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "frames.h"
#include "host_refused.h"
#include "sizes.h"
#include "test_util.h"

/* /proc/self/pagemap: one of these for each base page. */
#define PAGEMAP_PRESENT		0x8000000000000000UL
#define PAGEMAP_SWAPPED		0x4000000000000000UL
#define PAGEMAP_SOFT_DIRTY	0x0080000000000000UL
#define PAGEMAP_PFN		0x007fffffffffffffUL

const char *frames_missing(void)
{
	int here = 1;

	if (access("/proc/self/pagemap", R_OK))
		return host_refused("/proc/self/pagemap") ?:
		       "this kernel has no /proc/self/pagemap";
	/* Without CAP_SYS_ADMIN the kernel shows 0 for every frame. */
	if (!frame_of(&here))
		return "frame numbers are hidden: run it as root";
	return NULL;
}

/* The pagemap entry of the page at @hva. */
static unsigned long pagemap_entry(const void *hva)
{
	unsigned long page = (unsigned long)hva / sysconf(_SC_PAGESIZE), entry;
	static int fd = -1;
	static pid_t owner;

	/* A descriptor inherited over fork() still refers to the parent. */
	if (owner != getpid()) {
		if (fd >= 0)
			close(fd);
		fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
		TEST_ASSERT(fd >= 0, "open /proc/self/pagemap");
		owner = getpid();
	}
	TEST_ASSERT(pread(fd, &entry, sizeof(entry), page * sizeof(entry)) ==
		    sizeof(entry), "read /proc/self/pagemap");
	return entry;
}

unsigned long frame_of(const void *hva)
{
	unsigned long entry = pagemap_entry(hva);

	return entry & PAGEMAP_PRESENT ? entry & PAGEMAP_PFN : 0;
}

bool is_huge_page(const void *hva)
{
	size_t page = sysconf(_SC_PAGESIZE), off;
	unsigned long frame = frame_of(hva);

	for (off = page; off < SZ_2M; off += SZ_64K) {
		if (frame_of(hva + off) != frame + off / page)
			return false;
	}
	return SELFTEST_IS_ALIGNED(frame * page, SZ_2M);
}

bool page_is_swapped(const void *hva)
{
	return pagemap_entry(hva) & PAGEMAP_SWAPPED;
}

bool page_is_soft_dirty(const void *hva)
{
	return pagemap_entry(hva) & PAGEMAP_SOFT_DIRTY;
}
