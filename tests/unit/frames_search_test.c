// SPDX-License-Identifier: GPL-2.0
/*
 * The search for a freed frame, on a host of 176 CPUs of which one in four is online:
 * each CPU hands out frames of its own list.
 */
#include "kselftest_harness.h"

#include "cpu_util.h"
#include "../../lib/frames_internal.h"
#include "sizes.h"

#define CPUS		176
#define STEP		4
#define PER_CPU		4096

static char pages[CPUS][PER_CPU];
static int next[CPUS];
static int now;
static long allocated, most_allocated;

static const struct backing_desc base = { .page_size = SZ_64K };
static const struct backing_desc huge_1g = {
	.page_size = SZ_1G, .hugetlb = true,
};

static bool run_on(int cpu)
{
	now = cpu;
	return true;
}

static char *get_page(const struct backing_desc *desc)
{
	if (next[now] == PER_CPU)
		return NULL;
	if (++allocated > most_allocated)
		most_allocated = allocated;
	return &pages[now][next[now]++];
}

static void put_page(const struct backing_desc *desc, char *page)
{
	allocated--;
}

/* What is @depth in CPU @cpu's list. */
static unsigned long frame_at(int cpu, int depth)
{
	return 0x10000 + cpu * PER_CPU + depth;
}

static unsigned long frame_of_page(const void *page)
{
	return 0x10000 + ((const char *)page - &pages[0][0]);
}

static void keep(const struct frames_search *s, char *page)
{
}

static const struct frames_kernel kernel = {
	.get_page = get_page, .put_page = put_page,
	.frame_of = frame_of_page, .run_on = run_on,
};

FIXTURE(frames_search)
{
	struct cpu_mask cpus;
	cpu_set_t set;
};

FIXTURE_SETUP(frames_search)
{
	int cpu;

	CPU_ZERO(&self->set);
	for (cpu = 0; cpu < CPUS; cpu += STEP)
		CPU_SET(cpu, &self->set);
	self->cpus.set = &self->set;
	self->cpus.size = sizeof(self->set);
}

FIXTURE_TEARDOWN(frames_search)
{
}

static bool search_for(const struct cpu_mask *cpus,
		       const struct backing_desc *desc, unsigned long pfn)
{
	struct frames_search s = {
		.kernel = &kernel, .desc = desc, .pfn = pfn, .keep = keep,
	};

	frames_search(&s, cpus, 8);
	return s.found;
}

/* The last CPU has its whole turn, whatever the others have tried before it. */
TEST_F(frames_search, last_cpu)
{
	EXPECT_TRUE(search_for(&self->cpus, &base, frame_at(CPUS - STEP, 1000)));
	EXPECT_EQ(0, allocated - 1);
}

/* Each CPU of the host has it. */
TEST_F(frames_search, all_cpus)
{
	int cpu;

	EXPECT_FALSE(search_for(&self->cpus, &base, 1));
	for (cpu = 0; cpu < CPUS; cpu++)
		EXPECT_EQ(cpu % STEP ? 0 : 32 + 1024, next[cpu]);
	EXPECT_EQ(0, allocated);
	EXPECT_GE(FRAMES_MAX_TRIED, most_allocated);
}

/* Of huge pages not more than the memory of a small host. */
TEST_F(frames_search, huge_pages)
{
	static const struct backing_desc huge_2m = {
		.page_size = SZ_2M, .thp = true,
	};

	EXPECT_FALSE(search_for(&self->cpus, &huge_2m, 1));
	EXPECT_EQ(2 * 32, next[CPUS - STEP]);
	EXPECT_GE(SZ_1G / SZ_2M, most_allocated);
}

/* A page of 1G is more than a turn may take, and the search looks at one. */
TEST_F(frames_search, huge_page_of_1g)
{
	EXPECT_TRUE(search_for(&self->cpus, &huge_1g, frame_at(8, 0)));
}

TEST_HARNESS_MAIN
