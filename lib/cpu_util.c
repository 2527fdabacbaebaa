// SPDX-License-Identifier: GPL-2.0
/*
 * CPUs by number; see include/cpu_util.h.
 */
#define _GNU_SOURCE
#include <errno.h>

#include "cpu_util.h"
#include "test_util.h"

/* Sizes, in CPUs, of the first set that is tried and of the largest. */
#define FIRST_CPUS	CPU_SETSIZE
#define MAX_CPUS	1000000

/* The initial affinity mask, before any thread was moved. */
static struct cpu_mask at_start;

void __cpu_mask_get(struct cpu_mask *mask,
		    int (*get)(pid_t pid, size_t size, cpu_set_t *set))
{
	int cpus, err = -1;

	/* EINVAL: the kernel's own set is longer. */
	for (cpus = FIRST_CPUS; cpus <= MAX_CPUS; cpus *= 2) {
		mask->size = CPU_ALLOC_SIZE(cpus);
		mask->set = CPU_ALLOC(cpus);
		TEST_ASSERT(mask->set, "no memory for a set of CPUs");
		CPU_ZERO_S(mask->size, mask->set);
		err = get(0, mask->size, mask->set);
		if (!err || errno != EINVAL)
			break;
		cpu_mask_free(mask);
	}
	TEST_ASSERT(!err, "read the CPU affinity");
}

void cpu_mask_get(struct cpu_mask *mask)
{
	__cpu_mask_get(mask, sched_getaffinity);
}

void cpu_mask_apply(const struct cpu_mask *mask)
{
	TEST_ASSERT(!sched_setaffinity(0, mask->size, mask->set),
		    "set the CPU affinity");
}

void cpu_mask_free(struct cpu_mask *mask)
{
	CPU_FREE(mask->set);
	mask->set = NULL;
	mask->size = 0;
}

int cpu_mask_next(const struct cpu_mask *mask, int cpu)
{
	int cpus = mask->size * 8;

	while (++cpu < cpus) {
		if (CPU_ISSET_S(cpu, mask->size, mask->set))
			return cpu;
	}
	return -1;
}

bool cpu_run_on(int cpu)
{
	size_t size = CPU_ALLOC_SIZE(cpu + 1);
	cpu_set_t *one = CPU_ALLOC(cpu + 1);
	bool runs;

	TEST_ASSERT(one, "no memory for a set of CPUs");
	CPU_ZERO_S(size, one);
	CPU_SET_S(cpu, size, one);
	runs = !sched_setaffinity(0, size, one);
	CPU_FREE(one);
	return runs;
}

static void __attr(constructor) save_at_start(void)
{
	cpu_mask_get(&at_start);
}

const struct cpu_mask *cpu_mask_at_start(void)
{
	return &at_start;
}

int cpus_usable(void)
{
	return CPU_COUNT_S(at_start.size, at_start.set);
}

int cpu_usable(int nth)
{
	int cpu = -1;

	do {
		cpu = cpu_mask_next(&at_start, cpu);
	} while (cpu >= 0 && nth--);
	return cpu;
}
