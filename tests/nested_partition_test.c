// SPDX-License-Identifier: GPL-2.0
/*
 * L0 caches the entries of L1's partition table, and must follow every change.
 *
 * kvmhv_update_ptbl_cache() reads an L2's entry on the first H_ENTER_NESTED, and again
 * when L1 invalidates the partition table cache (RIC=2). If the entry is gone by then,
 * L0 frees everything of that L2; the next L2 with its LPID starts without state.
 */
#include "kselftest_harness.h"

#include "danger.h"
#include "file_util.h"
#include "isa/hcall.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "witness/slabs.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"
#include "witness/radix_dump.h"

FIXTURE(nested_partition)
{
	struct nested_test t;
};

/* How L1 invalidates after it has changed its table. */
FIXTURE_VARIANT(nested_partition)
{
	enum l1_way way;
};

FIXTURE_VARIANT_ADD(nested_partition, tlbie_lpid) { .way = L1_BY_LPID_ALL_CACHES };
FIXTURE_VARIANT_ADD(nested_partition, tlbie_all) { .way = L1_BY_ALL_ALL_CACHES };
FIXTURE_VARIANT_ADD(nested_partition, rpt_invalidate) { .way = L1_BY_RPT_LPID_ALL_CACHES };

/* The cache does not depend on the kind of memory. */
FIXTURE_SETUP(nested_partition)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &NESTED_ANY_CELL);
}

NESTED_TEST_SUITE_TEARDOWN(nested_partition, t, nested_test_teardown);

/* The address at which each L2 has a page of its own. */
#define L2_RA	TEST_L2_RA

static void map_unit(struct nested_test *t, struct nested_vcpu *l2, int unit)
{
	nested_map_rw(l2, L2_RA, unit_gpa(t, unit), t->leaf_shift);
}

/* @l2 has @unit there: its loads and stores access that unit. */
static void expect_has(struct nested_test *t, struct nested_vcpu *l2, int unit)
{
	mark_memory(t, t->mem.hva, t->mem.size, MARK_SEED_NEW, 0);
	nested_expect_unit(t, l2, L2_RA, unit, MARK_SEED_NEW);
	nested_mark_unit(t, l2, L2_RA, unit, MARK_SEED_L2);
	host_expect_unit(t, unit, MARK_SEED_L2);
	host_expect_unit(t, unit == UNIT_FIRST ? UNIT_LAST : UNIT_FIRST,
			 MARK_SEED_NEW);
	shadow_expect_live(l2, L2_RA);
}

/* t->other: other tables for the LPID of t->l2; the entry has their root now. */
static void create_second(struct nested_test *t)
{
	nested_create(&t->other, t->vcpu, TEST_LPID);
	map_unit(t, &t->other, UNIT_LAST);
}

static void invalidate(struct nested_test *t, enum l1_way way)
{
	nested_invalidate(&t->l2, 0, 0, way);
}

static void enter_table(struct nested_vcpu *l2)
{
	vcpu_call(l2->vcpu, l1_nested_enter_table, l2->l2_vm);
}

static void leave_table(struct nested_vcpu *l2)
{
	vcpu_call(l2->vcpu, l1_set_partition_entry, l2->lpid, 0, 0);
}

/* L1 sets another root for the LPID and invalidates: L2 uses the new tree. */
TEST_F(nested_partition, root_changed)
{
	struct nested_test *t = &self->t;

	map_unit(t, &t->l2, UNIT_FIRST);
	expect_has(t, &t->l2, UNIT_FIRST);

	create_second(t);
	invalidate(t, variant->way);
	shadow_expect_gone(t, &t->l2, L2_RA);
	expect_has(t, &t->other, UNIT_LAST);

	enter_table(&t->l2);
	invalidate(t, variant->way);
	shadow_expect_gone(t, &t->l2, L2_RA);
	expect_has(t, &t->l2, UNIT_FIRST);
}

/*
 * L1 registers another partition table, in which the LPID has another root: L2 uses the
 * new tree.
 */
