/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One allocation of the kernel fails, chosen by its number: the kernel's fault
 * injection, Documentation/fault-injection/fault-injection.rst, "fail-nth".
 */
#ifndef KVM_HV_NESTED_FAIL_NTH_H
#define KVM_HV_NESTED_FAIL_NTH_H

#include <stdbool.h>

/* NULL, or why no allocation can be made to fail here. */
const char *fail_nth_missing(void);

/* For the whole case, undone by guard.h: allocations that may wait can fail too. */
void fail_nth_prepare(void);

/* Of the allocations that this thread makes from now on, number @n fails. */
void fail_nth_begin(unsigned int n);
/* None from now on. False if there were less than that. */
bool fail_nth_end(void);

#endif /* KVM_HV_NESTED_FAIL_NTH_H */
