/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the frames share.
 */
#ifndef KVM_HV_NESTED_FRAMES_INTERNAL_H
#define KVM_HV_NESTED_FRAMES_INTERNAL_H

#include "backing.h"

/* One fresh page of the kind, aligned to its size; NULL if there is no more. */
char *frames_get_page(const struct backing_desc *desc);

/*
 * Forget what a parent process holds, and own the memory of our own lists: a
 * first write to one of their pages could take the frame that is looked for.
 */
void frames_own_lists(void);

/* Give its memory back. */
void frames_put_page(const struct backing_desc *desc, char *page);

#endif /* KVM_HV_NESTED_FRAMES_INTERNAL_H */
