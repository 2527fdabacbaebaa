/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The host looks again and again which pages are in use, and forgets what it saw:
 * what reclaim does when memory is short, here by DAMON and for chosen pages.
 */
#ifndef KVM_HV_NESTED_AGEING_H
#define KVM_HV_NESTED_AGEING_H

#include <stddef.h>

/*
 * Gets it ready for pages of this process. Skips the case without DAMON, or where
 * somebody else uses it.
 */
void ageing_prepare(void);

/*
 * Starts, with [hva, hva + len). Anonymous pages have to be off the CPUs' lists of new
 * pages: numa_bind_moving().
 */
void ageing_start(const void *hva, size_t len);

void ageing_stop(void);

#endif /* KVM_HV_NESTED_AGEING_H */
