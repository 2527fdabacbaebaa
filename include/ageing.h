/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ageing: the host tests and clears the accessed state of chosen pages, again and
 * again, as reclaim does under memory pressure. DAMON does it here.
 */
#ifndef KVM_HV_NESTED_AGEING_H
#define KVM_HV_NESTED_AGEING_H

#include <stddef.h>

/*
 * Set DAMON up for this process. Skips the case if the kernel has no DAMON or DAMON is
 * in use.
 */
void ageing_prepare(void);

/*
 * Start on [hva, hva + len). Anonymous pages must have left the per-CPU LRU batches, see
 * numa_bind_moving().
 */
void ageing_start(const void *hva, size_t len);

void ageing_stop(void);

#endif /* KVM_HV_NESTED_AGEING_H */
