// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of the reverse map is bounded, and all of it is freed.
 *
 * An entry consists of L1's LPID of the L2 and the L2 real address, and is inserted in
 * the list of the host page. The first entry of a page is stored in the memslot's array,
 * each further one takes one 16-byte object. An entry is never inserted twice and never
 * removed alone: the whole list is freed when L0 unmaps the page, with its memslot or
 * with the VM. So n mappings of a page take n - 1 objects, however often they are
 * created, and a guest cannot make L0 allocate without bound.
 *
 * The objects are counted by tracing the kernel's allocations (rmap_census.h); the series
 * of counts is a result file.
 */
#include "kselftest_harness.h"

#include <stdio.h>

#include "isa/hcall.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "witness/rmap_census.h"

#define FEW		8
#define MANY		64
#define ROUNDS		4
#define MANY_ROUNDS	12

struct growth {
	struct nested_test t;
	struct rmap_census *census;
	unsigned long base;	/* objects for its L2s' own pages */
};

/* The current number of objects for the mappings of the test. */
static long cost(struct growth *g, const char *label)
{
	return census_series_add(g->census, label)->live - g->base;
}

/* L1 maps the first page of the slot at @count addresses. */
static void l1_map_aliases(struct l2_vm *l2, uint64_t count, gpa_t gpa,
			   uint64_t shift)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		GUEST_ASSERT_EQ(l1_nested_map(l2, TEST_L2_ALIAS_RA(i), gpa,
					      shift, RADIX_RW | RADIX_RC), 0);
}

static void map_aliases(struct growth *g, struct nested_vcpu *l2, int count)
{
	vcpu_call(l2->vcpu, l1_map_aliases, l2->l2_vm, count, g->t.gpa,
		  g->t.leaf_shift);
}

static void l2_touch(uint64_t first, uint64_t count, uint64_t offset)
{
	uint64_t i;

	for (i = first; i < first + count; i++)
		l2_load64(TEST_L2_ALIAS_RA(i) + offset);
}

/* L2 reads through @count addresses, without an exit to L1. */
static void touch_from(struct nested_vcpu *l2, int first, int count,
		       uint64_t offset)
{
	nested_call_value(l2, l2_touch, first, count, offset);
}

static void touch(struct nested_vcpu *l2, int count)
{
	touch_from(l2, 0, count, 0);
}

/* L0 discards the page with all of its mappings: each needs its tlbie. */
static void take_away(struct nested_test *t)
{
	shadow_expect_composed(t->vm);
	backing_discard(&t->mem, 0, t->mem.page_size);
}

static void growth_setup(struct growth *g, const struct nested_cell *cell)
{
	struct nested_test *t = &g->t;
	uint64_t elsewhere = TEST_L2_ALIAS_RA(0) - SZ_1G;

	TEST_REQUIRE_PRESENT(census_missing());
	g->census = census_start();
	nested_test_setup(t, cell);
	nested_create(&g->t.other, t->vcpu, TEST_LPID_OTHER);

	/* Warm up: everything that the cases do, once, at another address. */
	nested_map_rw(&t->l2, elsewhere, TEST_GPA, t->leaf_shift);
	nested_map_rw(&g->t.other, elsewhere, TEST_GPA, t->leaf_shift);
	nested_read(&t->l2, elsewhere);
	nested_read(&g->t.other, elsewhere);
	touch(&t->l2, 0);
	touch(&g->t.other, 0);
	take_away(t);
	/* Populate: L2's first store should not replace the zero page. */
	mark_memory(t, t->mem.hva, t->mem.page_size, MARK_SEED_L0, 0);
	g->base = census_series_add(g->census, "base")->live;
}

/* After every case: with the VM all objects are freed. */
static void growth_teardown(struct growth *g, int exit_code)
{
	const struct rmap_counts *counts;

	nested_test_end_vm(&g->t, exit_code);
	counts = census_series_add(g->census, "VM gone");
	if (counts->live)
		TEST_FAIL("%lu rmap objects outlive the VM", counts->live);
	if (counts->invalid)
		TEST_ERROR("%lu trace events of rmap objects contradict earlier ones",
			   counts->invalid);
	census_stop(g->census);
	nested_test_teardown(&g->t, exit_code);
}

NESTED_TEST_SUITE_OF(nested_rmap_growth, struct growth, g, growth_setup, growth_teardown);
NESTED_CELLS_SIZES(nested_rmap_growth);

