/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many rmap objects of nested guests exist, measured from the running
 * kernel and not from what we think it does.
 *
 * Every shadow PTE that __kvmhv_nested_page_fault() makes (book3s_hv_nested.c)
 * comes with a 16-byte object. It is filed in the memslot's rmap array, or
 * freed at once when it was not needed: the first entry of a page lives in the
 * array, a known one is not filed again. Seen through a trace instance of our
 * own: kmem:kmalloc and kmem:kfree with call sites inside kvm_hv, and a kprobe
 * event on kvmhv_insert_nest_rmap().
 *
 * It sees all VMs of the host from census_start() on; objects that were there
 * before are not known to it. Nested guests of others disturb it.
 */
#ifndef KVM_HV_NESTED_RMAP_CENSUS_H
#define KVM_HV_NESTED_RMAP_CENSUS_H

#include <stddef.h>

struct rmap_counts {
	unsigned long live;		/* filed and not freed yet */
	unsigned long max_live;		/* the most there ever were at once */
	unsigned long allocated;	/* in all, filed or not */
	unsigned long unused;		/* freed at once by the fault path */
	unsigned long filed;		/* in all */
	unsigned long freed;		/* filed ones that were freed */
	unsigned long inserts;		/* calls of kvmhv_insert_nest_rmap() */
	unsigned long rmaps;		/* array elements ever inserted to */
	unsigned long entries;		/* distinct ones, of elements in use */
	unsigned long max_entries;	/* the most that one element ever had */
	unsigned long strange;		/* events that fit no law; must be 0 */
};

struct rmap_census;

/* NULL, or why there can be no census here. */
const char *census_missing(void);

/*
 * A program's main(): its cases, by the harness's @run, which share what is slow to
 * set up. No more than @run where there can be no census, or for `-l` and `-h`.
 */
int census_around(int argc, char **argv, int (*run)(int argc, char **argv));

/* Test error if it cannot be set up. The guardian undoes it, come what may. */
struct rmap_census *census_start(void);

/*
 * Take in what happened since. Exact only while no vCPU runs. Events that the
 * kernel had to drop are a test error.
 */
const struct rmap_counts *census_read(struct rmap_census *census);

/*
 * n entries of a page cost n - 1 objects, and each is there once; at any quiet point.
 */
void census_expect_lawful(struct rmap_census *census);

/*
 * census_read(), and keep the counts as a row @label of the series. With the
 * environment's KVM_HV_NESTED_RESULTS the row goes at once to the file
 * series/<case>.tsv there, so that a case that dies leaves its data.
 */
const struct rmap_counts *census_series_add(struct rmap_census *census,
					    const char *label);

/* Read once more, say where the series is, undo the tracing, free. */
void census_stop(struct rmap_census *census);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_H */
