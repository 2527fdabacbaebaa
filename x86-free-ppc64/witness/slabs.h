/* SPDX-License-Identifier: GPL-2.0 */
#ifndef PPC64_SLABS_H
#define PPC64_SLABS_H

/*
 * With slub_debug the kernel notices a write into a freed object when the object
 * is handed out again, in a later case. Make it look now and report into its log.
 */
void nested_slabs_validate(void);
/* NULL, or why the kernel does not notice. */
const char *nested_slabs_missing(void);

#endif
