/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counts the rmap objects of nested guests that exist in the running kernel.
 *
 * __kvmhv_nested_page_fault() (book3s_hv_nested.c) allocates a 16-byte object for each
 * shadow PTE. The object is linked to the memslot's rmap array, or freed at once if it
 * is not needed: the first entry of a page is stored in the array itself, and an
 * existing entry is not inserted again. The counts come from a private trace instance:
 * kmem:kmalloc and kmem:kfree with call sites in kvm_hv, and a kprobe event on
 * kvmhv_insert_nest_rmap().
 *
 * They include all VMs of the host from census_start() on, but not objects that
 * existed before. Nested guests of other processes falsify them.
 */
#ifndef KVM_HV_NESTED_RMAP_CENSUS_H
#define KVM_HV_NESTED_RMAP_CENSUS_H

#include <stddef.h>

struct rmap_counts {
	unsigned long live;		/* linked and not freed */
	unsigned long max_live;		/* maximum of live so far */
	unsigned long allocated;	/* in all, linked or not */
	unsigned long unused;		/* freed at once by the fault path */
	unsigned long linked;		/* into a list, in all */
	unsigned long freed;		/* linked ones that were freed */
	unsigned long inserts;		/* calls of kvmhv_insert_nest_rmap() */
	unsigned long rmaps;		/* array elements with an insertion so far */
	unsigned long entries;		/* distinct ones, of elements in use */
	unsigned long max_entries;	/* maximum for one element so far */
	unsigned long invalid;		/* trace events that contradict earlier ones; must be 0 */
};

struct rmap_census;

/* NULL, or why they cannot be counted here. */
const char *census_missing(void);

/*
 * For a program's main(): run the cases with the harness's @run, and share between them
 * what is slow to set up. Only @run if census_missing(), or for `-l` and `-h`.
 */
int census_around(int argc, char **argv, int (*run)(int argc, char **argv));

/* Test error if it cannot be set up. Undone through guard.h. */
struct rmap_census *census_start(void);

/*
 * Update the counts. Exact only while no vCPU runs. Dropped events are a test error.
 */
const struct rmap_counts *census_read(struct rmap_census *census);

/*
 * Invariant while no vCPU runs: n entries of a page take n - 1 objects, and no entry is
 * duplicated.
 */
void census_expect_lawful(struct rmap_census *census);

/*
 * census_read(), and add the counts as row @label to the series. With
 * KVM_HV_NESTED_RESULTS in the environment, the row is written to
 * series/<case>.tsv there at once, so that the data of a case that dies is kept.
 */
const struct rmap_counts *census_series_add(struct rmap_census *census,
					    const char *label);

/* Read once more, print the path of the series, undo the tracing, free. */
void census_stop(struct rmap_census *census);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_H */
