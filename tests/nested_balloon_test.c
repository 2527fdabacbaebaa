// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that L1 gave up belongs to L0, whatever L2s still have mapped.
 *
 * A balloon in L1 passes pages to L0 by a test hypercall; L0 discards them and reuses
 * the memory. An honest L1 has unmapped them from its L2s before, so that L2 faults
 * into L1. A cheating one has not: its L2s then get new zero pages from L0. They read
 * neither the page's old contents nor the new contents of its frame, and do not
 * store to that frame.
 */
#include "kselftest_harness.h"

#include "frames.h"
#include "isa/hcall.h"
#include "fixture/nested_aliases.h"
#include "isa/processor.h"

#define ROUNDS	4
#define ALIASES	2

/* r4: gpa, r5: bytes. L1 gives up the range, or claims it again. */
#define H_BALLOON_INFLATE	0xf0f4
#define H_BALLOON_DEFLATE	0xf0f8

static void balloon_setup(struct nested_test *t, const struct nested_cell *cell)
{
	nested_test_setup(t, cell);
	nested_create(&t->other, t->vcpu, TEST_LPID_OTHER);
}

NESTED_TEST_SUITE_WITH(nested_balloon, balloon_setup);
NESTED_CELLS_FEW(nested_balloon);
NESTED_CELL(nested_balloon, shmem, BACKING_SHMEM, 64k, 16);

static uint64_t l1_balloon(uint64_t hcall_nr, gpa_t gpa, uint64_t bytes)
{
	return HCALL(hcall_nr, gpa, bytes);
}

/* Run L1 to its balloon hypercall, and do what it requests. */
static void balloon_request(struct nested_test *t, uint64_t nr)
{
	struct kvm_run *run = t->vcpu->run;
	struct vcpu_stop stop;

	vcpu_start_call(t->vcpu, l1_balloon, nr, unit_gpa(t, UNIT_MIDDLE),
			t->unit);
	stop = vcpu_run_stop(t->vcpu);
	if (stop.reason != VCPU_STOP_EXIT ||
	    run->exit_reason != KVM_EXIT_PAPR_HCALL ||
	    run->papr_hcall.nr != nr ||
	    run->papr_hcall.args[0] != unit_gpa(t, UNIT_MIDDLE) ||
	    run->papr_hcall.args[1] != t->unit)
		TEST_FAIL("L1's balloon hypercall did not exit to userspace: %s",
			  vcpu_stop_name(t->vcpu, &stop));
}

static void balloon_answer(struct nested_test *t)
{
	t->vcpu->run->papr_hcall.ret = H_SUCCESS;
	if (vcpu_finish(t->vcpu) != H_SUCCESS)
		TEST_FAIL("L1's balloon hypercall returned another result");
}

/* L1 gives up the middle unit; L0 discards it and reuses the frame. */
static unsigned long inflate(struct nested_test *t)
{
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);
	size_t offset = unit_offset(t, UNIT_MIDDLE);

	balloon_request(t, H_BALLOON_INFLATE);
	/* Each leaf that maps it now needs its tlbie. */
	shadow_expect_composed(t->vm);
	if (t->mem.desc->shared)
		backing_punch(&t->mem, offset, t->unit);
	else
		backing_discard(&t->mem, offset, t->unit);
	frame = occupy_frame(t, frame);
	balloon_answer(t);
	return frame;
}

static void deflate(struct nested_test *t)
{
	balloon_request(t, H_BALLOON_DEFLATE);
	balloon_answer(t);
}

static void unmap(struct nested_test *t, struct nested_vcpu *l2)
{
	nested_test_unmap(t, l2, TEST_L2_ALIAS_RA(0));
	nested_test_unmap(t, l2, TEST_L2_ALIAS_RA(1));
}

/* Both addresses of @l2 read @seed; a store through one is visible through the other. */
static void check_live(struct nested_test *t, struct nested_vcpu *l2, uint64_t seed)
{
	aliases_expect_unit(t, l2, ALIASES, seed);
	nested_mark_unit(t, l2, TEST_L2_ALIAS_RA(0), UNIT_MIDDLE, MARK_SEED_L2);
	nested_expect_unit(t, l2, TEST_L2_ALIAS_RA(1), UNIT_MIDDLE,
			   MARK_SEED_L2);
	host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
}

