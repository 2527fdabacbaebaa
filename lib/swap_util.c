// SPDX-License-Identifier: GPL-2.0
/*
 * Swapping by choice; see include/swap_util.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/swap.h>
#include <unistd.h>

#include "frames.h"
#include "guard.h"
#include "numa_util.h"
#include "swap_util.h"
#include "test_util.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT	21
#endif

#define DISK		"/dev/ram0"
#define GOES		100
#define GO_USEC		10000

/* In the first page of a swap device, which ends with the magic. */
#define HEADER_OFFSET	1024
static const char magic[10] = "SWAPSPACE2";

/* Says that what the disk holds is ours, from a case before. */
static const char label[16] = "kvm-hv-nested";

struct swap_header {
	uint32_t version;
	uint32_t last_page;
	uint32_t nr_bad_pages;
	char uuid[16];
	char label[16];
};

static bool is_free(const char *text, size_t page)
{
	const struct swap_header *header = (const void *)(text + HEADER_OFFSET);
	size_t i;

	if (!memcmp(header->label, label, sizeof(label)))
		return true;
	for (i = 0; i < page; i++) {
		if (text[i])
			return false;
	}
	return true;
}

void swap_start(void)
{
	struct swap_header header = { .version = 1 };
	size_t page = sysconf(_SC_PAGESIZE);
	char *text = malloc(page);
	uint64_t size;
	int fd, err;

	fd = open(DISK, O_RDWR | O_CLOEXEC);
	TEST_REQUIRE(fd >= 0, "there is no RAM disk to swap to: modprobe brd");
	TEST_ASSERT(text && !ioctl(fd, BLKGETSIZE64, &size) &&
		    pread(fd, text, page, 0) == page, "read " DISK);
	TEST_REQUIRE(is_free(text, page), DISK " is not empty");

	header.last_page = size / page - 1;
	memcpy(header.label, label, sizeof(label));
	memcpy(text + HEADER_OFFSET, &header, sizeof(header));
	memcpy(text + page - sizeof(magic), magic, sizeof(magic));
	guard_swapoff(DISK);
	TEST_ASSERT(pwrite(fd, text, page, 0) == page && !fsync(fd),
		    "write the first page of " DISK);
	close(fd);
	err = swapon(DISK, SWAP_FLAG_PREFER | SWAP_FLAG_PRIO_MASK);
	free(text);
	TEST_REQUIRE(!err, "this kernel does not swap to " DISK);
}

static char *first_page_there(char *hva, size_t len)
{
	size_t page = sysconf(_SC_PAGESIZE), off;

	for (off = 0; off < len; off += page) {
		if (frame_of(hva + off))
			return hva + off;
	}
	return NULL;
}

void swap_out(void *hva, size_t len)
{
	char *page;
	int go;

	for (go = 0; go < GOES; go++) {
		TEST_ASSERT(!madvise(hva, len, MADV_PAGEOUT), "MADV_PAGEOUT");
		page = first_page_there(hva, len);
		if (!page)
			return;
		/* It may be on another CPU's list of new pages: this empties those. */
		numa_bind_moving(page, sysconf(_SC_PAGESIZE), numa_node_of(page));
		usleep(GO_USEC);
	}
	TEST_ERROR("pages at %p do not go out", hva);
}
