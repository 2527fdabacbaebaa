/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fixture of nested_perf_test: one VM with one L2, memory to measure, and an area in
 * which guests store their samples. Without the witnesses that trace, which would slow what
 * is measured.
 *
 * The host measures each call of a guest as a whole too: the sum of the guest's samples must
 * not exceed that.
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
	struct perf_samples samples;	/* the last ones, see below */
};

/* The memory is @cell->size bytes, populated; 0: one unit of its page and leaf size. */
void perf_vm_setup(struct perf_vm *p, const struct nested_cell *cell);
void perf_vm_teardown(struct perf_vm *p, int exit_code);

/* Map the area of samples in @l2, and touch the code and data that l2_time_*() use. */
void perf_vm_warm_l2(struct perf_vm *p, struct nested_vcpu *l2);

/* Measure exits of L1, by which the next figures are divided. */
void perf_exits(struct perf_vm *p);

/*
 * Run @fn, one of l2_time_*(), in @l2; run l1_time_loads() in L1. The samples go to
 * p->samples, in their order. Test error if one is missing, or if their sum exceeds the
 * duration of the call.
 */
void perf_in_l2(struct perf_vm *p, struct nested_vcpu *l2, void *fn, gva_t ea,
		uint64_t step, uint64_t count);
void perf_in_l1(struct perf_vm *p, gpa_t ra, uint64_t step, uint64_t count);
/* The same for l1_time_round_trips(), where one in four samples may be missing. */
void perf_round_trips(struct perf_vm *p, uint64_t count);

/*
 * Test error if the number of leaves of L0's shadow tables of @l2 over @len bytes can be read
 * and is not @count.
 */
void perf_expect_leaves(struct perf_vm *p, struct nested_vcpu *l2, gpa_t l2_ra,
			uint64_t len, long count);

/* Unmap @len bytes from all guests, keeping the contents. Returns the duration in ticks. */
uint64_t perf_unmap(struct perf_vm *p, size_t len);

#endif /* PERF_VM_H */
