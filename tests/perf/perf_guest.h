/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code that measures in L1 and L2, in ticks of the timebase. Each step stores one sample in
 * the area of samples, which host, L1 and L2 share.
 */
#ifndef PERF_GUEST_H
#define PERF_GUEST_H

#include "guest/l1_nested.h"

#define PERF_AREA_GPA	0x240000000UL		/* of the area in L1, */
#define PERF_AREA_RA	0x8000840000000UL	/* and in L2 */
#define PERF_AREA_SIZE	(4 * SZ_1M)
#define PERF_MAX_SAMPLES	(PERF_AREA_SIZE / sizeof(uint64_t))

/* @count hypercalls that L0's kernel refuses at once: H_ENTER_NESTED without a state. */
void l1_time_exits(uint64_t count);
/* @count entries of L2, which only exits, and its exits back to L1. */
void l1_time_round_trips(struct l2_vcpu *vcpu, uint64_t count);

/* @count loads, or stores, at distances of @step. */
void l1_time_loads(gpa_t ra, uint64_t step, uint64_t count);
void l2_time_loads(gva_t ea, uint64_t step, uint64_t count);
void l2_time_stores(gva_t ea, uint64_t step, uint64_t count);

/* L1 maps @count leaves one after the other, to L1 addresses at distances of @step. */
void l1_map_leaves(struct l2_vm *l2, gpa_t l2_ra, gpa_t l1_ra, uint64_t shift,
		   uint64_t count, uint64_t step);

#endif /* PERF_GUEST_H */