TEST_F(nested_partition, table_changed)
{
	struct nested_test *t = &self->t;
	long rc;

	map_unit(t, &t->l2, UNIT_FIRST);
	expect_has(t, &t->l2, UNIT_FIRST);

	rc = vcpu_call(t->vcpu, l1_set_partition_table, 256);
	ASSERT_EQ(H_SUCCESS, rc);
	create_second(t);
	invalidate(t, variant->way);
	shadow_expect_gone(t, &t->l2, L2_RA);
	expect_has(t, &t->other, UNIT_LAST);
}

/* L0 has freed the L2: it has no shadow tree, and its first access faults into L1. */
static void expect_forgotten(struct nested_test *t)
{
	struct nested_result result;
	struct radix_dump dump;

	if (shadow_can_be_read(t->vm)) {
		shadow_dump_read(t->vm, &dump);
		if (radix_dump_tree(&dump, t->l2.lpid))
			TEST_FAIL("L0 still has a shadow table for LPID %#x, which has no entry",
				  t->l2.lpid);
		shadow_dump_free(t->vm, &dump);
	}
	result = nested_access(&t->l2, NESTED_LOAD, L2_RA, 0);
	if (result.end != NESTED_TO_L1 ||
	    (result.exit.trap != VECTOR_H_DATA_STORAGE &&
	     result.exit.trap != VECTOR_H_INST_STORAGE))
		TEST_FAIL("an L2 without an entry should fault into L1: %s",
			  nested_result_name(&t->l2, &result));
}

/*
 * An L2 ends, and a new one gets its LPID. L0 discards a page of the first one, whose
 * rmap list still has its entry (LPID, address): the new L2 has another page there and
 * keeps it.
 */
static void reuse_lpid(struct nested_test *t, enum l1_way way)
{
	struct nested_vcpu *second = &t->other;

	map_unit(t, &t->l2, UNIT_FIRST);
	expect_has(t, &t->l2, UNIT_FIRST);
	leave_table(&t->l2);
	invalidate(t, way);
	expect_forgotten(t);

	create_second(t);
	invalidate(t, way);
	expect_has(t, second, UNIT_LAST);
	backing_discard(&t->mem, unit_offset(t, UNIT_FIRST), t->unit);
	shadow_expect_kept(second, L2_RA);
	nested_expect_unit(t, second, L2_RA, UNIT_LAST, MARK_SEED_L2);
	backing_discard(&t->mem, unit_offset(t, UNIT_LAST), t->unit);
	shadow_expect_gone(t, second, L2_RA);
	nested_expect_unit(t, second, L2_RA, UNIT_LAST, 0);
}

NESTED_TEST_SUITE_ON(nested_l2s, BACKING_ANON, 16, nested_test_setup_leak_check);

/*
 * An L2 ends by H_TLB_INVALIDATE of its LPID, another gets the LPID, and L0
 * discards the first one's page: the second keeps its own.
 */
/* Covers: S16 */
TEST_F(nested_l2s, lpid_reused_tlbie)
{
	reuse_lpid(&self->t, L1_BY_LPID_ALL_CACHES);
}

/*
 * An L2 ends by H_RPT_INVALIDATE of its LPID, another gets the LPID, and L0
 * discards the first one's page: the second keeps its own.
 */
/* Covers: S16 */
TEST_F(nested_l2s, lpid_reused_rpt_invalidate)
{
	reuse_lpid(&self->t, L1_BY_RPT_LPID_ALL_CACHES);
}

/*
 * An L2 ends by an invalidation of all LPIDs: the kernel survives. Known defect: the
 * kernel frees the L2 and then unlocks the lock in it. This shows only if the allocator
 * poisons freed memory; then the kernel crashes, or spins for ever.
 */
TEST_F(nested_l2s, ended_by_tlbie_all)
{
	struct nested_test *t = &self->t;
	unsigned long poisoned = 0;

	TEST_REQUIRE_PRESENT(danger_not_wanted());
	file_read_number("/sys/kernel/slab/kmalloc-8k/poison", &poisoned);
	TEST_REQUIRE(poisoned, "needs slub_debug=P for kmalloc-8k");
	map_unit(t, &t->l2, UNIT_FIRST);
	expect_has(t, &t->l2, UNIT_FIRST);
	leave_table(&t->l2);
	test_deadly_defect(known_defects[DEFECT_ENDED_L2_UNLOCKED].name,
			   "kvmhv_emulate_tlbie_lpid");
	nested_tlbie_all(&t->l2, TLBIE_RIC_ALL);
	expect_forgotten(t);
	nested_slabs_validate();
	TEST_SHOWS_DEFECT(kernel_log_complaint(t->log_mark),
			  DEFECT_ENDED_L2_UNLOCKED);
}

