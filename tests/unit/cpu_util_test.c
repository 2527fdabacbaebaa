// SPDX-License-Identifier: GPL-2.0
/*
 * CPU numbers with gaps, and beyond CPU_SETSIZE.
 */
#include "kselftest_harness.h"

#include "cpu_util.h"

/* A kernel with CPUs 0, 88 and 2040, that takes sets of 2048 CPUs and more. */
static int get_affinity(pid_t pid, size_t size, cpu_set_t *set)
{
	if (size * 8 < 2048) {
		errno = EINVAL;
		return -1;
	}
	CPU_SET_S(0, size, set);
	CPU_SET_S(88, size, set);
	CPU_SET_S(2040, size, set);
	return 0;
}

/*
 * CPU numbers beyond a cpu_set_t, with gaps: each CPU of the mask is found, and no
 * other.
 */
TEST(sparse_and_large)
{
	struct cpu_mask mask;

	__cpu_mask_get(&mask, get_affinity);
	EXPECT_EQ(0, cpu_mask_next(&mask, -1));
	EXPECT_EQ(88, cpu_mask_next(&mask, 0));
	EXPECT_EQ(2040, cpu_mask_next(&mask, 88));
	EXPECT_EQ(-1, cpu_mask_next(&mask, 2040));
	cpu_mask_free(&mask);
}

/* cpus_usable() and cpu_usable() use the affinity mask that the program was started with. */
TEST(nth_of_the_usable)
{
	int cpus = cpus_usable(), last = cpu_usable(cpus - 1);

	ASSERT_LE(1, cpus);
	ASSERT_LE(0, last);
	EXPECT_EQ(-1, cpu_usable(cpus));
	EXPECT_TRUE(cpu_run_on(last));
	EXPECT_EQ(last, sched_getcpu());
	EXPECT_EQ(cpus, cpus_usable());
	EXPECT_EQ(last, cpu_usable(cpus - 1));
	EXPECT_FALSE(cpu_run_on(5000));
}

TEST_HARNESS_MAIN
