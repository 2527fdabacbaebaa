/* SPDX-License-Identifier: GPL-2.0 */
/* madvise() constants of the uapi that an older libc lacks. */
#ifndef KVM_HV_NESTED_MADVISE_H
#define KVM_HV_NESTED_MADVISE_H

#include <sys/mman.h>

#ifndef MADV_COLD
#define MADV_COLD		20
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT		21
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE	23
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE		25
#endif
#ifndef MADV_SOFT_OFFLINE
#define MADV_SOFT_OFFLINE	101
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL	102
#define MADV_GUARD_REMOVE	103
#endif

#endif /* KVM_HV_NESTED_MADVISE_H */
