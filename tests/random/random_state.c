// SPDX-License-Identifier: GPL-2.0
/*
 * A step in which an L2 exits with known values in all registers: L1 gets these values and
 * its own inputs unchanged in the state, and has its own registers again.
 */
#include "kselftest.h"

#include <stddef.h>
#include <string.h>

#include "guest/l1_nested.h"
#include "isa/processor.h"
#include "isa/spr.h"
#include "random_world.h"

/* L2's own tables map it, L1's do not. */
#define NOWHERE		0x4600000000UL

enum {
	VALUE_LR = 32, VALUE_CTR, VALUE_CR, VALUE_SRR0, VALUE_SRR1, VALUE_SPRG1,
	VALUE_SPRG2, VALUE_SPRG3, VALUE_L1, NR_VALUES = VALUE_L1 + 2,
};

#define COUNTER_START	BIT(40)
#define COUNTER_RANGE	BIT(39)
#define TB_OFFSET	BIT(44)

static uint64_t value_for(uint64_t seed, uint64_t nr)
{
	return (0x0123456789abcdefUL ^ seed * 0x9e3779b97f4a7c15UL) * (2 * nr + 1);
}

/* In L2. */
static uint64_t l2_values[NR_VALUES];

static uint64_t l2_make_values(uint64_t seed)
{
	uint64_t i;

	for (i = 0; i < NR_VALUES; i++)
		l2_values[i] = i == 3 ? NOWHERE : value_for(seed, i);
	return 0;
}

/* In L2: by a fault, since a hypercall would change SRR0 and SRR1. */
static void l2_leave(const uint64_t *values)
{
	set_spr(SPRN_SRR0, values[VALUE_SRR0]);
	set_spr(SPRN_SRR1, values[VALUE_SRR1]);
	set_spr(SPRN_SPRG1, values[VALUE_SPRG1]);
	set_spr(SPRN_SPRG2, values[VALUE_SPRG2]);
	set_spr(SPRN_SPRG3, values[VALUE_SPRG3]);
	asm volatile("mr 3, %0\n"
		     "ld 4, 256(3); mtlr 4; ld 4, 264(3); mtctr 4; ld 4, 272(3); mtcr 4\n"
		     ".irp n, 0,1,2,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22\n"
		     "ld \\n, \\n*8(3); .endr\n"
		     ".irp n, 23,24,25,26,27,28,29,30,31\n"
		     "ld \\n, \\n*8(3); .endr\n"
		     "ld 3, 24(3); ld 3, 0(3)"
		     : : "b" (values) : "memory");
	__builtin_unreachable();
}

#define L1_LOST		BIT(32)		/* and the number of what L1 lost */

/* In L1: resumes @l2, which was prepared; the trap, or what L1 has not got back. */
static uint64_t l1_around(struct l2_vcpu *l2, uint64_t seed)
{
	uint64_t pid = get_spr(SPRN_PID), before = get_timebase(), trap;

	set_spr(SPRN_SPRG2, value_for(seed, VALUE_L1));
	set_spr(SPRN_SPRG3, value_for(seed, VALUE_L1 + 1));
	trap = l1_nested_resume(l2);
	if (get_spr(SPRN_SPRG2) != value_for(seed, VALUE_L1))
		return L1_LOST | 2;
	if (get_spr(SPRN_SPRG3) != value_for(seed, VALUE_L1 + 1))
		return L1_LOST | 3;
	if (get_spr(SPRN_PID) != pid)
		return L1_LOST | 4;
	if (get_timebase() - before >= TB_OFFSET)
		return L1_LOST | 5;
	return trap;
}

static void expect_counter(const char *name, uint64_t start, uint64_t now)
{
	if (now < start || now - start >= COUNTER_RANGE)
		TEST_FAIL("%s went from %#lx to %#lx", name, start, now);
}

