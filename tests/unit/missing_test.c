// SPDX-License-Identifier: GPL-2.0
/*
 * A reason for a skip has the command that provides what is missing.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>

#include "backing.h"
#include "file_util.h"
#include "host_refused.h"
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

/* What is there and refused to root is not missing: mounting or loading it does not help. */
TEST(refused)
{
	char lockdown[] = "/tmp/kvm-hv-nested-lockdown.XXXXXX";
	static const char refused[] =
		"/x is refused (%s) by SELinux (see ausearch -m avc), lockdown or a container";
	static const char locked[] =
		"the kernel is locked down: see /sys/kernel/security/lockdown";
	char eacces[128], eperm[128];
	int fd = mkstemp(lockdown);

	ASSERT_LE(0, fd);
	snprintf(eacces, sizeof(eacces), refused, strerror(EACCES));
	snprintf(eperm, sizeof(eperm), refused, strerror(EPERM));
	EXPECT_EQ(NULL, __host_refused("/none", "/x", ENOENT));
	EXPECT_EQ(NULL, __host_refused("/none", "/x", EBUSY));
	EXPECT_STREQ(eacces, __host_refused("/none", "/x", EACCES));
	EXPECT_STREQ(eperm, __host_refused("/none", "/x", EPERM));
	EXPECT_NE(NULL, __host_refused("/none", "/x", EROFS));
	ASSERT_EQ(0, file_write(lockdown, "[none] integrity confidentiality"));
	EXPECT_STREQ(eperm, __host_refused(lockdown, "/x", EPERM));
	ASSERT_EQ(0, file_write(lockdown, "none [integrity] confidentiality"));
	EXPECT_STREQ(locked, __host_refused(lockdown, "/x", EPERM));
	EXPECT_STREQ(eacces, __host_refused(lockdown, "/x", EACCES));
	close(fd);
	unlink(lockdown);
}

/* The runner's mount was refused: the reason is mount's, and not to mount it. */
TEST(mount_refused)
{
	unsetenv("NO_SUCHFS");
	EXPECT_STREQ("suchfs is not mounted: mount -t suchfs none /such",
		     host_missing_mount("suchfs", "NO_SUCHFS", "/such"));
	setenv("NO_SUCHFS", "mount: /such: permission denied.", 1);
	EXPECT_STREQ("suchfs cannot be mounted: mount: /such: permission denied.",
		     host_missing_mount("suchfs", "NO_SUCHFS", "/such"));
}

/* A probe that never fires would make the witnesses errors: they are missing. */
TEST(kprobes_that_do_not_fire)
{
	char file[] = "/tmp/kvm-hv-nested-switch.XXXXXX";
	int fd = mkstemp(file);

	ASSERT_LE(0, fd);
	EXPECT_EQ(NULL, __host_kprobes_off("/none", "/none"));
	ASSERT_EQ(0, file_write(file, "0\n"));
	EXPECT_STREQ("kprobes do not fire: sysctl kernel.ftrace_enabled=1",
		     __host_kprobes_off(file, "/none"));
	EXPECT_STREQ("kprobes do not fire: echo 1 >/sys/kernel/debug/kprobes/enabled",
		     __host_kprobes_off("/none", file));
	ASSERT_EQ(0, file_write(file, "1\n"));
	EXPECT_EQ(NULL, __host_kprobes_off(file, file));
	close(fd);
	unlink(file);
}

TEST_HARNESS_MAIN