/* A 1G page has one list too; each reading of it takes a second. */
NESTED_TEST_SUITE_OF(nested_rmap_growth_1g, struct growth, g, growth_setup,
		     growth_teardown);
NESTED_CELL(nested_rmap_growth_1g, hugetlb_1g, BACKING_HUGETLB_1G, 2m, 21);
NESTED_CELL(nested_rmap_growth_1g, hugetlb_1g, BACKING_HUGETLB_1G, 1g, 30);

/* The first mapping takes no object, each further one takes one. */
static void n_mappings_cost_n_minus_1(struct growth *g)
{
	struct nested_test *t = &g->t;
	int n;

	map_aliases(g, &t->l2, FEW);
	for (n = 1; n <= FEW; n++) {
		touch_from(&t->l2, n - 1, 1, 0);
		if (cost(g, "one mapping more") != n - 1)
			TEST_FAIL("%d mappings cost %ld objects", n,
				  cost(g, "wrong"));
	}
	nested_write(&t->l2, TEST_L2_ALIAS_RA(0), 1);
	if (cost(g, "store") != FEW - 1)
		TEST_FAIL("a store cost an object");
	take_away(t);
	if (cost(g, "page taken"))
		TEST_FAIL("%ld objects outlive their page", cost(g, "wrong"));
}

/*
 * L2 maps a page at one address after another: N mappings take N - 1 rmap objects, which
 * are freed when L0 discards the page.
 */
/* Covers: S1, S2, S7, S8, S14 */
TEST_F(nested_rmap_growth, n_mappings_cost_n_minus_1)
{
	n_mappings_cost_n_minus_1(&self->g);
}

/*
 * L2 maps a 1G page at one address after another: N mappings take N - 1 rmap objects,
 * which are freed when L0 discards the page.
 */
/* Covers: S8, S13 */
TEST_F(nested_rmap_growth_1g, n_mappings_cost_n_minus_1)
{
	n_mappings_cost_n_minus_1(&self->g);
}

/*
 * Sixty-four addresses map one page: they take 63 rmap objects, which are freed when L0
 * discards the page.
 */
/* Covers: S8 */
TEST_F(nested_rmap_growth, 64_mappings_cost_63)
{
	struct growth *g = &self->g;

	map_aliases(g, &g->t.l2, MANY);
	touch(&g->t.l2, MANY);
	EXPECT_EQ(MANY - 1, cost(g, "64 mappings"));
	take_away(&g->t);
	EXPECT_EQ(0, cost(g, "page taken"));
}

/* Two L2s map a page at the same addresses: their entries differ by LPID, both count. */
/* Covers: S2, S4 */
TEST_F(nested_rmap_growth, two_l2s_share_the_list)
{
	struct growth *g = &self->g;

	map_aliases(g, &g->t.l2, FEW);
	map_aliases(g, &g->t.other, FEW);
	touch(&g->t.l2, FEW);
	EXPECT_EQ(FEW - 1, cost(g, "first L2"));
	touch(&g->t.other, FEW);
	EXPECT_EQ(2 * FEW - 1, cost(g, "second L2"));
	take_away(&g->t);
	EXPECT_EQ(0, cost(g, "page taken"));
}

/*
 * L2 maps several parts of a host page: there is one list, at the page's first gfn.
 * Parts of different host pages have separate lists.
 */
/* Covers: S2 */
TEST_F(nested_rmap_growth, leaves_of_one_host_page_share_its_list)
{
	struct growth *g = &self->g;
	struct nested_test *t = &g->t;
	long lists = t->mem.page_size > t->leaf_size ? 1 : 3;
	int i;

	for (i = 0; i < 3; i++) {
		nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(i),
			      TEST_GPA + i * t->leaf_size, t->leaf_shift);
		nested_read(&t->l2, TEST_L2_ALIAS_RA(i));
	}
	EXPECT_EQ(3 - lists, cost(g, "three leaves"));
}

/*
 * L1 unmaps pages and maps them again: L2's faults, at any offset in the shadow page,
 * find their entries in the list and add none. L1's invalidations free none either: one
 * of L2's addresses equals L1's address of the page, and the page's list is complete
 * after that shadow leaf is removed.
 */
