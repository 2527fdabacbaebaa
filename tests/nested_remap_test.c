// SPDX-License-Identifier: GPL-2.0
/*
 * When a page is replaced by another one, L2 accesses only the new page.
 *
 * L0 can map other memory at the same hva (mmap, mremap; for memslots see
 * nested_slot_test.c); L1 can map another of its pages at an L2 address. In each case the
 * shadow leaf of the old page must be removed: a load through a stale one reads the old
 * page, and a store to it is lost.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"
#include "isa/hcall.h"
#include "host/host_probe.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"
#include "witness/tlbie_audit.h"

#define ROUNDS		2

L0_OP_TESTS(nested_remap, l0_ops_remap)

/* What L1 does to its own tables does not depend on the kind of memory. */
NESTED_TEST_SUITE(nested_l1_remap);
NESTED_CELLS_SIZES(nested_l1_remap);

/*
 * L1 maps an L2 address to the last leaf of the memory instead of the first and
 * invalidates: L2's loads and stores access the new page, and the old page is not
 * written again.
 */
static void repoint_in_l1(struct nested_test *t, enum l1_way way)
{
	size_t last = t->mem.size - t->leaf_size;
	uint64_t *pages[2] = { (void *)t->mem.hva, (void *)t->mem.hva + last };
	gpa_t gpas[2] = { TEST_GPA, TEST_GPA + last };
	gpa_t l2_ra = TEST_L2_ALIAS_RA(0);
	int round;

	TEST_REQUIRE(last, "the memory is one leaf: two are needed");
	nested_map_rw(&t->l2, l2_ra, gpas[0], t->leaf_shift);
	for (round = 0; round < 2 * ROUNDS; round++) {
		uint64_t *here = pages[round & 1], *there = pages[~round & 1];

		*here = mark(MARK_SEED_NEW, round);
		*there = mark(MARK_SEED_FOREIGN, round);
		TEST_ASSERT(*here == mark(MARK_SEED_NEW, round), "lost");
		if (nested_read(&t->l2, l2_ra) != *here)
			TEST_FAIL("round %d: L2 does not read the page that L1 maps",
				  round);
		nested_write(&t->l2, l2_ra, mark(MARK_SEED_L2, round));
		if (*here != mark(MARK_SEED_L2, round))
			TEST_FAIL("round %d: L2's store missed the new page", round);
		if (*there != mark(MARK_SEED_FOREIGN, round))
			TEST_FAIL("round %d: L2's store hit the page that L1 has unmapped",
				  round);

		shadow_expect_live(&t->l2, l2_ra);
		nested_set_leaf(&t->l2, l2_ra,
				nested_leaf(gpas[~round & 1],
					    RADIX_RW | RADIX_RC));
		nested_invalidate(&t->l2, l2_ra, t->leaf_shift, way);
		shadow_expect_gone(t, &t->l2, l2_ra);
	}
}

/*
 * L1 maps an L2 address to another page and invalidates by tlbie of the page: L2 accesses
 * the new page, and none of its stores goes to the old one.
 */
TEST_F(nested_l1_remap, l1_repoints_tlbie_page)
{
	repoint_in_l1(&self->t, L1_BY_PAGE);
}

/*
 * L1 maps an L2 address to another page and invalidates by tlbie of the LPID: L2 accesses
 * the new page, and none of its stores goes to the old one.
 */
TEST_F(nested_l1_remap, l1_repoints_tlbie_lpid)
{
	repoint_in_l1(&self->t, L1_BY_LPID);
}

/*
 * L1 maps an L2 address to another page and invalidates by tlbie of all LPIDs: L2
 * accesses the new page, and none of its stores goes to the old one.
 */
TEST_F(nested_l1_remap, l1_repoints_tlbie_all)
{
	repoint_in_l1(&self->t, L1_BY_ALL);
}

/*
 * L1 has mapped an L2 address to another page, and L0 discards the old page. The address
 * is still on the old page's rmap list, but its shadow leaf stays; only the leaf of an
 * address that still maps the old page is removed.
 */
