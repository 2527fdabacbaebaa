// SPDX-License-Identifier: GPL-2.0
/*
 * A guest cannot access memory beyond a memslot that starts or ends inside a 2M host page.
 *
 * kvmppc_book3s_instantiate_page() maps the host's whole leaf: it checks that gpa and hva
 * have the same offset in it, but not that all of it is inside the slot. The guest can
 * then access the VMM's memory beside the slot. Known defect.
 */
#include "kselftest_harness.h"

#include "danger.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "witness/radix_dump.h"

NESTED_TEST_SUITE_ON(nested_slot_edge, BACKING_ANON_THP, 21, nested_test_setup);

/* Set the slot to the part [@from, @to) of the memory. */
static void narrow_slot(struct nested_test *t, size_t from, size_t to)
{
	vm_mem_region_delete(t->vm, TEST_SLOT);
	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA + from, to - from,
			  t->mem.hva + from);
}

/* Does the started call return @value, so that the access has succeeded? */
static bool returns(struct nested_test *t, uint64_t value)
{
	struct vcpu_stop stop = vcpu_run_retried(t->vcpu);

	return stop.reason == VCPU_STOP_UCALL && stop.uc->cmd == UCALL_RETURN &&
	       stop.uc->args[0] == value;
}

static bool is_reached_by_l1(struct nested_test *t, size_t offset)
{
	vcpu_start_call(t->vcpu, l1_load64, TEST_GPA + offset);
	return returns(t, mark(MARK_SEED_L0, offset));
}

static bool is_reached_by_l2(struct nested_test *t, gpa_t l2_ra, size_t offset)
{
	const struct nested_exit *exit = &t->vcpu->arch.cpu->exit;

	vcpu_start_call(t->vcpu, l1_nested_call, t->l2.l2_vcpu,
			(uint64_t)l2_load64, l2_ra);
	return returns(t, NESTED_EXIT_RETURN) &&
	       exit->value == mark(MARK_SEED_L0, offset);
}

static void judge(struct nested_test *t, bool reached, const char *who)
{
	kernel_log_check(t->log_mark);
	TEST_KNOWN_DEFECT(reached, known_defects[DEFECT_SLOT_EDGE].name,
			  "%s reads the VMM's memory beside the memslot", who);
}

/* The slot ends inside a huge page: L1 must not access the memory after it. */
TEST_F(nested_slot_edge, l1_behind_the_end)
{
	struct nested_test *t = &self->t;
	size_t end = t->mem.size - SZ_1M;

	narrow_slot(t, 0, end);
	ASSERT_TRUE(is_reached_by_l1(t, end - t->step));
	judge(t, is_reached_by_l1(t, end), "L1");
}

/* The slot starts inside a huge page: L1 must not access the memory before it. */
TEST_F(nested_slot_edge, l1_before_the_start)
{
	struct nested_test *t = &self->t;
	size_t start = SZ_1M;

	narrow_slot(t, start, t->mem.size);
	ASSERT_TRUE(is_reached_by_l1(t, start));
	judge(t, is_reached_by_l1(t, start - t->step), "L1");
}

/* L1 maps a leaf over the end of the slot: L2 must not access the memory after it. */
TEST_F(nested_slot_edge, l2_behind_the_end)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_LAST);
	size_t end = t->mem.size - SZ_1M;

	narrow_slot(t, 0, end);
	nested_test_map(t, &t->l2, l2_ra, UNIT_LAST);
	ASSERT_TRUE(is_reached_by_l2(t, l2_ra, unit_offset(t, UNIT_LAST)));
	judge(t, is_reached_by_l2(t, l2_ra + SZ_1M, end), "L2");
}

/* L1 maps a leaf beyond the end of the slot: L2 must not access it, on any kernel. */
TEST_F(nested_slot_edge, l2_leaf_behind_the_end)
{
	struct nested_test *t = &self->t;
	size_t end = t->mem.size - SZ_1M;

	narrow_slot(t, 0, end);
	nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(0), TEST_GPA + end - SZ_64K, 16);
	nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(1), TEST_GPA + end, 16);
	nested_expect_value(&t->l2, TEST_L2_ALIAS_RA(0),
			    mark(MARK_SEED_L0, end - SZ_64K));
	nested_expect_mmio(&t->l2, NESTED_LOAD, TEST_L2_ALIAS_RA(1),
			   TEST_GPA + end);
}

/*
 * The slot starts inside a huge page and L2 maps its first page: the rmap entry must be in
 * the slot's first list, and L2 loses the page when L0 discards it. The defective kernel
 * stores the entry before the start of the slot's array.
 */
/* Covers: S2 */
TEST_F(nested_slot_edge, l2_at_the_start)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = TEST_L2_ALIAS_RA(0);
	struct radix_dump dump;
	size_t left;

	TEST_REQUIRE_PRESENT(danger_not_wanted());
	TEST_REQUIRE_PRESENT(radix_dump_missing(t->vm->fd));
	narrow_slot(t, SZ_1M, t->mem.size);
	nested_map_rw(&t->l2, l2_ra, TEST_GPA + SZ_1M, 16);
	test_deadly_defect(known_defects[DEFECT_SLOT_EDGE].name, "kvmhv_insert_nest_rmap");
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, SZ_1M));
	shadow_expect_live(&t->l2, l2_ra);
	backing_discard(&t->mem, SZ_1M, SZ_64K);
	shadow_dump_read(t->vm, &dump);
	left = radix_tree_count(radix_dump_tree(&dump, t->l2.lpid), l2_ra,
				SZ_64K);
	kernel_log_check(t->log_mark);
	/* The tlbie witness would report the remaining leaf differently. */
	if (!left)
		shadow_dump_free(t->vm, &dump);
	TEST_KNOWN_DEFECT(left, known_defects[DEFECT_SLOT_EDGE].name,
			  "L2 keeps the first page of the slot");
}

TEST_HARNESS_MAIN
