/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cache of probe results for the whole program. Each case is a forked process; without
 * it, each would probe again.
 */
#ifndef KVM_HV_NESTED_ONCE_H
#define KVM_HV_NESTED_ONCE_H

#include <stddef.h>

/*
 * The result of @probe(@arg): NULL, or a reason, cut to 255 bytes. It is called once per
 * program. At most 32 probes.
 */
const char *probe_once(const char *(*probe)(unsigned int arg), unsigned int arg);

/* Zeroed memory that processes share which are forked from here on. */
void *shared_alloc(size_t size);

#endif /* KVM_HV_NESTED_ONCE_H */
