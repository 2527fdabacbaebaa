/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's names of integer types. */
#ifndef KVM_HV_NESTED_TYPES_H
#define KVM_HV_NESTED_TYPES_H

#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#endif /* KVM_HV_NESTED_TYPES_H */
