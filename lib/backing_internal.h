/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the backing share.
 */
#ifndef KVM_HV_NESTED_BACKING_INTERNAL_H
#define KVM_HV_NESTED_BACKING_INTERNAL_H

#include <linux/mman.h>

#include "backing.h"

/*
 * Map @len fresh bytes of @desc's kind at @addr, which must belong to a
 * reservation. @fd: map this file from @offset; -1: make a new one if the kind
 * wants a file. The file used, or -1, comes back.
 */
int backing_map(const struct backing_desc *desc, void *addr, size_t len,
		int fd, size_t offset);

/* Address space of @len bytes aligned to @align; guards on both sides. */
char *backing_reserve(size_t len, size_t align, char **reserve,
		      size_t *reserve_size);

/* Of a hugetlb kind: the page's size in the flags of mmap() and of memfd_create(). */
static inline int backing_huge_size(const struct backing_desc *desc)
{
	return __builtin_ctzl(desc->page_size) << MAP_HUGE_SHIFT;
}

/* Alignment of a mapping of this kind. */
size_t backing_align(const struct backing_desc *desc);

#endif /* KVM_HV_NESTED_BACKING_INTERNAL_H */
