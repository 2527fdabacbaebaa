/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Physical frames behind host memory, and reallocating a freed one.
 *
 * The allocator hands out a freed frame first: a fresh page of the guest may get the
 * same frame, and a stale translation then reads the right data by accident. So the
 * test allocates the freed frame and fills it before the guest's next access.
 *
 * Discarding a part of a 2M page frees no frame until the kernel splits the page.
 *
 * Frames are counted in host base pages (pfn). Needs root.
 */
#ifndef KVM_HV_NESTED_FRAMES_H
#define KVM_HV_NESTED_FRAMES_H

#include <stdbool.h>

#include "backing.h"

/* NULL, or why frame numbers cannot be read here. */
const char *frames_missing(void);

/*
 * Prepare the search, once per process, before the frame is freed: its own
 * allocations could otherwise take the frame.
 */
void frames_prepare(void);

/* The frame behind @hva, 0 if there is none now. */
unsigned long frame_of(const void *hva);

/* Is the 2M range at @hva (2M-aligned) one huge page now? */
bool is_huge_page(const void *hva);

/* Is the page at @hva in swap space, and not in memory? */
bool page_is_swapped(const void *hva);

/*
 * Has the process stored to the page at @hva since it wrote 4 to /proc/self/clear_refs?
 * Always true without CONFIG_MEM_SOFT_DIRTY.
 */
bool page_is_soft_dirty(const void *hva);

/* Is its frame dirty: does it differ from its copy in swap or in the file? */
bool page_is_dirty(const void *hva);

/*
 * Allocate the free frame @pfn, or for huge types the whole huge page that starts
 * there, and fill it with the 8-byte @pattern; of a 1G page, the first 256 bytes of
 * each 64K. False, with a note, if it could not be allocated: another user has it, it
 * was never freed, or it is the last huge page of its pool.
 *
 * Of a THP that the kernel split in order to reclaim it, only the first base page is
 * allocated and filled.
 *
 * A frame that nobody maps and that is not free is a failure of the kernel: a reference
 * has leaked.
 *
 * Memory of the same type is allocated until it includes the frame. Freed pages are on
 * per-CPU lists, so the search runs on each CPU, beginning with the caller's. Call it
 * soon after the frame was freed and from the thread that freed it: then the frame is
 * among the first few pages.
 */
bool frame_occupy(unsigned long pfn, enum backing_type type,
		  unsigned long pattern);

/*
 * Does the unmapped frame of a page of @type stay allocated for half a second, with all
 * per-CPU lists drained? Then its /proc/kpageflags are in @flags. False for a page that
 * was returned to the hugetlb pool.
 */
bool frame_is_held(unsigned long pfn, enum backing_type type,
		   unsigned long *flags);

/* Does the frame of frame_occupy() still hold the pattern? */
bool frame_is_intact(unsigned long pfn);

/* Free all of them. */
void frames_release(void);

#endif /* KVM_HV_NESTED_FRAMES_H */