/* Covers: S6, S17 */
TEST_F(nested_l1_remap, left_page_is_discarded)
{
	struct nested_test *t = &self->t;
	uint64_t moved = TEST_L2_ALIAS_RA(0), stayed = TEST_L2_ALIAS_RA(1);

	TEST_REQUIRE(units_differ(t), "the memory is one unit: two are needed");
	nested_test_map(t, &t->l2, moved, UNIT_MIDDLE);
	nested_test_map(t, &t->l2, stayed, UNIT_MIDDLE);
	nested_expect_unit(t, &t->l2, moved, UNIT_MIDDLE, MARK_SEED_L0);
	nested_expect_unit(t, &t->l2, stayed, UNIT_MIDDLE, MARK_SEED_L0);
	nested_test_unmap(t, &t->l2, moved);
	shadow_expect_gone(t, &t->l2, moved);
	nested_test_map(t, &t->l2, moved, UNIT_LAST);
	nested_expect_unit(t, &t->l2, moved, UNIT_LAST, MARK_SEED_L0);
	shadow_expect_live(&t->l2, moved);
	shadow_expect_kept(&t->l2, stayed);

	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	shadow_expect_unit_gone(t, &t->l2, stayed);
	shadow_expect_kept(&t->l2, moved);
	nested_expect_unit(t, &t->l2, stayed, UNIT_MIDDLE, 0);
	nested_expect_unit(t, &t->l2, moved, UNIT_LAST, MARK_SEED_L0);
	nested_mark_unit(t, &t->l2, moved, UNIT_LAST, MARK_SEED_L2);
	host_expect_unit(t, UNIT_LAST, MARK_SEED_L2);
}

/*
 * Pages in one huge page, so that their frame numbers differ as their offsets do: the
 * page whose number is the OR of two others is the test's too.
 */
#define PAGE_A		(1 * SZ_64K)
#define PAGE_B		(2 * SZ_64K)
#define PAGE_A_OR_B	(PAGE_A | PAGE_B)

NESTED_TEST_SUITE(nested_second_leaf);
NESTED_CELL(nested_second_leaf, hugetlb_2m, BACKING_HUGETLB_2M, 64k, 16);

static uint64_t *word_at(struct nested_test *t, size_t offset)
{
	return (uint64_t *)(t->mem.hva + offset);
}

/* Only these three pages may have changed: check all other marks. */
static void expect_rest_untouched(struct nested_test *t)
{
	const size_t behind = PAGE_A_OR_B + SZ_64K;

	host_expect_marks(t, t->mem.hva, PAGE_A, MARK_SEED_L0, 0);
	host_expect_marks(t, t->mem.hva + behind, t->mem.size - behind,
			  MARK_SEED_L0, behind);
}

/*
 * L2 has read page A. L1 changes the leaf to page B, which L2 may write, and does not
 * invalidate; L2 stores. An L1 that does so may find the old page or the new one. The
 * defective kernel gives L2 a third page, whose frame is the OR of the two.
 */
TEST_F(nested_second_leaf, without_invalidation)
{
	struct nested_test *t = &self->t;
	const uint64_t stored = mark(MARK_SEED_L2, 0);
	bool in_b, in_third;

	TEST_REQUIRE_PRESENT(host_missing_debugfs());	/* clear_warn_once */
	nested_map(&t->l2, TEST_L2_RA, TEST_GPA + PAGE_A, t->leaf_shift,
		   RADIX_READ | RADIX_RC);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, PAGE_A));
	shadow_expect_live(&t->l2, TEST_L2_RA);

	nested_set_leaf(&t->l2, TEST_L2_RA,
			nested_leaf(TEST_GPA + PAGE_B, RADIX_RW | RADIX_RC));
	nested_write(&t->l2, TEST_L2_RA, stored);
	in_b = *word_at(t, PAGE_B) == stored;
	in_third = *word_at(t, PAGE_A_OR_B) == stored;
	if (in_b == in_third)
		TEST_FAIL("L2's store is in %s of B and A|B",
			  in_b ? "both" : "neither");
	if (*word_at(t, PAGE_A) != mark(MARK_SEED_L0, PAGE_A))
		TEST_FAIL("L2's store is in A, which is read-only");
	expect_rest_untouched(t);
	t->tables_are_stale = in_third;
	nested_test_known_defect(t, in_third, DEFECT_SECOND_LEAF);
}

NESTED_TEST_SUITE(nested_resize);
/* Shadow leaves of 2M need host pages and leaves of L1 of at least 2M. */
NESTED_CELL(nested_resize, thp_2m, BACKING_ANON_THP, 2m, 21);
NESTED_CELL(nested_resize, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);

/*
 * L1 replaces a large leaf by a table of 64K leaves, while the large shadow leaf is still
 * in L0's table. L2's store faults: the large shadow leaf is replaced by one of the base
 * page size. Only the store changes the memory.
 */