/* L1 registers a shorter table: LPIDs beyond it are refused, and work again later. */
TEST_F(nested_l2s, table_shortened)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu *far = &t->other;
	struct nested_result result;

	nested_create(far, t->vcpu, TEST_LPID_OTHER);
	map_unit(t, &t->l2, UNIT_FIRST);
	map_unit(t, far, UNIT_LAST);
	expect_has(t, &t->l2, UNIT_FIRST);
	expect_has(t, far, UNIT_LAST);

	ASSERT_EQ(H_SUCCESS, vcpu_call(t->vcpu, l1_set_partition_table, 1024));
	enter_table(&t->l2);
	nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
	expect_has(t, &t->l2, UNIT_FIRST);
	result = nested_access(far, NESTED_LOAD, L2_RA, 0);
	ASSERT_EQ(NESTED_TO_L1, result.end);
	EXPECT_EQ(NESTED_EXIT_REFUSED, result.exit.trap);
	EXPECT_EQ(H_PARAMETER, result.exit.hcall_rc);
	if (!nested_missing_rpt_invalidate(t->vm))
		nested_invalidate(far, 0, 0, L1_BY_RPT_LPID);

	ASSERT_EQ(H_SUCCESS, vcpu_call(t->vcpu, l1_set_partition_table, 4096));
	enter_table(&t->l2);
	enter_table(far);
	nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
	nested_tlbie_lpid(far, TLBIE_RIC_ALL);
	expect_has(t, far, UNIT_LAST);
	expect_has(t, &t->l2, UNIT_FIRST);
}

/* Without a leak check: what L0 does not find is not freed either. */
NESTED_TEST_SUITE_ON(nested_lpid_0, BACKING_ANON, 16, nested_test_setup);

/* An L2 with LPID 0 has the page at its real address 0. False: L0 has no such L2. */
static bool map_at_0(struct nested_test *t)
{
	struct nested_result result;

	nested_create(&t->other, t->vcpu, 0);
	nested_remap(&t->other, 0, unit_gpa(t, UNIT_FIRST), t->leaf_shift,
		     RADIX_RW | RADIX_RC);
	result = nested_access(&t->other, NESTED_LOAD, 0, 0);
	if (result.end == NESTED_TO_L1 &&
	    result.exit.trap == NESTED_EXIT_REFUSED &&
	    result.exit.hcall_rc == H_PARAMETER)
		return false;
	if (result.end != NESTED_RETURNED ||
	    result.exit.value != mark(MARK_SEED_L0, 0))
		TEST_FAIL("an L2 with LPID 0 should be refused, or work: %s",
			  nested_result_name(&t->other, &result));
	return true;
}

/*
 * An L2 has a page, and another one, with LPID 0, has it at its real address 0. L0
 * discards the page, and the frame gets another owner: both L2s read zeros. Known defect:
 * the second one's rmap entry is 0, and the kernel takes that for the end of the list.
 */
/* Covers: S2, S3 */
TEST_F(nested_lpid_0, page_at_address_0)
{
	struct nested_test *t = &self->t;
	unsigned long frame;
	bool shows = false;

	map_unit(t, &t->l2, UNIT_FIRST);
	nested_expect_unit(t, &t->l2, L2_RA, UNIT_FIRST, MARK_SEED_L0);
	if (map_at_0(t)) {
		frame = unit_frame(t, UNIT_FIRST);
		backing_discard(&t->mem, unit_offset(t, UNIT_FIRST), t->unit);
		occupy_frame(t, frame);
		shows = nested_read(&t->l2, L2_RA) ||
			nested_read(&t->other, 0);
	}
	t->tables_are_stale = shows;
	nested_test_known_defect(t, shows, DEFECT_LPID_0);
}

#define NR_L2S	8

