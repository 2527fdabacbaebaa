/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a case of nested_perf_test starts from: one VM with one L2, memory to measure,
 * and an area that the guests leave their samples in. No witness that traces: what is
 * looked at in the act takes longer.
 *
 * What an L2 or L1 measures, the host has measured around it too: the parts are never
 * more than the whole.
 */
#ifndef PERF_VM_H
#define PERF_VM_H

#include "fixture/nested_test.h"
#include "isa/spr.h"
#include "perf_guest.h"
#include "perf_samples.h"
#include "perf_series.h"

#define PERF_ROUNDS	7
#define PERF_LONG_ROUNDS	5	/* of what takes seconds */

struct perf_vm {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	struct nested_vcpu l2;
	struct backing mem;		/* at TEST_GPA, TEST_SLOT */
	struct backing area;
	unsigned int leaf_shift;
	unsigned long log_mark;
	struct perf_series *series;
	struct perf_samples samples;	/* scratch of what measures */
};

/* The memory is @cell->size bytes, populated; 0: one unit of its page and leaf size. */
void perf_vm_setup(struct perf_vm *p, const struct nested_cell *cell);
void perf_vm_teardown(struct perf_vm *p, int exit_code);

/* @l2 has the area of samples, and code and data that l2_time_*() use. */
void perf_vm_warm_l2(struct perf_vm *p, struct nested_vcpu *l2);

/* Measures exits of L1, the unit of what is measured next. */
void perf_exits(struct perf_vm *p);

/*
 * Runs @fn, one of l2_time_*(), in @l2, l1_time_*() in L1, and leaves its samples in
 * p->samples, in their order. Test error if one lacks, or if they sum up to more than
 * all of it took.
 */
void perf_in_l2(struct perf_vm *p, struct nested_vcpu *l2, void *fn, gva_t ea,
		uint64_t step, uint64_t count);
void perf_in_l1(struct perf_vm *p, gpa_t ra, uint64_t step, uint64_t count);
/* l1_time_round_trips(): one in four samples may lack. */
void perf_round_trips(struct perf_vm *p, uint64_t count);

/* Leaves of L0's shadow tables of @l2 over @len bytes, or -1 if they cannot be read. */
long perf_shadow_leaves(struct perf_vm *p, struct nested_vcpu *l2, gpa_t l2_ra,
			uint64_t len);
/* Test error unless these are @count, or cannot be read. */
void perf_expect_leaves(struct perf_vm *p, struct nested_vcpu *l2, gpa_t l2_ra,
			uint64_t len, long count);

/* The host takes @len bytes from all guests, and their contents stay: ticks of that. */
uint64_t perf_unmap(struct perf_vm *p, size_t len);

#endif /* PERF_VM_H */
