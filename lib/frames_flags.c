// SPDX-License-Identifier: GPL-2.0
/*
 * Frames in /proc/kpageflags; see include/frames.h.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "bits.h"
#include "frames.h"
#include "frames_internal.h"

/* /proc/kpageflags: one word for each base page. */
#define KPF_DIRTY	BIT(4)
#define KPF_BUDDY	BIT(10)
#define KPF_ANON	BIT(12)
#define KPF_SWAPBACKED	BIT(14)
#define KPF_HUGE	BIT(17)

/* Longer than reclaim and compaction hold a reference to a page that they examine. */
#define LOOKS		50
#define LOOK_USEC	10000

static bool read_of_frame(const char *path, unsigned long pfn, uint64_t *word)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool got;

	got = fd >= 0 && pread(fd, word, sizeof(*word), pfn * sizeof(*word)) ==
			 sizeof(*word);
	if (fd >= 0)
		close(fd);
	return got;
}

/* Are these the flags of a page of the type that is in use? */
static bool is_of_kind(const struct backing_desc *desc, uint64_t flags)
{
	if (flags & KPF_BUDDY)
		return false;
	if (desc->hugetlb)
		return flags & KPF_HUGE;
	if (desc->shared)
		return (flags & (KPF_SWAPBACKED | KPF_ANON)) == KPF_SWAPBACKED;
	return flags & KPF_ANON;
}

static bool is_held_now(unsigned long pfn, const struct backing_desc *desc,
			uint64_t *flags)
{
	uint64_t mapped;

	return read_of_frame("/proc/kpageflags", pfn, flags) &&
	       read_of_frame("/proc/kpagecount", pfn, &mapped) &&
	       !mapped && is_of_kind(desc, *flags);
}

bool frame_is_held(unsigned long pfn, enum backing_type type,
		   unsigned long *flags)
{
	const struct backing_desc *desc = backing_desc(type);
	uint64_t words = 0;
	int look;

	for (look = 0; look < LOOKS; look++) {
		if (!is_held_now(pfn, desc, &words))
			return false;
		frames_empty_lru_batches();
		usleep(LOOK_USEC);
	}
	*flags = words;
	return true;
}

bool page_is_dirty(const void *hva)
{
	unsigned long frame = frame_of(hva);
	uint64_t flags;

	return frame && read_of_frame("/proc/kpageflags", frame, &flags) &&
	       flags & KPF_DIRTY;
}
