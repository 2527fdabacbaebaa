// SPDX-License-Identifier: GPL-2.0
/*
 * When L0 takes a page from L1, every L2 that had it mapped loses it at once.
 *
 * kvmppc_unmap_pte() of L1's leaf walks the page's rmap list
 * (kvmhv_remove_nest_rmap_range()) and tears down each shadow leaf on it. A
 * leaf that the list misses goes on translating to the freed frame, which by
 * then is somebody else's: the tests put foreign data there before L2 looks.
 *
 * Two families: what L0 takes away is refilled by L0, unnoticed by L1; what L1
 * takes away faults into L1.
 */
#include "kselftest_harness.h"

#include "frames.h"
#include "isa/hcall.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"

#define MAX_MAPPINGS	3

FIXTURE(nested_unmap)
{
	struct nested_test t;
	struct nested_guest other;
};

FIXTURE_VARIANT(nested_unmap)
{
	struct nested_cell cell;
};

NESTED_CELLS(nested_unmap);

FIXTURE_SETUP(nested_unmap)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_unmap)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* Holes need a file; only kinds of memory that have one are here. */
FIXTURE(nested_punch)
{
	struct nested_test t;
	struct nested_guest other;
};

FIXTURE_VARIANT(nested_punch)
{
	struct nested_cell cell;
};

NESTED_CELLS_SHARED(nested_punch);

FIXTURE_SETUP(nested_punch)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_punch)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* What L1 does to its own tables does not depend on the kind of memory. */
FIXTURE(nested_l1_unmap)
{
	struct nested_test t;
	struct nested_guest other;
};

FIXTURE_VARIANT(nested_l1_unmap)
{
	struct nested_cell cell;
};

NESTED_CELLS_SIZES(nested_l1_unmap);

FIXTURE_SETUP(nested_l1_unmap)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_l1_unmap)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

FIXTURE(nested_unmap_1g)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_unmap_1g)
{
	struct nested_cell cell;
};

NESTED_CELLS_1G(nested_unmap_1g);

FIXTURE_SETUP(nested_unmap_1g)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_unmap_1g)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* @l2 maps the middle unit @mappings times; each is live, also for stores. */
static void make_live(struct nested_test *t, struct nested_guest *l2,
		      int mappings)
{
	int i;

	for (i = 0; i < mappings; i++)
		nested_test_map(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				RADIX_RW | RADIX_RC);
	for (i = 0; i < mappings; i++) {
		mark_memory(t, unit_hva(t, UNIT_MIDDLE), t->unit, MARK_SEED_L0,
			    unit_offset(t, UNIT_MIDDLE));
		nested_expect_unit(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				   MARK_SEED_L0);
		nested_mark_unit(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				 MARK_SEED_L2);
		host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
		shadow_expect_live(l2, TEST_L2_ALIAS_RA(i));
	}
}

static void expect_shadow_gone(struct nested_test *t, struct nested_guest *l2,
			       int mappings)
{
	int i;

	for (i = 0; i < mappings; i++)
		shadow_expect_unit_gone(t, l2, TEST_L2_ALIAS_RA(i));
}

/* Every mapping of @l2 sees @seed, and then what L0 and L2 store anew. */
static void expect_all_see(struct nested_test *t, struct nested_guest *l2,
			   int mappings, uint64_t seed)
{
	int i;

	for (i = 0; i < mappings; i++)
		nested_expect_unit(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				   seed);
	mark_memory(t, unit_hva(t, UNIT_MIDDLE), t->unit, MARK_SEED_NEW,
		    unit_offset(t, UNIT_MIDDLE));
	for (i = 0; i < mappings; i++)
		nested_expect_unit(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				   MARK_SEED_NEW);
	nested_mark_unit(t, l2, TEST_L2_ALIAS_RA(mappings - 1), UNIT_MIDDLE,
			 MARK_SEED_L2);
	host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
}

/*
 * MADV_DONTNEED: private memory reads as zeros afterwards, shared memory as
 * what it held; the old frame, where it was freed, is neither read nor written.
 */
