// SPDX-License-Identifier: GPL-2.0
/*
 * What userspace saves and restores of a vCPU by ONE_REG, and what L1 may give an L2
 * beside its memory.
 */
#include "kselftest_harness.h"

#include <errno.h>

#include "danger.h"
#include "isa/hcall.h"
#include "isa/spr.h"
#include "host/host_probe.h"
#include "host/one_reg.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

/* What no case here depends on. */
FIXTURE(nested_state)
{
	struct nested_test t;
	struct nested_vcpu other;
};

FIXTURE_SETUP(nested_state)
{
	struct nested_cell cell = { .backing = BACKING_ANON, .leaf_shift = 16 };

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup(&self->t, &cell);
}

FIXTURE_TEARDOWN(nested_state)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* In L1: a table of @entries, of which L0 knows nothing yet. Its real address. */
static uint64_t l1_new_table(uint64_t entries)
{
	l1_partition_table = l1_alloc(entries * 16);
	return l1_ra(l1_partition_table);
}

/* Partition table sizes: log2 of the entries that a value n in PTCR[PATS] gives. */
#define PATS_SHIFT(n)	((n) + 8)

#define PATS_MAX	4UL	/* what H_SET_PARTITION_TABLE takes */
#define LPID_TOO_LARGE	((1U << PATS_SHIFT(PATS_MAX)) | TEST_LPID_OTHER)

/*
 * Userspace registers a partition table of a size that H_SET_PARTITION_TABLE refuses.
 * Either that is refused, or L1's L2s behind its 4096th entry lose what L0 takes away
 * as all others do. Known defect: the reverse map has 12 bits for an LPID.
 */
TEST_F(nested_state, lpids_behind_the_largest_table)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu *other = &self->other;
	uint64_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE), ptcr;
	struct nested_result result;
	unsigned long frame;
	bool keeps;
	int err;

	ptcr = vcpu_call(t->vcpu, l1_new_table, 2UL << PATS_SHIFT(PATS_MAX)) |
	       (PATS_MAX + 1);
	vcpu_call(t->vcpu, l1_nested_enter_table, t->l2.l2_vm);
	nested_test_create_l2(t, other, LPID_TOO_LARGE);
	nested_test_map(t, other, l2_ra, UNIT_MIDDLE, RADIX_RW | RADIX_RC);

	err = __vcpu_set_reg(t->vcpu, KVM_REG_PPC_PTCR, &ptcr);
	if (err && err != -EINVAL)
		TEST_FAIL("KVM_SET_ONE_REG(PTCR) gave %d", err);
	result = nested_access(other, NESTED_LOAD, l2_ra, 0);
	if (result.end == NESTED_TO_L1 &&
	    result.exit.trap == NESTED_EXIT_REFUSED) {
		nested_test_known_defect(t, false, DEFECT_PTCR_SIZE);
		return;
	}
	nested_expect_unit(t, other, l2_ra, UNIT_MIDDLE, MARK_SEED_L0);
	shadow_expect_live(other, l2_ra);

	frame = unit_frame(t, UNIT_MIDDLE);
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	occupy_frame(t, frame);
	result = nested_access(other, NESTED_LOAD, l2_ra, 0);
	if (result.end != NESTED_RETURNED)
		TEST_FAIL("L2 should read zeros: %s",
			  nested_result_name(other, &result));
	keeps = result.exit.value;
	t->tables_are_stale = keeps;
	nested_test_known_defect(t, keeps, DEFECT_PTCR_SIZE);
}

/* The dirty log, which is cleared, names the page at @gpa. @others: pages beside it. */
static bool look_at_log(struct nested_test *t, uint64_t gpa, size_t *others)
{
	size_t page = host_page_size(), pages = t->mem.size / page, i;
	uint64_t log[64] = {};
	bool found = false;

	TEST_ASSERT(pages <= 64 * ARRAY_SIZE(log), "the slot is too large");
	kvm_vm_get_dirty_log(t->vm, TEST_SLOT, log);
	*others = 0;
	for (i = 0; i < pages; i++) {
		bool dirty = log[i / 64] & BIT(i % 64);

		if (TEST_GPA + i * page == gpa)
			found = dirty;
		else
			*others += dirty;
	}
	return found;
}

static bool is_dirty(struct nested_test *t, uint64_t gpa)
{
	size_t others;

	return look_at_log(t, gpa, &others);
}

/* That page and no other; 0: none. */
static void expect_dirty(struct nested_test *t, uint64_t gpa)
{
	size_t others;

	if (look_at_log(t, gpa, &others) != !!gpa)
		TEST_FAIL("the page at %#lx should be in the dirty log", gpa);
	if (others)
		TEST_FAIL("%zu pages should not be in the dirty log", others);
}

