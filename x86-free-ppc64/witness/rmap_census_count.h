/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From trace events to counts, independent of the tracing itself.
 */
#ifndef KVM_HV_NESTED_RMAP_CENSUS_COUNT_H
#define KVM_HV_NESTED_RMAP_CENSUS_COUNT_H

#include "witness/rmap_census.h"

enum census_event_type {
	CENSUS_ALLOC,		/* @ptr by the nested fault path */
	CENSUS_FREE_UNUSED,	/* @ptr, may be 0, by the nested fault path */
	CENSUS_FREE,		/* @ptr by anything else in kvm_hv */
	CENSUS_INSERT,		/* into @rmapp that held @first: @entry */
};

struct census_event {
	enum census_event_type type;
	int pid;		/* thread id */
	unsigned long ptr;
	unsigned long rmapp;
	unsigned long first;
	unsigned long entry;
};

struct census_state;

struct census_state *census_state_new(void);
void census_state_free(struct census_state *state);

/* Add the next event; events come in order. */
void census_state_add(struct census_state *state,
		      const struct census_event *event);

/*
 * To be called while no vCPU runs: an object that its thread has not freed was linked,
 * also on a kernel without a trace event for kfree(NULL).
 */
void census_state_settle(struct census_state *state);

const struct rmap_counts *census_state_counts(struct census_state *state);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_COUNT_H */
