/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space for the test, and swapping out chosen memory.
 */
#ifndef KVM_HV_NESTED_SWAP_UTIL_H
#define KVM_HV_NESTED_SWAP_UTIL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Make an empty RAM disk the swap device of highest priority, until the changes are
 * undone (guard.h). Without a RAM disk, the host's swap space is used as it is. Skips the
 * case if there is neither.
 */
void swap_start(void);

/* Nothing is on the disk @fd, or an earlier case has formatted it. */
bool swap_disk_is_free(int fd);

/* KB free in all swap devices; @swaps: the contents of /proc/swaps. */
unsigned long swap_free_kb(const char *swaps);

/*
 * MADV_PAGEOUT until all pages of [hva, hva + len) are swapped out. Pages that the kernel
 * does not swap out are a test error; shared pages that stay in the swap cache of a
 * real device skip the case.
 */
void swap_out(void *hva, size_t len);

/* The same with @page_out(@data), which is called repeatedly. */
void swap_out_by(void *hva, size_t len,
		 void (*page_out)(void *hva, size_t len, void *data), void *data);

#endif /* KVM_HV_NESTED_SWAP_UTIL_H */