static void expect_registers(const struct nested_regs *regs, uint64_t seed)
{
	int i;

	for (i = 0; i < 32; i++) {
		uint64_t want = i == 3 ? NOWHERE : value_for(seed, i);

		if (regs->gpr[i] != want)
			TEST_FAIL("r%d should be %#lx and is %#lx", i, want,
				  regs->gpr[i]);
	}
	if (regs->link != value_for(seed, VALUE_LR) ||
	    regs->ctr != value_for(seed, VALUE_CTR) ||
	    regs->ccr != (value_for(seed, VALUE_CR) & 0xffffffff))
		TEST_FAIL("LR, CTR, CR are %#lx, %#lx, %#lx", regs->link, regs->ctr,
			  regs->ccr);
}

/* @want: as L1 gave it. What L2 and the fault change of it is known. */
static void expect_state(struct nested_hv_state *want, struct nested_hv_state *got,
			 uint64_t seed)
{
	const uint64_t *w = (uint64_t *)want, *g = (uint64_t *)got;
	size_t i;

	expect_counter("PURR", want->purr, got->purr);
	expect_counter("SPURR", want->spurr, got->spurr);
	expect_counter("VTB", want->vtb, got->vtb);
	want->purr = got->purr;
	want->spurr = got->spurr;
	want->vtb = got->vtb;
	want->ic = got->ic;
	want->cfar = got->cfar;
	want->ppr = got->ppr;
	got->srr0 &= ~3UL;
	want->srr0 = value_for(seed, VALUE_SRR0) & ~3UL;
	want->srr1 = value_for(seed, VALUE_SRR1);
	for (i = 1; i < 4; i++)
		want->sprg[i] = value_for(seed, VALUE_SPRG1 + i - 1);
	want->dpdes = 0;
	want->hdar = NOWHERE;
	want->hdsisr = DSISR_NOHPTE;
	got->asdr &= ~0xfffUL;
	want->asdr = NOWHERE;
	for (i = 0; i < sizeof(*want) / sizeof(*w); i++) {
		if (w[i] != g[i])
			TEST_FAIL("hv_guest_state at %zu should be %#lx and is %#lx",
				  i * sizeof(*w), w[i], g[i]);
	}
}

static void fill_state(struct nested_hv_state *hv, uint64_t seed)
{
	hv->tb_offset = TB_OFFSET;
	hv->hdar = value_for(seed, 52);
	hv->hdsisr = value_for(seed, 53);
	hv->heir = value_for(seed, 54);
	hv->asdr = value_for(seed, 55);
	hv->purr = COUNTER_START;
	hv->spurr = COUNTER_START;
	hv->vtb = COUNTER_START;
}

void world_state(struct random_world *w, const struct random_step *step)
{
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	struct l2_vcpu *state = addr_gva2hva(w->t.vm, l2->l2_vcpu), before = *state;
	uint64_t seed = step->arg[ARG_ROW], trap;
	struct nested_hv_state want;
	int rc;

	rc = vcpu_call(l2->vcpu, l1_nested_map_ea, l2->l2_vm, NOWHERE, NOWHERE, 30);
	TEST_ASSERT(!rc || rc == RADIX_EEXIST, "L2 cannot map %#lx: %d", NOWHERE, rc);
	nested_call(l2, l2_make_values, seed, 0, 0, 0);
	vcpu_call(l2->vcpu, l1_nested_prepare, l2->l2_vcpu, (uint64_t)l2_leave,
		  (uint64_t)l2_values, 0, 0, 0);
	fill_state(&state->hv, seed);
	want = state->hv;
	trap = vcpu_call(l2->vcpu, l1_around, l2->l2_vcpu, seed);
	if (trap != VECTOR_H_DATA_STORAGE)
		TEST_FAIL("L2 should leave by a fault, with L1's registers kept: %#lx",
			  trap);
	expect_registers(&state->regs, seed);
	expect_state(&want, &state->hv, seed);
	*state = before;
}