static void expect_faults(struct nested_vcpu *l2)
{
	nested_expect_fault(l2, NESTED_LOAD, TEST_L2_ALIAS_RA(0), DSISR_NOHPTE);
	nested_expect_fault(l2, NESTED_STORE, TEST_L2_ALIAS_RA(1),
			    DSISR_NOHPTE);
}

/* L2's marks through one of its addresses. */
static void dirty(struct nested_test *t, struct nested_vcpu *l2, int alias)
{
	nested_mark_unit(t, l2, TEST_L2_ALIAS_RA(alias), UNIT_MIDDLE,
			 MARK_SEED_L2);
}

/*
 * L1 unmaps a page from both L2s and gives it up; L0 discards it and reuses the frame:
 * both fault into L1, and after L1 has claimed the page again they read zeros. Several
 * rounds.
 */
/* Covers: S3, S18 */
TEST_F(nested_balloon, honest_l1)
{
	struct nested_test *t = &self->t;
	uint64_t seed = MARK_SEED_L0;
	unsigned long frame;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		aliases_map(t, &t->l2, ALIASES);
		aliases_map(t, &t->other, ALIASES);
		check_live(t, &t->l2, seed);
		check_live(t, &t->other, MARK_SEED_L2);

		unmap(t, &t->l2);
		unmap(t, &t->other);
		frame = inflate(t);
		expect_faults(&t->l2);
		expect_faults(&t->other);
		occupied_expect_intact(frame);

		deflate(t);
		frames_release();
		seed = 0;
	}
}

/*
 * L1 gives up a page that both L2s still map: their shadow leaves are removed, and they
 * share new memory, at first zeros, and not the old frame.
 */
/* Covers: S3, S4, S8 */
TEST_F(nested_balloon, cheating_l1)
{
	struct nested_test *t = &self->t;
	unsigned long frame;
	int round;

	aliases_map(t, &t->l2, ALIASES);
	aliases_map(t, &t->other, ALIASES);
	check_live(t, &t->l2, MARK_SEED_L0);
	for (round = 0; round < ROUNDS; round++) {
		dirty(t, &t->l2, round & 1);
		dirty(t, &t->other, ~round & 1);
		frame = inflate(t);
		aliases_expect_gone(t, &t->l2, ALIASES);
		aliases_expect_gone(t, &t->other, ALIASES);

		check_live(t, &t->l2, 0);
		check_live(t, &t->other, MARK_SEED_L2);
		occupied_expect_intact(frame);
		deflate(t);
		frames_release();
	}
}

/*
 * L1 gives up a page that both L2s still map, and L2 stores before it loads: the store
 * goes to new memory, not to the old frame.
 */
/* Covers: S3 */
TEST_F(nested_balloon, cheating_l1_stores_first)
{
	struct nested_test *t = &self->t;
	unsigned long frame;
	int round;

	aliases_map(t, &t->l2, ALIASES);
	aliases_map(t, &t->other, ALIASES);
	check_live(t, &t->l2, MARK_SEED_L0);
	for (round = 0; round < ROUNDS; round++) {
		dirty(t, &t->other, 1);
		frame = inflate(t);
		shadow_expect_unit_gone(t, &t->l2, TEST_L2_ALIAS_RA(1));
		shadow_expect_unit_gone(t, &t->other, TEST_L2_ALIAS_RA(0));
		dirty(t, &t->other, 0);
		dirty(t, &t->l2, 1);
		occupied_expect_intact(frame);
		host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
		check_live(t, &t->other, MARK_SEED_L2);
		deflate(t);
		frames_release();
	}
}

/*
 * L1 unmaps the page from one of two L2s and gives it up: that L2 faults into L1,
 * the other reads zeros.
 */
/* Covers: S3, S4, S18 */
TEST_F(nested_balloon, half_honest_l1)
{
	struct nested_test *t = &self->t;
	uint64_t seed = MARK_SEED_L0;
	unsigned long frame;
	int round;

	aliases_map(t, &t->other, ALIASES);
	for (round = 0; round < ROUNDS; round++) {
		aliases_map(t, &t->l2, ALIASES);
		check_live(t, &t->l2, seed);
		check_live(t, &t->other, MARK_SEED_L2);

		unmap(t, &t->l2);
		frame = inflate(t);
		expect_faults(&t->l2);
		check_live(t, &t->other, 0);
		expect_faults(&t->l2);
		occupied_expect_intact(frame);

		deflate(t);
		frames_release();
		seed = MARK_SEED_L2;
	}
}

TEST_HARNESS_MAIN
