/* SPDX-License-Identifier: GPL-2.0 */
/*
 * userfaultfd: pages that are missing come from another thread, and whoever
 * touches one waits for it.
 */
#ifndef KVM_HV_NESTED_PAGE_BRINGER_H
#define KVM_HV_NESTED_PAGE_BRINGER_H

#include <pthread.h>
#include <stddef.h>

struct page_bringer {
	int uffd;
	char *hva;
	size_t len;
	size_t page_size;
	const char *source;
	int stop[2];		/* a pipe */
	pthread_t thread;
	unsigned long brought;	/* pages so far */
};

/* NULL, or why this kernel or user has no userfaultfd. */
const char *page_bringer_missing(void);

/*
 * From now on, what is touched in [hva, hva + len) and not there becomes a copy
 * of the page at the same offset of @source, or zeros where that is NULL. The
 * case is skipped if the kernel does not take this kind of memory. @page_size:
 * of the memory, in bytes.
 */
void page_bringer_start(struct page_bringer *bringer, void *hva, size_t len,
			size_t page_size, const void *source);

/* The kernel brings pages by itself again. Fine for a zeroed @bringer. */
void page_bringer_stop(struct page_bringer *bringer);

#endif /* KVM_HV_NESTED_PAGE_BRINGER_H */