/* In L2. */
static uint64_t l2_timebase(void)
{
	return get_timebase();
}

#define TB_ROUNDS	16
#define TB_RUNS		16	/* of L2 in each: half a second of drift at least */

/* The other CPU's clock is behind what the first one's was. */
static bool clock_went_back(void)
{
	uint64_t first, second;

	pin_self_to_cpu(0);
	first = get_timebase();
	pin_self_to_cpu(1);
	second = get_timebase();
	pin_self_to_cpu(0);
	return second < first;
}

/*
 * L1 gives L2 a timebase offset that is no whole multiple of 2^24, which is what the
 * hardware moves the timebase by. The CPU's clock is the host's own again afterwards.
 * Known defect: each run moves it ahead by a step, of 33 ms.
 */
TEST_F(nested_state, tb_offset_that_is_no_whole_step)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *vcpu = addr_gva2hva(t->vm, t->l2.l2_vcpu);
	bool moved = false;
	int round, i;

	TEST_REQUIRE_PRESENT(danger_not_wanted());
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	vcpu->hv.tb_offset = BIT(44) + BIT(23);
	if (clock_went_back())
		TEST_FAIL("the CPUs' clocks differ before L2 runs");
	for (round = 0; !moved && round < TB_ROUNDS; round++) {
		for (i = 0; i < TB_RUNS; i++)
			nested_call(&t->l2, l2_timebase, 0, 0, 0, 0);
		moved = clock_went_back();
	}
	nested_test_known_defect(t, moved, DEFECT_TB_OFFSET);
}

/* Registers get what userspace sets, each its own, and all of the file at once. */
TEST_F(nested_state, what_is_saved_is_restored)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;
	struct reg_file want, got;
	int seed;

	for (seed = 1; seed <= 2; seed++) {
		reg_file_pattern(&want, seed);
		reg_file_restore(&want, vcpu, 0);
		reg_file_save(&got, vcpu);
		reg_file_expect_equal(&want, &got, 0);
	}
}

static uint64_t l1_nothing(void)
{
	return 1;
}

/* ... and keep it while L1 runs, and an L2 in it, that do not touch them. */
TEST_F(nested_state, registers_outlast_a_run)
{
	struct nested_test *t = &self->t;
	struct reg_file want, got;

	reg_file_pattern(&want, 3);
	reg_file_restore(&want, t->vcpu, ONE_REG_RUNS);
	vcpu_call(t->vcpu, l1_nothing);
	reg_file_save(&got, t->vcpu);
	test_row("after a run of L1");
	reg_file_expect_equal(&want, &got, ONE_REG_RUNS);
	test_row("after a run of L2");
	nested_call(&t->l2, l2_timebase, 0, 0, 0, 0);
	reg_file_save(&got, t->vcpu);
	reg_file_expect_equal(&want, &got, ONE_REG_RUNS);
	test_row_end();
}

#define VPA	(TEST_GPA + SZ_64K)
#define DTL	(TEST_GPA + 3 * SZ_64K)

static void set_dispatch_log(struct kvm_vcpu *vcpu, uint64_t gpa)
{
	uint64_t value[2] = { gpa, SZ_4K }, saved[2] = {};

	if (__vcpu_set_reg(vcpu, KVM_REG_PPC_VPA_DTL, value) ||
	    __vcpu_get_reg(vcpu, KVM_REG_PPC_VPA_DTL, saved) ||
	    saved[0] != gpa)
		TEST_FAIL("VPA_DTL is %#lx, not %#lx", saved[0], gpa);
}

/* L0 counts dispatches in L1's memory: they are in the dirty log, each time. */
TEST_F(nested_state, vpa_is_in_the_dirty_log)
{
	struct nested_test *t = &self->t;

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_call(t->vcpu, l1_nothing);
	expect_dirty(t, VPA);
	expect_dirty(t, 0);
	vcpu_call(t->vcpu, l1_nothing);
	expect_dirty(t, VPA);
	EXPECT_EQ(VPA, vcpu_get_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR));
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

/* ... and so does the log of dispatches. Known defect: it is not. */
TEST_F(nested_state, dispatch_log_is_in_the_dirty_log)
{
	struct nested_test *t = &self->t;
	const uint64_t *log = (void *)(t->mem.hva + (DTL - TEST_GPA));
	uint64_t before = log[1];

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	set_dispatch_log(t->vcpu, DTL);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_call(t->vcpu, l1_nothing);
	TEST_REQUIRE(log[1] != before, "this kernel writes no dispatch log");
	nested_test_known_defect(t, !is_dirty(t, DTL), DEFECT_DTL_DIRTY);
	set_dispatch_log(t->vcpu, 0);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

TEST_HARNESS_MAIN