static void discard(struct nested_test *t, struct nested_guest *other,
		    int mappings)
{
	uint64_t seed = t->mem.desc->shared ? MARK_SEED_L2 : 0;
	unsigned long frame;

	make_live(t, &t->l2, mappings);
	if (other)
		make_live(t, other, mappings);
	frame = unit_frame(t, UNIT_MIDDLE);

	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	frame = t->mem.desc->shared ? 0 : occupy_frame(t, frame);
	expect_shadow_gone(t, &t->l2, mappings);
	if (other)
		expect_shadow_gone(t, other, mappings);

	expect_all_see(t, &t->l2, mappings, seed);
	if (other)
		expect_all_see(t, other, mappings, MARK_SEED_L2);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* The rmap holds one entry, in place. */
/* Covers: S1, S3, S7 */
TEST_F(nested_unmap, discard_1_mapping)
{
	discard(&self->t, NULL, 1);
}

/* A list of two: head and the single entry at its end. */
/* Covers: S3, S7, S8 */
TEST_F(nested_unmap, discard_2_mappings)
{
	discard(&self->t, NULL, 2);
}

/* A list with a middle. */
/* Covers: S3, S7, S10, S13 */
TEST_F(nested_unmap, discard_3_mappings)
{
	discard(&self->t, NULL, 3);
}

/* Covers: S3, S10, S13 */
TEST_F(nested_unmap_1g, discard_3_mappings)
{
	discard(&self->t, NULL, 3);
}

/* Two L2s at the same three addresses: entries differ by LPID alone. */
/* Covers: S3, S4 */
TEST_F(nested_unmap, discard_2_l2s)
{
	nested_test_create_l2(&self->t, &self->other, TEST_LPID_OTHER);
	discard(&self->t, &self->other, 3);
}

/* The freed list must not come back: a second and a third time the same. */
/* Covers: S2, S3, S9 */
TEST_F(nested_unmap, discard_again)
{
	struct nested_test *t = &self->t;
	int round;

	make_live(t, &t->l2, MAX_MAPPINGS);
	for (round = 0; round < 3; round++) {
		uint64_t seed = t->mem.desc->shared ? MARK_SEED_L2 : 0;

		backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
		expect_shadow_gone(t, &t->l2, MAX_MAPPINGS);
		expect_all_see(t, &t->l2, MAX_MAPPINGS, seed);
	}
	host_expect_neighbours(t);
}

/* One host page goes away under an L2 leaf of several: the others stay. */
/* Covers: S10 */
TEST_F(nested_unmap, discard_part_of_a_leaf)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	uint64_t l2_ra = TEST_L2_ALIAS_RA(0);
	size_t page = t->mem.page_size;

	if (t->mem.page_size >= t->leaf_size)
		SKIP(return, "an L2 leaf is no larger than a host page here");
	make_live(t, &t->l2, 1);
	backing_discard(&t->mem, offset, page);
	EXPECT_EQ(t->mem.desc->shared ? mark(MARK_SEED_L2, offset) : 0,
		  nested_read(&t->l2, l2_ra));
	memory_must_hold(__FILE__, __LINE__, t,
			 unit_hva(t, UNIT_MIDDLE) + t->unit / 2, t->unit / 2,
			 MARK_SEED_L2, offset + t->unit / 2);
	EXPECT_EQ(mark(MARK_SEED_L2, offset + t->unit / 2),
		  nested_read(&t->l2, l2_ra + t->unit / 2));
}

/*
 * munmap: there is nothing to refill from. L2's access does not go through, until
 * there is memory again.
 */
/* Covers: S3, S7 */
TEST_F(nested_unmap, munmap_3_mappings)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	unsigned long frame;
	int i;

	make_live(t, &t->l2, MAX_MAPPINGS);
	frame = unit_frame(t, UNIT_MIDDLE);
	backing_unmap(&t->mem, offset, t->unit);
	frame = t->mem.desc->shared ? 0 : occupy_frame(t, frame);
	expect_shadow_gone(t, &t->l2, MAX_MAPPINGS);
	for (i = 0; i < MAX_MAPPINGS; i++) {
		nested_expect_no_memory(&t->l2, NESTED_LOAD,
					TEST_L2_ALIAS_RA(i));
		nested_expect_no_memory(&t->l2, NESTED_STORE,
					TEST_L2_ALIAS_RA(i));
	}
	occupied_expect_intact(frame);
	frames_release();

	backing_replace(&t->mem, offset, t->unit);
	expect_all_see(t, &t->l2, MAX_MAPPINGS, 0);
	host_expect_neighbours(t);
}

/* After L1 has taken the leaf out and invalidated, L2 faults into L1. */
static void l1_unmaps(struct nested_test *t,
		      void (*invalidate)(struct nested_guest *l2,
					 uint64_t l2_ra, unsigned int shift))
{
	uint64_t gone = TEST_L2_ALIAS_RA(1);
	uint64_t last = gone + t->leaf_size - t->step;

	make_live(t, &t->l2, MAX_MAPPINGS);
	nested_set_leaf(&t->l2, gone, 0);
	invalidate(&t->l2, gone, t->leaf_shift);
	/* All of the leaf, of however many host pages it was made. */
	shadow_expect_gone(t, &t->l2, gone);
	shadow_expect_gone(t, &t->l2, last);
	nested_expect_fault(&t->l2, NESTED_LOAD, gone, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_STORE, gone, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_LOAD, last, DSISR_NOHPTE);
	nested_expect_unit(t, &t->l2, TEST_L2_ALIAS_RA(0), UNIT_MIDDLE,
			   MARK_SEED_L2);
	nested_expect_unit(t, &t->l2, TEST_L2_ALIAS_RA(2), UNIT_MIDDLE,
			   MARK_SEED_L2);

	nested_map_rw(&t->l2, gone, unit_gpa(t, UNIT_MIDDLE), t->leaf_shift);
	nested_expect_unit(t, &t->l2, gone, UNIT_MIDDLE, MARK_SEED_L2);
}

