// SPDX-License-Identifier: GPL-2.0
/*
 * A reason for a skip has the command that provides what is missing.
 */
#include "kselftest_harness.h"

#include "backing.h"
#include "file_util.h"
#include "sizes.h"
#include "swap_util.h"
#include "test_util.h"

#define POOL	"/sys/kernel/mm/hugepages/hugepages-2048kB/"

/* Too few huge pages are free: the command adds the missing ones to the current number. */
TEST(huge_pages)
{
	unsigned long free, total, resv, want;
	char expected[256];

	if (!file_read_number(POOL "free_hugepages", &free) ||
	    !file_read_number(POOL "nr_hugepages", &total) ||
	    !file_read_number(POOL "resv_hugepages", &resv))
		SKIP(return, "this host has no pool of huge pages of 2M");
	free -= resv;
	want = free + 3;
	snprintf(expected, sizeof(expected),
		 "%lu huge pages of 2M wanted, %lu free: echo %lu >" POOL "nr_hugepages",
		 want, free, total + 3);
	EXPECT_STREQ(expected, backing_missing_size(BACKING_HUGETLB_2M,
						    want * SZ_2M));
}

/* A case needs more memory than any host has: it is skipped. */
TEST(memory)
{
	EXPECT_EQ(NULL, backing_missing_size(BACKING_ANON, SZ_64K));
	EXPECT_NE(NULL, strstr(backing_missing_size(BACKING_SHMEM, 1UL << 60),
			       "1099511627776 MB of memory wanted, "));
}

/* The free space of all swap devices is added up. */
TEST(swap_space)
{
	static const char head[] = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
	char swaps[512];

	EXPECT_EQ(0, swap_free_kb(""));
	EXPECT_EQ(0, swap_free_kb(head));
	snprintf(swaps, sizeof(swaps), "%s%s", head,
		 "/dev/vda2                               partition\t999936\t\t936\t\t-2\n");
	EXPECT_EQ(999000, swap_free_kb(swaps));
	snprintf(swaps, sizeof(swaps), "%s%s%s", head,
		 "/swap\\040file file 1000 1000 5\n", "/dev/zram0 partition 3000 1000 100\n");
	EXPECT_EQ(2000, swap_free_kb(swaps));
}

static bool is_free_with(const char *text, off_t at)
{
	FILE *file = tmpfile();
	bool is_free;

	TEST_ASSERT(file && !ftruncate(fileno(file), SZ_1M) &&
		    pwrite(fileno(file), text, strlen(text), at) == strlen(text),
		    "a disk's image");
	is_free = swap_disk_is_free(fileno(file));
	fclose(file);
	return is_free;
}

/* A RAM disk with anything on it, wherever, is somebody's. */
TEST(disk_of_somebody_else)
{
	EXPECT_EQ(true, is_free_with("", 0));
	EXPECT_EQ(false, is_free_with("XFSB", 0));
	EXPECT_EQ(false, is_free_with("_BHRfS_M", 0x10040));
	EXPECT_EQ(false, is_free_with("x", SZ_1M - 1));
	/* Where a swap device has its label. */
	EXPECT_EQ(true, is_free_with("kvm-hv-nested", 1024 + 28));
	EXPECT_EQ(false, is_free_with("somebody's", 1024 + 28));
}

TEST_HARNESS_MAIN
