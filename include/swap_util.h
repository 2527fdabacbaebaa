/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space of the test's own, and memory that goes there.
 */
#ifndef KVM_HV_NESTED_SWAP_UTIL_H
#define KVM_HV_NESTED_SWAP_UTIL_H

#include <stddef.h>

/*
 * The RAM disk becomes the first choice among the swap devices, until the changes
 * are undone (guard.h). The case is skipped if there is none that is empty.
 */
void swap_start(void);

/*
 * MADV_PAGEOUT, until no page of [hva, hva + len) is left. Pages that the kernel
 * does not take out are a test error.
 */
void swap_out(void *hva, size_t len);

#endif /* KVM_HV_NESTED_SWAP_UTIL_H */