/*
 * Eight L2s, with LPIDs from the smallest to the largest, have a page of their own at one
 * address and share a page at another, which L0 discards: all lose the shared page, and
 * none its own.
 */
/* Covers: S3, S4 */
TEST_F(nested_l2s, eight_at_once)
{
	static const uint32_t lpids[NR_L2S] = { 1, 2, 0x2b, 0x100, 0x7ff, 0x800,
						4094, NESTED_MAX_LPID };
	uint64_t shared = TEST_L2_ALIAS_RA(0);
	struct nested_vcpu l2[NR_L2S];
	struct nested_test *t = &self->t;
	int i;

	for (i = 0; i < NR_L2S; i++) {
		nested_create(&l2[i], t->vcpu, lpids[i]);
		nested_map_rw(&l2[i], L2_RA, TEST_GPA + i * t->leaf_size,
			      t->leaf_shift);
		nested_test_map(t, &l2[i], shared, UNIT_LAST);
	}
	for (i = 0; i < NR_L2S; i++) {
		nested_expect_value(&l2[i], L2_RA,
				    mark(MARK_SEED_L0, i * t->leaf_size));
		nested_write(&l2[i], L2_RA, lpids[i]);
		nested_expect_unit(t, &l2[i], shared, UNIT_LAST, MARK_SEED_L0);
	}
	backing_discard(&t->mem, unit_offset(t, UNIT_LAST), t->unit);
	for (i = 0; i < NR_L2S; i++) {
		shadow_expect_gone(t, &l2[i], shared);
		shadow_expect_kept(&l2[i], L2_RA);
		nested_expect_unit(t, &l2[i], shared, UNIT_LAST, 0);
		nested_expect_value(&l2[i], L2_RA, lpids[i]);
		EXPECT_EQ(lpids[i],
			  *(uint64_t *)(t->mem.hva + i * t->leaf_size));
	}
}

/* One page is mapped at L2 addresses of all lengths, L0 discards it: all leaves go. */
/* Covers: S3, S4 */
TEST_F(nested_l2s, addresses_up_to_the_last)
{
	static const gpa_t l2_ra[] = {
		SZ_64K,			/* the first that is free */
		0xc5670000,		/* below 4G */
		0x1c5670000,		/* the same and 4G */
		0x7fffffff0000,		/* bit 46 */
		0x8000c5670000,		/* bit 47 */
		TEST_L2_RA,		/* bit 51 */
		(1UL << 52) - SZ_64K,	/* the last */
	};
	struct nested_test *t = &self->t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(l2_ra); i++) {
		nested_test_map(t, &t->l2, l2_ra[i], UNIT_MIDDLE);
		nested_expect_unit(t, &t->l2, l2_ra[i], UNIT_MIDDLE,
				   MARK_SEED_L0);
		shadow_expect_live(&t->l2, l2_ra[i]);
	}
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	for (i = 0; i < ARRAY_SIZE(l2_ra); i++)
		shadow_expect_gone(t, &t->l2, l2_ra[i]);
	for (i = 0; i < ARRAY_SIZE(l2_ra); i++) {
		nested_expect_unit(t, &t->l2, l2_ra[i], UNIT_MIDDLE, 0);
		nested_mark_unit(t, &t->l2, l2_ra[i], UNIT_MIDDLE,
				 MARK_SEED_L2);
		host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
		backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	}
}

#define MANY	64

/* One page is mapped sixty-four times, L0 discards it: no leaf is left. */
/* Covers: S3, S8 */
TEST_F(nested_l2s, 64_mappings_at_once)
{
	struct nested_test *t = &self->t;
	uint64_t len = TEST_L2_ALIAS_RA(MANY) - TEST_L2_ALIAS_RA(0);
	int i;

	for (i = 0; i < MANY; i++) {
		nested_test_map(t, &t->l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE);
		nested_expect_unit(t, &t->l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				   MARK_SEED_L0);
	}
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	shadow_expect_none(&t->l2, TEST_L2_ALIAS_RA(0), len);
	for (i = 0; i < MANY; i++)
		nested_expect_value(&t->l2, TEST_L2_ALIAS_RA(i), 0);
}

TEST_HARNESS_MAIN
