/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs by number. Numbers have gaps where SMT is off or a CPU is offline, and can
 * exceed CPU_SETSIZE.
 */
#ifndef KVM_HV_NESTED_CPU_UTIL_H
#define KVM_HV_NESTED_CPU_UTIL_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

struct cpu_mask {
	cpu_set_t *set;
	size_t size;	/* bytes */
};

/* The CPUs that the calling thread may run on. @get: as sched_getaffinity(). */
void cpu_mask_get(struct cpu_mask *mask);
void __cpu_mask_get(struct cpu_mask *mask,
		    int (*get)(pid_t pid, size_t size, cpu_set_t *set));
/* sched_setaffinity() to them. */
void cpu_mask_apply(const struct cpu_mask *mask);
void cpu_mask_free(struct cpu_mask *mask);

/* The first CPU after @cpu, -1 before the first one; -1: there is no more. */
int cpu_mask_next(const struct cpu_mask *mask, int cpu);

/* Move the calling thread to @cpu. False if it may not run there. */
bool cpu_run_on(int cpu);

/*
 * The program's initial affinity mask; the number of CPUs in it, and the nth of them
 * (from 0), -1 if there are fewer.
 */
const struct cpu_mask *cpu_mask_at_start(void);
int cpus_usable(void);
int cpu_usable(int nth);

#endif /* KVM_HV_NESTED_CPU_UTIL_H */
