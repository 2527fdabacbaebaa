// SPDX-License-Identifier: GPL-2.0
/*
 * The reverse map costs what its law says, and all of it comes back.
 *
 * Entries are keyed by L1's LPID of the L2 and the L2 real address, filed under
 * the host page. The first entry of a page lives in the memslot's array, each
 * further one is one 16-byte object. An entry is never filed twice and never
 * taken out alone: the whole list goes when L0 unmaps the page, with its memslot
 * or with the VM. So n mappings of a page cost n - 1 objects, however often they
 * are made, and a guest cannot make L0 allocate without bound.
 *
 * Counted from the kernel's own allocations while it runs (rmap_census.h); the
 * series goes to the results.
 */
#include "kselftest_harness.h"

#include <stdio.h>

#include "hcall.h"
#include "host_probe.h"
#include "nested_test.h"
#include "rmap_census.h"

#define FEW		8
#define MANY		64
#define ROUNDS		12

FIXTURE(nested_rmap_growth)
{
	struct nested_test t;
	struct nested_guest other;
	struct rmap_census *census;
	unsigned long base;	/* objects of the VM itself: its L2s' own pages */
};

FIXTURE_VARIANT(nested_rmap_growth)
{
	struct nested_cell cell;
};

NESTED_CELLS(nested_rmap_growth);

/* Objects that the mappings of the test cost now. */
static long cost(FIXTURE_DATA(nested_rmap_growth) *self, const char *label)
{
	return census_series_add(self->census, label)->live - self->base;
}

FIXTURE_SETUP(nested_rmap_growth)
{
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(census_missing());
	self->census = census_start();
	nested_test_setup(t, &variant->cell);
	nested_test_create_l2(t, &self->other, TEST_LPID_OTHER);

	/* Once through everything that the cases do, somewhere else. */
	nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(0) - SZ_1G, TEST_GPA,
		      t->leaf_shift);
	nested_map_rw(&self->other, TEST_L2_ALIAS_RA(0) - SZ_1G, TEST_GPA,
		      t->leaf_shift);
	nested_read(&t->l2, TEST_L2_ALIAS_RA(0) - SZ_1G);
	nested_read(&self->other, TEST_L2_ALIAS_RA(0) - SZ_1G);
	backing_discard(&t->mem, 0, t->mem.page_size);
	/* L2's first store shall not have to replace a page of zeros. */
	mark_memory(t, t->mem.hva, t->mem.page_size, MARK_SEED_L0, 0);
	self->base = census_series_add(self->census, "base")->live;
}

/* Whatever the case did: with the VM everything is given back. */
FIXTURE_TEARDOWN(nested_rmap_growth)
{
	const struct rmap_counts *counts;

	kvm_vm_free(self->t.vm);
	self->t.vm = NULL;
	counts = census_series_add(self->census, "VM gone");
	if (counts->live)
		TEST_FAIL("%lu rmap objects outlive the VM", counts->live);
	if (counts->strange)
		TEST_ERROR("%lu events of the census fit no law",
			   counts->strange);
	census_stop(self->census);
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* The page that the cases map: the first one of the slot. */
static void alias(struct nested_test *t, struct nested_guest *l2, int i)
{
	nested_map_rw(l2, TEST_L2_ALIAS_RA(i), TEST_GPA, t->leaf_shift);
}

static void touch_at(struct nested_guest *l2, int aliases, uint64_t offset)
{
	int i;

	for (i = 0; i < aliases; i++)
		nested_read(l2, TEST_L2_ALIAS_RA(i) + offset);
}

static void touch(struct nested_guest *l2, int aliases)
{
	touch_at(l2, aliases, 0);
}

/* L0 takes the page away, under all of its mappings. */
static void take_away(struct nested_test *t)
{
	backing_discard(&t->mem, 0, t->mem.page_size);
}

/* The first mapping is free, each further one costs one object. */
TEST_F(nested_rmap_growth, n_mappings_cost_n_minus_1)
{
	struct nested_test *t = &self->t;
	int n;

	for (n = 1; n <= FEW; n++) {
		alias(t, &t->l2, n - 1);
		nested_read(&t->l2, TEST_L2_ALIAS_RA(n - 1));
		EXPECT_EQ(n - 1, cost(self, "one mapping more"));
	}
	nested_write(&t->l2, TEST_L2_ALIAS_RA(0), 1);
	EXPECT_EQ(FEW - 1, cost(self, "store"));
}

/* A long list is no other thing than a short one. */
TEST_F(nested_rmap_growth, 64_mappings_cost_63)
{
	struct nested_test *t = &self->t;
	int i;

	for (i = 0; i < MANY; i++)
		alias(t, &t->l2, i);
	touch(&t->l2, MANY);
	EXPECT_EQ(MANY - 1, cost(self, "64 mappings"));
	take_away(t);
	EXPECT_EQ(0, cost(self, "page taken"));
}

/* Entries of two L2s at the same addresses differ by LPID and both count. */
TEST_F(nested_rmap_growth, two_l2s_share_the_list)
{
	struct nested_test *t = &self->t;
	int i;

	for (i = 0; i < FEW; i++) {
		alias(t, &t->l2, i);
		alias(t, &self->other, i);
	}
	touch(&t->l2, FEW);
	EXPECT_EQ(FEW - 1, cost(self, "first L2"));
	touch(&self->other, FEW);
	EXPECT_EQ(2 * FEW - 1, cost(self, "second L2"));
	take_away(t);
	EXPECT_EQ(0, cost(self, "page taken"));
}

/*
 * A host page has one list, at its first gfn, whichever of its parts L2 maps;
 * parts of different host pages have lists of their own.
 */
TEST_F(nested_rmap_growth, leaves_of_one_host_page_share_its_list)
{
	struct nested_test *t = &self->t;
	long lists = t->mem.page_size > t->leaf_size ? 1 : 3;
	int i;

	TEST_REQUIRE(t->mem.size >= 3 * t->leaf_size,
		     "the memory has less than three leaves");
	for (i = 0; i < 3; i++) {
		nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(i),
			      TEST_GPA + i * t->leaf_size, t->leaf_shift);
		nested_read(&t->l2, TEST_L2_ALIAS_RA(i));
	}
	EXPECT_EQ(3 - lists, cost(self, "three leaves"));
}

