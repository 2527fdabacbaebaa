/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From trace events to counts, apart from the tracing itself.
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
	int pid;		/* thread that it happened in */
	unsigned long ptr;
	unsigned long rmapp;
	unsigned long first;
	unsigned long entry;
};

struct census_state;

struct census_state *census_state_new(void);
void census_state_free(struct census_state *state);

/* Events in the order in which they happened. */
void census_state_add(struct census_state *state,
		      const struct census_event *event);

/*
 * No vCPU runs: an object whose thread has not freed it was filed, also on a
 * kernel that does not trace the freeing of a null pointer.
 */
void census_state_settle(struct census_state *state);

const struct rmap_counts *census_state_counts(struct census_state *state);

#endif /* KVM_HV_NESTED_RMAP_CENSUS_COUNT_H */
