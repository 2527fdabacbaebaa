// SPDX-License-Identifier: GPL-2.0
/*
 * KSM on a host where others use it, and where its advisor is on: a folder in place of
 * the host's.
 */
#include "kselftest_harness.h"

#include <sys/stat.h>

#include "file_util.h"
#include "guard.h"
#include "ksm_util.h"
#include "test_util.h"

FIXTURE(ksm)
{
	char dir[64];
};

static void put(const char *dir, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", dir, name);
	file = fopen(path, "w");
	TEST_ASSERT(file && fputs(text, file) >= 0 && !fclose(file), "write %s", path);
}

static const char *get(const char *dir, const char *name)
{
	static char text[64];
	char path[128];

	snprintf(path, sizeof(path), "%s%s", dir, name);
	TEST_ASSERT(file_read(path, text, sizeof(text)) >= 0, "read %s", path);
	return text;
}

static void add_process(const char *dir, const char *pid, const char *stat)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%s", dir, pid);
	TEST_ASSERT(!mkdir(name, 0700), "make %s", name);
	snprintf(name, sizeof(name), "%s/ksm_stat", pid);
	put(dir, name, stat);
	snprintf(name, sizeof(name), "%s/comm", pid);
	put(dir, name, "qemu-system-ppc\n");
}

FIXTURE_SETUP(ksm)
{
	snprintf(self->dir, sizeof(self->dir), "/tmp/kvm-hv-nested-ksm.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
	strcat(self->dir, "/");
	put(self->dir, "run", "1\n");
	put(self->dir, "sleep_millisecs", "20\n");
	put(self->dir, "pages_to_scan", "100\n");
}

FIXTURE_TEARDOWN(ksm)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", self->dir);
	EXPECT_EQ(0, system(command));
}

/* Who unmerges takes the merged pages of all processes apart. */
TEST_F(ksm, other_processes_use_it)
{
	const char *missing;
	char own[16];

	EXPECT_EQ(NULL, ksm_missing_in(self->dir, self->dir));
	snprintf(own, sizeof(own), "%d", getpid());
	add_process(self->dir, own, "ksm_rmap_items 32\nksm_zero_pages 0\n");
	add_process(self->dir, "1", "ksm_rmap_items 0\nksm_zero_pages 0\n");
	EXPECT_EQ(NULL, ksm_missing_in(self->dir, self->dir));
	add_process(self->dir, "4242", "ksm_rmap_items 70000\nksm_zero_pages 0\n");
	missing = ksm_missing_in(self->dir, self->dir);
	ASSERT_NE(NULL, missing);
	EXPECT_STREQ("KSM merges memory of process 4242 (qemu-system-ppc): end it", missing);
	EXPECT_STREQ("this kernel has no KSM", ksm_missing_in(self->dir, "/none/"));
}

/* The advisor refuses what others write to pages_to_scan: it goes first, and returns last. */
TEST_F(ksm, advisor_is_off_meanwhile)
{
	put(self->dir, "advisor_mode", "none [scan-time]\n");
	ksm_keep_in(self->dir);
	EXPECT_EQ(0, strncmp(get(self->dir, "advisor_mode"), "none", 4));
	put(self->dir, "pages_to_scan", "1000\n");
	put(self->dir, "advisor_mode", "[none] scan-time\n");
	guard_undo_all();
	EXPECT_EQ(0, strncmp(get(self->dir, "advisor_mode"), "scan-time", 9));
	EXPECT_EQ(0, strncmp(get(self->dir, "pages_to_scan"), "100", 3));
}

/* Kernels before Linux 6.8 have none. */
TEST_F(ksm, no_advisor)
{
	ksm_keep_in(self->dir);
	put(self->dir, "run", "0\n");
	guard_undo_all();
	EXPECT_EQ(0, strncmp(get(self->dir, "run"), "1", 1));
}

TEST_HARNESS_MAIN
