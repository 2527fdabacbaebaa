/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space of the test's own, and memory that goes there.
 */
#ifndef KVM_HV_NESTED_SWAP_UTIL_H
#define KVM_HV_NESTED_SWAP_UTIL_H

#include <stddef.h>

/*
 * An empty RAM disk becomes the first choice among the swap devices, until the
 * changes are undone (guard.h). Without one, the swap space that the host has does,
 * as it is. The case is skipped if there is neither.
 */
void swap_start(void);

/* KB that are free in all swap devices together; @swaps: what /proc/swaps holds. */
unsigned long swap_free_kb(const char *swaps);

/*
 * MADV_PAGEOUT, until no page of [hva, hva + len) is left. Pages that the kernel
 * does not take out are a test error; pages of shared memory that stay in the cache
 * of a real swap device skip the case.
 */
void swap_out(void *hva, size_t len);

/* The same by @page_out, which gets @data and is called again and again. */
void swap_out_by(void *hva, size_t len,
		 void (*page_out)(void *hva, size_t len, void *data), void *data);

#endif /* KVM_HV_NESTED_SWAP_UTIL_H */
