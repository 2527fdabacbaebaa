/* SPDX-License-Identifier: GPL-2.0 */
/* The allocator's own checks of KVM-HV's objects for nested guests. */
#ifndef PPC64_SLABS_H
#define PPC64_SLABS_H

/*
 * With slub_debug the kernel detects a write to a freed object when the object is
 * allocated again, in a later case. Make it validate the caches now; it reports to its
 * log.
 */
void nested_slabs_validate(void);
/* NULL, or why the kernel cannot validate them. */
const char *nested_slabs_missing(void);

#endif /* PPC64_SLABS_H */
