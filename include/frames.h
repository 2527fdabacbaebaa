/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Physical frames behind host memory, and keeping a freed one busy.
 *
 * A freed frame is the first that the kernel hands out again: a stale guest
 * translation then reads the right data by accident. Before the guest looks,
 * the frame is to hold something else that is ours.
 *
 * A part of a 2M page frees nothing when it is discarded, until the kernel splits
 * the page: there is no frame to get then.
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
 * Get the search ready, best before the frame is freed: what this allocates
 * itself could otherwise take the frame. Once per process is enough.
 */
void frames_prepare(void);

/* The frame behind @hva, 0 if there is none at the moment. */
unsigned long frame_of(const void *hva);

/* Are the 2M at @hva, which is a multiple of that, one huge page at the moment? */
bool is_huge_page(const void *hva);

/* Is the page at @hva in swap space, and not in memory? */
bool page_is_swapped(const void *hva);

/*
 * Has the process stored to the page at @hva since it wrote 4 to /proc/self/clear_refs?
 * Always so without soft-dirty bits in the kernel.
 */
bool page_is_soft_dirty(const void *hva);

/* Does the kernel think that its frame differs from what swap or the file holds? */
bool page_is_dirty(const void *hva);

/*
 * Get the free frame @pfn, or the whole huge page that starts there for the
 * huge kinds of @type, and fill it with the 8-byte @pattern; of a 1G page, the
 * first 256 bytes of each 64K. False, and a note, if it did not turn up: somebody
 * else has it, or it was never freed; or if it is the last huge page of its pool.
 *
 * Of a THP that the kernel split to take it away, as for swap, only the first base
 * page is got and filled.
 *
 * One that nobody maps, and that is not free all the same, is a failure of the kernel:
 * it has kept a reference.
 *
 * Memory of the same kind is allocated until the frame is among it. What a CPU
 * freed last it hands out first, but only to itself, so each CPU gets a turn,
 * the calling thread's first. Call it soon after the frame was freed and from
 * the thread that freed it: then it is one of the first few pages.
 */
bool frame_occupy(unsigned long pfn, enum backing_type type,
		  unsigned long pattern);

/*
 * The same for @nr frames of one kind that were freed together; how many it got.
 * Cheaper than one by one, and finds more. Entries of 0 are never found.
 */
size_t frames_occupy(const unsigned long *pfns, size_t nr,
		     enum backing_type type, unsigned long pattern);

/*
 * Is the frame of a page of @type that was taken away not free, though nobody maps it,
 * for half a second and with all CPUs' lists empty? Then /proc/kpageflags has @flags.
 * Not for one that the pool of huge pages has got back.
 */
bool frame_is_held(unsigned long pfn, enum backing_type type,
		   unsigned long *flags);

/* Does the frame that frame_occupy() got still hold nothing but the pattern? */
bool frame_is_intact(unsigned long pfn);

/* Give all of them back. */
void frames_release(void);

#endif /* KVM_HV_NESTED_FRAMES_H */
