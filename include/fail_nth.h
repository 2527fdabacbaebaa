/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Make the nth allocation of the kernel fail: the kernel's fault injection,
 * Documentation/fault-injection/fault-injection.rst, "fail-nth".
 */
#ifndef KVM_HV_NESTED_FAIL_NTH_H
#define KVM_HV_NESTED_FAIL_NTH_H

#include <stdbool.h>

/* NULL, or why no allocation can be made to fail here. */
const char *fail_nth_missing(void);

/* For the whole case, undone by guard.h: let allocations that may sleep fail too. */
void fail_nth_prepare(void);

/* From now on, allocation number @n of this thread fails. */
void fail_nth_begin(unsigned int n);
/* Stop. False if there were fewer allocations than that. */
bool fail_nth_end(void);

#endif /* KVM_HV_NESTED_FAIL_NTH_H */