/* Any address of the page will do: the low bits of EPN are ignored. */
static void by_last_address(struct nested_guest *l2, uint64_t l2_ra,
			    unsigned int shift)
{
	nested_tlbie_page(l2, l2_ra + (1UL << shift) - SZ_4K, shift);
}

static void by_lpid_all_caches(struct nested_guest *l2, uint64_t l2_ra,
			       unsigned int shift)
{
	nested_tlbie_lpid(l2, TLBIE_RIC_ALL);
}

static void by_all_caches(struct nested_guest *l2, uint64_t l2_ra,
			  unsigned int shift)
{
	nested_tlbie_all(l2, TLBIE_RIC_ALL);
}

TEST_F(nested_l1_unmap, l1_tlbie_page)
{
	l1_unmaps(&self->t, nested_tlbie_page);
}

TEST_F(nested_l1_unmap, l1_tlbie_page_by_last_address)
{
	l1_unmaps(&self->t, by_last_address);
}

TEST_F(nested_l1_unmap, l1_tlbie_lpid)
{
	l1_unmaps(&self->t, nested_tlbie_in_lpid);
}

TEST_F(nested_l1_unmap, l1_tlbie_lpid_ric2)
{
	l1_unmaps(&self->t, by_lpid_all_caches);
}

/* An invalidation of all LPIDs reaches the L2s beside, the first and the last. */
static void l1_unmaps_everywhere(struct nested_test *t,
				 struct nested_guest *other, uint64_t ric)
{
	uint64_t gone = TEST_L2_ALIAS_RA(0);

	nested_test_create_l2(t, other, TEST_LPID_OTHER);
	make_live(t, other, 1);
	make_live(t, &t->l2, 1);
	nested_set_leaf(&t->l2, gone, 0);
	nested_set_leaf(other, gone, 0);
	nested_tlbie_all(&t->l2, ric);
	shadow_expect_gone(t, &t->l2, gone);
	shadow_expect_gone(t, other, gone);
	nested_expect_fault(&t->l2, NESTED_LOAD, gone, DSISR_NOHPTE);
	nested_expect_fault(other, NESTED_LOAD, gone, DSISR_NOHPTE);
}

TEST_F(nested_l1_unmap, l1_tlbie_all_2_l2s)
{
	l1_unmaps_everywhere(&self->t, &self->other, TLBIE_RIC_TLB);
}

TEST_F(nested_l1_unmap, l1_tlbie_all_ric2_2_l2s)
{
	l1_unmaps_everywhere(&self->t, &self->other, TLBIE_RIC_ALL);
}

TEST_F(nested_l1_unmap, l1_tlbie_all)
{
	l1_unmaps(&self->t, nested_tlbie_in_all);
}

TEST_F(nested_l1_unmap, l1_tlbie_all_ric2)
{
	l1_unmaps(&self->t, by_all_caches);
}

/* A hole in the file: zeros for everybody, and the old frame is left alone. */
static void punch(struct nested_test *t, struct nested_guest *other,
		  int mappings)
{
	unsigned long frame;

	make_live(t, &t->l2, mappings);
	if (other)
		make_live(t, other, mappings);
	frame = unit_frame(t, UNIT_MIDDLE);

	backing_punch(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	frame = occupy_frame(t, frame);
	expect_shadow_gone(t, &t->l2, mappings);
	if (other)
		expect_shadow_gone(t, other, mappings);

	expect_all_see(t, &t->l2, mappings, 0);
	if (other)
		expect_all_see(t, other, mappings, MARK_SEED_L2);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* Covers: S3, S7 */
TEST_F(nested_punch, hole_1_mapping)
{
	punch(&self->t, NULL, 1);
}

/* Covers: S3, S7, S8 */
TEST_F(nested_punch, hole_2_mappings)
{
	punch(&self->t, NULL, 2);
}

/* Covers: S3, S7 */
TEST_F(nested_punch, hole_3_mappings)
{
	punch(&self->t, NULL, 3);
}

/* Covers: S3, S4 */
TEST_F(nested_punch, hole_2_l2s)
{
	nested_test_create_l2(&self->t, &self->other, TEST_LPID_OTHER);
	punch(&self->t, &self->other, 3);
}

TEST_HARNESS_MAIN
