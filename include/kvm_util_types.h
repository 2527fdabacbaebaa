/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Addresses of guests, by the KVM selftests' names. Of which guest, L1 or L2, the name of
 * the object says: a gpa is L1's, an l2_ra L2's real address.
 */
#ifndef KVM_UTIL_TYPES_H
#define KVM_UTIL_TYPES_H

#include <stdint.h>

typedef uint64_t gpa_t;		/* guest physical; PAPR: real */
typedef uint64_t gva_t;		/* guest virtual; ISA: effective */

#endif /* KVM_UTIL_TYPES_H */
