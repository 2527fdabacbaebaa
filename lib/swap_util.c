// SPDX-License-Identifier: GPL-2.0
/*
 * Swap space, and swapping out chosen memory; see include/swap_util.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/swap.h>
#include <unistd.h>

#include "bits.h"
#include "file_util.h"
#include "frames.h"
#include "guard.h"
#include "host_refused.h"
#include "madvise.h"
#include "numa_util.h"
#include "swap_util.h"
#include "test_util.h"

#define DISK		"/dev/ram0"
/* Many times what a case swaps out. */
#define ROOM_KB		(32 * 1024)

#define GOES		100
#define GO_USEC		10000

/* Offset in the first page of a swap device, which ends with the magic. */
#define HEADER_OFFSET	1024
static const char magic[10] = "SWAPSPACE2";

/* The disk was formatted by an earlier case. */
static const char label[16] = "kvm-hv-nested";

/* The kernel frees a page on a RAM disk at once, on a real device later. */
static bool to_ram_disk;

struct swap_header {
	uint32_t version;
	uint32_t last_page;
	uint32_t nr_bad_pages;
	char uuid[16];
	char label[16];
};

/*
 * All of it: some file systems leave the first 64K alone, and RAID keeps its superblock at
 * the end.
 */
bool swap_disk_is_free(int fd)
{
	const struct swap_header *header;
	static char text[64 * 1024];
	ssize_t len, i;
	off_t at = 0;

	while ((len = pread(fd, text, sizeof(text), at)) > 0) {
		header = (const void *)(text + HEADER_OFFSET);
		if (!at && !memcmp(header->label, label, sizeof(label)))
			return true;
		for (i = 0; i < len; i++) {
			if (text[i])
				return false;
		}
		at += len;
	}
	TEST_ASSERT(!len, "read the RAM disk");
	return true;
}

static void write_header(int fd)
{
	struct swap_header header = { .version = 1 };
	size_t page = sysconf(_SC_PAGESIZE);
	uint64_t size;
	char *text = calloc(1, page);

	TEST_ASSERT(text && !ioctl(fd, BLKGETSIZE64, &size), "the size of " DISK);
	header.last_page = size / page - 1;
	memcpy(header.label, label, sizeof(label));
	memcpy(text + HEADER_OFFSET, &header, sizeof(header));
	memcpy(text + page - sizeof(magic), magic, sizeof(magic));
	TEST_ASSERT(pwrite(fd, text, page, 0) == page && !fsync(fd),
		    "write the first page of " DISK);
	free(text);
}

/* NULL, or why the host's RAM disk cannot be used for swap now. */
static const char *swap_to_ram_disk(void)
{
	bool is_free;
	int fd;

	fd = open(DISK, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return host_refused(DISK) ?: "there is no RAM disk";
	is_free = swap_disk_is_free(fd);
	close(fd);
	if (!is_free)
		return DISK " is not empty";
	/* Waits until an earlier case has let go of it. */
	guard_swapoff(DISK);
	fd = open(DISK, O_RDWR | O_CLOEXEC | O_EXCL);
	if (fd < 0)
		return host_refused(DISK) ?: DISK " is in use";
	write_header(fd);
	close(fd);
	if (swapon(DISK, SWAP_FLAG_PREFER | SWAP_FLAG_PRIO_MASK))
		return host_refused("swapping to " DISK) ?:
		       "this kernel does not swap to " DISK;
	return NULL;
}

unsigned long swap_free_kb(const char *swaps)
{
	unsigned long size, used, kb = 0;
	const char *line;

	/* Filename Type Size Used Priority, below a header. */
	for (line = strchr(swaps, '\n'); line; line = strchr(line + 1, '\n')) {
		if (sscanf(line + 1, "%*s %*s %lu %lu", &size, &used) == 2 &&
		    used <= size)
			kb += size - used;
	}
	return kb;
}

static bool host_has_swap(void)
{
	char *swaps = file_read_all("/proc/swaps", NULL);
	unsigned long kb = swaps ? swap_free_kb(swaps) : 0;

	free(swaps);
	return kb >= ROOM_KB;
}

void swap_start(void)
{
	const char *missing = swap_to_ram_disk();

	to_ram_disk = !missing;
	TEST_REQUIRE(to_ram_disk || host_has_swap(),
		     "%s, and no swap space with %uM free: %s", missing,
		     ROOM_KB / 1024, access(DISK, F_OK) ?
		     "modprobe brd rd_nr=1" : "mkswap and swapon a disk or file");
}

/*
 * When a THP is split, the kernel replaces subpages that are all zeros by the zero page
 * (Linux 6.12), which is not swapped out and has no node.
 */
static bool is_there(const char *page)
{
	return frame_of(page) && numa_node_of(page) >= 0;
}

static char *first_page_there(char *hva, size_t len)
{
	size_t page = sysconf(_SC_PAGESIZE), off;

	for (off = 0; off < len; off += page) {
		if (is_there(hva + off))
			return hva + off;
	}
	return NULL;
}

/*
 * MADV_PAGEOUT affects what is mapped. Swap readahead brings shared pages into the page cache
 * that nobody maps: a load maps them. True if there were some.
 */
static bool map_cached(char *hva, size_t len)
{
	size_t page = sysconf(_SC_PAGESIZE), off;
	bool found = false;
	unsigned char there;

	for (off = 0; off < len; off += page) {
		TEST_ASSERT(!mincore(hva + off, page, &there), "mincore");
		if (!(there & 1) || frame_of(hva + off) || page_is_swapped(hva + off))
			continue;
		READ_ONCE(hva[off]);
		found = true;
	}
	return found;
}

static void page_out(void *hva, size_t len, void *data)
{
	TEST_ASSERT(!madvise(hva, len, MADV_PAGEOUT), "MADV_PAGEOUT");
}

void swap_out(void *hva, size_t len)
{
	swap_out_by(hva, len, page_out, NULL);
}

void swap_out_by(void *hva, size_t len,
		 void (*page_out)(void *hva, size_t len, void *data), void *data)
{
	char *page;
	int go;

	for (go = 0; go < GOES; go++) {
		page_out(hva, len, data);
		page = first_page_there(hva, len);
		if (!page && !map_cached(hva, len))
			return;
		/* It may be in another CPU's LRU batch: drain those. */
		if (page)
			numa_bind_moving(page, sysconf(_SC_PAGESIZE),
					 numa_node_of(page));
		usleep(GO_USEC);
	}
	TEST_REQUIRE(page || to_ram_disk,
		     "the swap device keeps pages in its cache: modprobe brd rd_nr=1");
	TEST_ERROR("pages at %p are not swapped out", hva);
}