/*
 * What __kvmhv_nested_page_fault() inserts: the host's page, and where that is
 * larger than L1's leaf, a page of 2M or else a base page.
 */
static uint64_t shadow_page_size(const struct nested_test *t)
{
	if (t->mem.page_size <= t->leaf_size)
		return t->mem.page_size;
	return t->leaf_size > SZ_2M ? SZ_2M : host_page_size();
}

/*
 * L1 unmaps and maps the same again: each fault of L2, at whatever offset in the
 * shadow page, finds its entry in the list and adds none. Nor do L1's invalidations free any.
 */
TEST_F(nested_rmap_growth, remap_loop_adds_nothing)
{
	struct nested_test *t = &self->t;
	uint64_t shadow = shadow_page_size(t);
	int i, round;

	for (i = 0; i < 3; i++)
		alias(t, &t->l2, i);
	touch(&t->l2, 3);
	ASSERT_EQ(2, cost(self, "three mappings"));
	for (round = 0; round < few_rounds(t, ROUNDS); round++) {
		for (i = 0; i < 3; i++)
			nested_tlbie_page(&t->l2, TEST_L2_ALIAS_RA(i),
					  t->leaf_shift);
		EXPECT_EQ(2, cost(self, "invalidated by page"));
		touch_at(&t->l2, 3, round * SZ_4K % shadow);
		EXPECT_EQ(2, cost(self, "touched"));
		nested_tlbie_lpid(&t->l2, TLBIE_RIC_TLB);
		touch(&t->l2, 3);
		EXPECT_EQ(2, cost(self, "invalidated by LPID, touched"));
	}
	EXPECT_EQ(self->base + 2, census_read(self->census)->max_live);
}

/* L1 points three addresses to and fro: two lists of three, and no more. */
TEST_F(nested_rmap_growth, repoint_loop_is_bounded)
{
	struct nested_test *t = &self->t;
	uint64_t gpas[2] = { TEST_GPA, unit_gpa(t, UNIT_LAST) };
	/* Both leaves lie in one host page, or in two with a list each. */
	long bound = units_differ(t) ? 4 : 2;
	int i, round;

	if (!units_differ(t))
		SKIP(return, "one unit of memory only: nowhere to point to");
	for (i = 0; i < 3; i++)
		alias(t, &t->l2, i);
	for (round = 0; round < few_rounds(t, ROUNDS); round++) {
		touch(&t->l2, 3);
		for (i = 0; i < 3; i++) {
			nested_set_leaf(&t->l2, TEST_L2_ALIAS_RA(i),
					nested_leaf(gpas[~round & 1],
						    RADIX_RW | RADIX_RC));
			nested_tlbie_page(&t->l2, TEST_L2_ALIAS_RA(i),
					  t->leaf_shift);
		}
		EXPECT_EQ(round ? bound : 2, cost(self, "pointed elsewhere"));
	}
	EXPECT_EQ(self->base + bound, census_read(self->census)->max_live);
}

/* L0 unmaps: the list goes as a whole. Many times, and no round costs more. */
TEST_F(nested_rmap_growth, l0_unmap_gives_all_back)
{
	struct nested_test *t = &self->t;
	int i, round;

	for (i = 0; i < FEW; i++)
		alias(t, &t->l2, i);
	for (round = 0; round < few_rounds(t, ROUNDS); round++) {
		touch(&t->l2, FEW);
		EXPECT_EQ(FEW - 1, cost(self, "touched"));
		take_away(t);
		EXPECT_EQ(0, cost(self, "page taken"));
	}
	EXPECT_EQ(self->base + FEW - 1, census_read(self->census)->max_live);
}

/* So does the memslot's end, and a new one at its place starts from nothing. */
TEST_F(nested_rmap_growth, slot_gives_all_back)
{
	struct nested_test *t = &self->t;
	int i, round;

	for (i = 0; i < FEW; i++)
		alias(t, &t->l2, i);
	for (round = 0; round < 3; round++) {
		touch(&t->l2, FEW);
		EXPECT_EQ(FEW - 1, cost(self, "touched"));
		vm_mem_region_delete(t->vm, TEST_SLOT);
		EXPECT_EQ(0, cost(self, "memslot gone"));
		vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, t->mem.size,
				  t->mem.hva);
	}
}

TEST_HARNESS_MAIN
