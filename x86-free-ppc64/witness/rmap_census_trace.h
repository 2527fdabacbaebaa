/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tracing under the census: a private instance and what it recorded.
 */
#ifndef KVM_HV_NESTED_RMAP_CENSUS_TRACE_H
#define KVM_HV_NESTED_RMAP_CENSUS_TRACE_H

#include "witness/rmap_census_count.h"

struct census_trace;

/* Test errors if it cannot be set up. */
struct census_trace *census_trace_start(void);

/* Hand all events recorded since to @state, in order. */
void census_trace_read(struct census_trace *trace, struct census_state *state);

/* Forget what was recorded so far. */
void census_trace_clear(struct census_trace *trace);

void census_trace_stop(struct census_trace *trace);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_TRACE_H */
