/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The trace events of the rmap objects.
 */
#ifndef KVM_HV_NESTED_RMAP_CENSUS_TRACE_H
#define KVM_HV_NESTED_RMAP_CENSUS_TRACE_H

#include "witness/rmap_census_count.h"

struct census_trace;

/* Test errors if it cannot be set up. */
struct census_trace *census_trace_start(void);

/* Pass all events since the last call to @state, in order. */
void census_trace_read(struct census_trace *trace, struct census_state *state);

/* Discard the events so far. */
void census_trace_clear(struct census_trace *trace);

void census_trace_stop(struct census_trace *trace);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_TRACE_H */
