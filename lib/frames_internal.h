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

/* What a search asks of the kernel. The search's own test has another one. */
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

/* One fresh page of the kind, aligned to its size; NULL if there is no more. */
char *frames_get_page(const struct backing_desc *desc);

/*
 * Forget what a parent process holds, and own the memory of our own lists: a
 * first write to one of their pages could take the frame that is looked for.
 */
void frames_own_lists(void);
void frames_own_tried(void);

/* No CPU holds a page any more that is on its way to the LRU. */
void frames_empty_lru_batches(void);

/* Give its memory back. */
void frames_put_page(const struct backing_desc *desc, char *page);

#endif /* KVM_HV_NESTED_FRAMES_INTERNAL_H */
