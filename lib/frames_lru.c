// SPDX-License-Identifier: GPL-2.0
/*
 * Draining the CPUs' LRU batches; see frames_internal.h.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cpu_util.h"
#include "frames_internal.h"

/*
 * A recently touched page may be in a per-CPU LRU batch, which holds a reference.
 * An unmap on that CPU drains the batch.
 */
static void empty_lru_batch(void)
{
	size_t size = sysconf(_SC_PAGESIZE);
	char *addr;

	addr = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (addr != MAP_FAILED)
		munmap(addr, size);
}

bool frames_run_on(int cpu)
{
	if (!cpu_run_on(cpu))
		return false;
	empty_lru_batch();
	return true;
}

void frames_return_to(int cpu, struct cpu_mask *affinity)
{
	cpu_run_on(cpu);
	cpu_mask_apply(affinity);
	cpu_mask_free(affinity);
}

void frames_empty_lru_batches(void)
{
	const struct cpu_mask *cpus = cpu_mask_at_start();
	int cpu, first = sched_getcpu();
	struct cpu_mask affinity;

	cpu_mask_get(&affinity);
	for (cpu = cpu_mask_next(cpus, -1); cpu >= 0;
	     cpu = cpu_mask_next(cpus, cpu))
		frames_run_on(cpu);
	frames_return_to(first, &affinity);
}