/* Covers: S5, S6, S11, S14 */
TEST_F(nested_rmap_growth, remap_loop_adds_nothing)
{
	struct growth *g = &self->g;
	struct nested_test *t = &g->t;
	uint64_t shadow = shadow_page_size(t->mem.page_size, t->leaf_size);
	int i, round;

	nested_test_move_slot(t, TEST_L2_ALIAS_RA(0));
	map_aliases(g, &t->l2, 3);
	touch(&t->l2, 3);
	ASSERT_EQ(2, cost(g, "three mappings"));
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < 3; i++)
			nested_tlbie_page(&t->l2, TEST_L2_ALIAS_RA(i),
					  t->leaf_shift);
		EXPECT_EQ(2, cost(g, "invalidated by page"));
		touch_from(&t->l2, 0, 3, round * SZ_4K % shadow);
		EXPECT_EQ(2, cost(g, "touched"));
		nested_tlbie_lpid(&t->l2, TLBIE_RIC_TLB);
		touch(&t->l2, 3);
		EXPECT_EQ(2, cost(g, "invalidated by LPID, touched"));
	}
	EXPECT_EQ(g->base + 2, census_read(g->census)->max_live);
}

/* L1 maps three addresses to one page and another in turn: two lists of three, no more. */
/* Covers: S5, S6 */
TEST_F(nested_rmap_growth, repoint_loop_is_bounded)
{
	struct growth *g = &self->g;
	struct nested_test *t = &g->t;
	gpa_t gpas[2] = { TEST_GPA, unit_gpa(t, UNIT_LAST) };
	long bound = 4;		/* two units, with a list each */
	int i, round;

	map_aliases(g, &t->l2, 3);
	for (round = 0; round < ROUNDS; round++) {
		touch(&t->l2, 3);
		for (i = 0; i < 3; i++) {
			nested_set_leaf(&t->l2, TEST_L2_ALIAS_RA(i),
					nested_leaf(gpas[~round & 1],
						    RADIX_RW | RADIX_RC));
			nested_tlbie_page(&t->l2, TEST_L2_ALIAS_RA(i),
					  t->leaf_shift);
		}
		EXPECT_EQ(round ? bound : 2, cost(g, "pointed elsewhere"));
	}
	EXPECT_EQ(g->base + bound, census_read(g->census)->max_live);
}

/* L0 discards the page in many rounds: the list is freed, and no round takes more objects. */
/* Covers: S9 */
TEST_F(nested_rmap_growth, l0_unmap_gives_all_back)
{
	struct growth *g = &self->g;
	struct nested_test *t = &g->t;
	int round;

	map_aliases(g, &t->l2, FEW);
	for (round = 0; round < MANY_ROUNDS; round++) {
		touch(&t->l2, FEW);
		EXPECT_EQ(FEW - 1, cost(g, "touched"));
		take_away(t);
		EXPECT_EQ(0, cost(g, "page taken"));
	}
	EXPECT_EQ(g->base + FEW - 1, census_read(g->census)->max_live);
}

/* Deleting the memslot frees the lists too, and a new slot starts with empty ones. */
static void slot_gives_all_back(struct growth *g)
{
	struct nested_test *t = &g->t;
	int round;

	map_aliases(g, &t->l2, FEW);
	for (round = 0; round < 2; round++) {
		touch(&t->l2, FEW);
		if (cost(g, "touched") != FEW - 1)
			TEST_FAIL("%d mappings cost %ld objects", FEW,
				  cost(g, "wrong"));
		vm_mem_region_delete(t->vm, TEST_SLOT);
		if (cost(g, "memslot gone"))
			TEST_FAIL("%ld objects outlive their memslot",
				  cost(g, "wrong"));
		vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, t->mem.size,
				  t->mem.hva);
	}
}

/*
 * A page is mapped several times and its memslot is deleted: all rmap objects are
 * freed, and a new slot at its place starts with empty lists.
 */
/* Covers: S9, S10 */
TEST_F(nested_rmap_growth, slot_gives_all_back)
{
	slot_gives_all_back(&self->g);
}

/*
 * A page of 1G is mapped several times and its memslot is deleted: all rmap objects
 * are freed, and a new slot at its place starts with empty lists.
 */
/* Covers: S9, S13 */
TEST_F(nested_rmap_growth_1g, slot_gives_all_back)
{
	slot_gives_all_back(&self->g);
}

int main(int argc, char **argv)
{
	tlbie_audit_start(argc, argv);
	return census_around(argc, argv, test_harness_run);
}