TEST_F(nested_resize, small_leaf_over_a_live_large_one)
{
	struct nested_test *t = &self->t;
	uint64_t l2_ra = TEST_L2_ALIAS_RA(0), offset = 3 * SZ_64K;
	uint64_t *page = (uint64_t *)t->mem.hva, word;

	nested_map(&t->l2, l2_ra, TEST_GPA, 21, RADIX_READ | RADIX_RC);
	nested_expect_value(&t->l2, l2_ra + offset, mark(MARK_SEED_L0, offset));
	shadow_expect_kept(&t->l2, l2_ra + SZ_2M - SZ_64K);

	nested_set_leaf(&t->l2, l2_ra, 0);
	nested_map_rw(&t->l2, l2_ra + offset, TEST_GPA + offset, 16);
	nested_write(&t->l2, l2_ra + offset, mark(MARK_SEED_L2, offset));
	shadow_expect_live(&t->l2, l2_ra + offset);
	shadow_expect_none(&t->l2, l2_ra, offset);
	shadow_expect_none(&t->l2, l2_ra + offset + SZ_64K,
			   SZ_2M - offset - SZ_64K);
	for (word = 0; word < SZ_2M / sizeof(*page); word++) {
		uint64_t at = word * sizeof(*page);
		uint64_t expected = at % t->step ? 0 : mark(MARK_SEED_L0, at);

		if (at == offset)
			expected = mark(MARK_SEED_L2, at);
		if (page[word] != expected)
			TEST_FAIL("memory at offset %#lx is %#lx, should be %#lx", at,
				  page[word], expected);
	}
}

/*
 * L1 replaces a table of small leaves, whose shadow leaves exist, by a 2M leaf. On L2's
 * next access L0 does the same in the shadow table, and must issue a tlbie for each
 * small leaf. Known defect: the tlbies have the pages' host addresses, so L2 can still
 * read a page that L0 has released, and does so with --tlb strict.
 */
TEST_F(nested_resize, large_leaf_over_live_small_ones)
{
	struct nested_test *t = &self->t;
	uint64_t l2_ra = TEST_L2_ALIAS_RA(0), off, value;
	unsigned long frame;

	TEST_REQUIRE_PRESENT(tlbie_audit_missing());
	for (off = 0; off < SZ_1M; off += SZ_64K) {
		nested_map_rw(&t->l2, l2_ra + off, TEST_GPA + off, 16);
		nested_expect_value(&t->l2, l2_ra + off,
				    mark(MARK_SEED_L0, off));
	}
	shadow_expect_live(&t->l2, l2_ra);
	TEST_ASSERT(!vcpu_call(t->vcpu, l1_nested_set_entry, t->l2.l2_vm, l2_ra, 1,
			       nested_leaf(TEST_GPA, RADIX_RW | RADIX_RC)),
		    "L1 has no table there");
	nested_expect_value(&t->l2, l2_ra + SZ_1M, mark(MARK_SEED_L0, SZ_1M));
	shadow_expect_kept(&t->l2, l2_ra + SZ_2M - SZ_4K);

	frame = unit_frame(t, UNIT_FIRST);
	backing_discard(&t->mem, 0, t->unit);
	occupy_frame(t, frame);
	value = nested_call_value(&t->l2, l2_load64, l2_ra);
	if (value)
		test_note("L2 reads a page that L0 took away");
	nested_test_known_defect(t, value || (tlbie_audit_saw() & TLBIE_SAW_HOST_ADDRESS),
				 DEFECT_LARGE_LEAF_TLBIE);
}

NESTED_TEST_SUITE(nested_resize_1g);
NESTED_CELL(nested_resize_1g, hugetlb_1g, BACKING_HUGETLB_1G, 1g, 30);

/*
 * L1 replaces a 1G leaf by a 64K one, while the 1G shadow leaf is still in L0's table.
 * L2's store faults: the shadow leaf is replaced by one of the base page size, and the
 * store is the only change.
 */
TEST_F(nested_resize_1g, small_leaf_over_a_live_large_one)
{
	struct nested_test *t = &self->t;
	uint64_t l2_ra = TEST_L2_ALIAS_RA(0), offset = SZ_2M + 3 * SZ_64K;
	uint64_t *place = (uint64_t *)(t->mem.hva + offset);
	const uint64_t before = *place;

	nested_map(&t->l2, l2_ra, TEST_GPA, 30, RADIX_READ | RADIX_RC);
	nested_expect_value(&t->l2, l2_ra + offset, before);
	shadow_expect_kept(&t->l2, l2_ra + SZ_1G - SZ_64K);

	nested_set_leaf(&t->l2, l2_ra, 0);
	nested_map_rw(&t->l2, l2_ra + offset, TEST_GPA + offset, 16);
	nested_write(&t->l2, l2_ra + offset, mark(MARK_SEED_L2, offset));
	EXPECT_EQ(mark(MARK_SEED_L2, offset), *place);
	shadow_expect_live(&t->l2, l2_ra + offset);
	shadow_expect_none(&t->l2, l2_ra, offset);
	shadow_expect_none(&t->l2, l2_ra + offset + SZ_64K, SZ_2M);
	host_expect_neighbours(t);
}

L0_OP_HARNESS_MAIN
