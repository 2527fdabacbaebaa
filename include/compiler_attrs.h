/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's names for compiler attributes. Some versions of kselftest.h define
 * them unconditionally, so it is included first.
 */
#ifndef KVM_HV_NESTED_COMPILER_ATTRS_H
#define KVM_HV_NESTED_COMPILER_ATTRS_H

#include "kselftest.h"

#define __attr(...)	__attribute__((__VA_ARGS__))

#ifndef __printf
#define __printf(text, first)	__attr(format(printf, text, first))
#endif

#ifndef __noreturn
#define __noreturn	__attr(noreturn)
#endif

#endif /* KVM_HV_NESTED_COMPILER_ATTRS_H */
