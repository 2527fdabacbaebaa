/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the frames share.
 */
#ifndef KVM_HV_NESTED_FRAMES_INTERNAL_H
#define KVM_HV_NESTED_FRAMES_INTERNAL_H

#include <stdbool.h>

#include "backing.h"

struct cpu_mask;

/* Frames that are held at once, and pages that a search holds beside them. */
#define FRAMES_MAX_HELD		1024
#define FRAMES_MAX_TRIED	3072

/* The kernel's part of a search. frames_search_test has another one. */
struct frames_kernel {
	char *(*get_page)(const struct backing_desc *desc);
	void (*put_page)(const struct backing_desc *desc, char *page);
	unsigned long (*frame_of)(const void *page);
	bool (*run_on)(int cpu);	/* false: it cannot */
};

struct frames_search {
	const struct frames_kernel *kernel;
	const struct backing_desc *desc;
	unsigned long pfn;		/* looked for */
	bool found;
	unsigned long pattern;
	void (*keep)(const struct frames_search *s, char *page);
};

/*
 * Each of @cpus gets its turn, @first before the others, and its own number of pages:
 * how many CPUs there are takes nothing from it.
 */
void frames_search(struct frames_search *s, const struct cpu_mask *cpus,
		   int first);

/*
 * Make the search's lists this process's: a fork()ed child has its parent's, and its first
 * write to one of their pages could take the frame that is looked for.
 */
void frames_own_tried(void);
void frames_make_pool(void);

/* One fresh page of the kind, aligned to its size; NULL if there is no more. */
char *frames_get_page(const struct backing_desc *desc);

/* Free its memory. */
void frames_put_page(const struct backing_desc *desc, char *page);

/* Move to @cpu and drain its LRU batch. False: it cannot run there. */
bool frames_run_on(int cpu);

/*
 * Restore the caller's CPU too, and not only its affinity: when a vCPU's thread has moved, KVM
 * flushes its translations on the previous CPU, and with them a stale one that the case is
 * to find.
 */
void frames_return_to(int cpu, struct cpu_mask *affinity);

/* No CPU holds a reference any more to a page that is on its way to the LRU. */
void frames_empty_lru_batches(void);

#endif /* KVM_HV_NESTED_FRAMES_INTERNAL_H */
