// SPDX-License-Identifier: GPL-2.0
/*
 * Per-CPU, per-thread and per-file data of the library on a host that has many of these.
 */
#include "kselftest_harness.h"

#include <sys/stat.h>

#include "../../lib/trace_session_internal.h"
#include "witness/notifier_last.h"
#include "host_missing.h"
#include "test_util.h"

/* More threads than the host has CPUs are inside a notifier at the same time. */
TEST(notifiers_of_many_threads)
{
	struct notifier_last last = {};
	int pid, wrong = 0;

	EXPECT_EQ(0, notifier_last_get(&last, 1));
	for (pid = 1; pid <= 1000; pid++)
		notifier_last_set(&last, pid, 0x10000 + pid);
	notifier_last_set(&last, 1, 0x20000);
	EXPECT_EQ(0x20000, notifier_last_get(&last, 1));
	for (pid = 2; pid <= 1000; pid++)
		wrong += notifier_last_get(&last, pid) != 0x10000 + pid;
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, notifier_last_get(&last, 1001));
	EXPECT_EQ(1000, last.nr);
	free(last.at);
}

/* Compaction moves what is in use, of all nodes: on a host in use, for minutes. */
TEST(compaction_of_2_tb)
{
	const char *missing;

	EXPECT_EQ(NULL, host_missing_compaction("MemTotal:    2147483648 kB\n"
						"MemFree:     2100000000 kB\n"));
	missing = host_missing_compaction("MemTotal:   2147483648 kB\n"
					  "MemFree:    1610612736 kB\n");
	ASSERT_NE(NULL, missing);
	EXPECT_STREQ("compaction would move up to 512 GB: echo 1 >/proc/sys/vm/drop_caches",
		     missing);
	EXPECT_EQ(NULL, host_missing_compaction(""));
}

FIXTURE(per_cpu)
{
	char dir[64];
};

FIXTURE_SETUP(per_cpu)
{
	snprintf(self->dir, sizeof(self->dir), "/tmp/kvm-hv-nested-cpus.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
}

static void path_of(char *path, size_t size, const char *dir, int cpu,
		    const char *file)
{
	snprintf(path, size, "%s/cpu%d%s", dir, cpu, file);
}

/* As the kernel prints them. */
static void add_cpu(const char *dir, int cpu, int overrun, int dropped)
{
	char path[128];
	FILE *stats;

	path_of(path, sizeof(path), dir, cpu, "");
	TEST_ASSERT(!mkdir(path, 0700), "make %s", path);
	path_of(path, sizeof(path), dir, cpu, "/stats");
	stats = fopen(path, "w");
	TEST_ASSERT(stats, "write %s", path);
	fprintf(stats, "entries: 7\noverrun: %d\ncommit overrun: 0\nbytes: 60\n",
		overrun);
	fprintf(stats, "oldest event ts: 1\nnow ts: 2\ndropped events: %d\n",
		dropped);
	fclose(stats);
}

static const int cpus[] = { 0, 8, 172, 2047 };

FIXTURE_TEARDOWN(per_cpu)
{
	char path[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cpus); i++) {
		path_of(path, sizeof(path), self->dir, cpus[i], "/stats");
		unlink(path);
		path_of(path, sizeof(path), self->dir, cpus[i], "");
		rmdir(path);
	}
	rmdir(self->dir);
}

/* Lost events of a few CPUs with large numbers are counted. */
TEST_F(per_cpu, losses_of_sparse_cpus)
{
	add_cpu(self->dir, cpus[0], 0, 0);
	add_cpu(self->dir, cpus[1], 3, 0);
	EXPECT_EQ(3, trace_lost_in(self->dir));
	add_cpu(self->dir, cpus[2], 0, 40);
	add_cpu(self->dir, cpus[3], 500, 0);
	EXPECT_EQ(543, trace_lost_in(self->dir));
}

TEST_HARNESS_MAIN
