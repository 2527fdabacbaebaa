// SPDX-License-Identifier: GPL-2.0
/* Measuring code of L1 and L2; see perf_guest.h. */
#include "isa/hcall.h"
#include "isa/processor.h"
#include "isa/spr.h"
#include "guest/l1_memory.h"
#include "perf_guest.h"

/* L1 real address between its memslots. */
#define NOWHERE		0x100000000UL

/* What was loaded is there before the time is taken. */
static inline uint64_t l1_or_l2_load(const uint64_t *at)
{
	uint64_t value = READ_ONCE(*at);

	asm volatile("twi 0, %0, 0; isync" : : "r" (value) : "memory");
	return value;
}

void l1_time_exits(uint64_t count)
{
	uint64_t *ticks = l1_ptr(PERF_AREA_GPA), start, i;
	long rc;

	for (i = 0; i < count; i++) {
		start = get_timebase();
		rc = HCALL(H_ENTER_NESTED, NOWHERE, NOWHERE);
		ticks[i] = get_timebase() - start;
		GUEST_ASSERT_EQ(rc, H_PARAMETER);
	}
}

static void l2_exit_for_ever(void)
{
	for (;;)
		HCALL(H_SELFTEST_UCALL);
}

/* A sample that the host interrupted stays 0. */
void l1_time_round_trips(struct l2_vcpu *vcpu, uint64_t count)
{
	uint64_t *ticks = l1_ptr(PERF_AREA_GPA), start, i;
	long rc;

	l1_nested_prepare(vcpu, l2_exit_for_ever, 0, 0, 0, 0);
	for (i = 0; i < count; i++) {
		start = get_timebase();
		rc = HCALL(H_ENTER_NESTED, l1_ra(&vcpu->hv), l1_ra(&vcpu->regs));
		if (rc == VECTOR_SYSCALL)
			ticks[i] = get_timebase() - start;
		else
			GUEST_ASSERT(l1_enters_again(rc));
	}
}

void l1_time_loads(gpa_t ra, uint64_t step, uint64_t count)
{
	uint64_t *ticks = l1_ptr(PERF_AREA_GPA), start, i;

	for (i = 0; i < count; i++) {
		start = get_timebase();
		l1_or_l2_load(l1_ptr(ra + i * step));
		ticks[i] = get_timebase() - start;
	}
}

void l2_time_loads(gva_t ea, uint64_t step, uint64_t count)
{
	uint64_t *ticks = (uint64_t *)PERF_AREA_RA, start, i;

	for (i = 0; i < count; i++) {
		start = get_timebase();
		l1_or_l2_load((uint64_t *)(ea + i * step));
		ticks[i] = get_timebase() - start;
	}
}

void l2_time_stores(gva_t ea, uint64_t step, uint64_t count)
{
	uint64_t *ticks = (uint64_t *)PERF_AREA_RA, start, i;

	for (i = 0; i < count; i++) {
		start = get_timebase();
		WRITE_ONCE(*(uint64_t *)(ea + i * step), i);
		asm volatile("sync" : : : "memory");
		ticks[i] = get_timebase() - start;
	}
}

void l1_map_leaves(struct l2_vm *l2, gpa_t l2_ra, gpa_t l1_ra, uint64_t shift,
		   uint64_t count, uint64_t step)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		GUEST_ASSERT_EQ(l1_nested_map(l2, l2_ra + (i << shift), l1_ra + i * step,
					      shift, RADIX_RW | RADIX_RC), 0);
}
