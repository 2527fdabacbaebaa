// SPDX-License-Identifier: GPL-2.0
/*
 * The dirty log has exactly the pages that L2 stored to since it was last read.
 *
 * Reading the log clears the change bit in L0's leaf for L1 and, by the rmap list, in
 * every shadow leaf of the page (kvmhv_update_nest_rmap_rc_list()). L2's next store then
 * faults, and kvmhv_handle_nested_set_rc() sets both again. While logging is on, L0
 * maps base pages only.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <stdlib.h>

#include "isa/hcall.h"
#include "host/host_probe.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

NESTED_TEST_SUITE(nested_dirty_log);
NESTED_CELL(nested_dirty_log, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_dirty_log, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_dirty_log, thp_2m, BACKING_ANON_THP, 2m, 21);
NESTED_CELL(nested_dirty_log, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);

/* Byte offsets in the slot that L2 stores to; each in a leaf that is mapped. */
#define NR_SPOTS	4
struct spots {
	uint64_t offset[NR_SPOTS];
};

/* The first page, its neighbour, one in the middle of a leaf, the last one. */
static struct spots spots_of(const struct nested_test *t)
{
	size_t page = host_page_size();

	return (struct spots){ .offset = {
		0, page, t->mem.size / 2 + align_down(t->leaf_size / 2,
						      page),
		t->mem.size - page,
	} };
}

/* L1 maps the leaves of all spots for @l2, starting at @l2_ra. */
static void map_spots(struct nested_test *t, struct nested_vcpu *l2,
		      gpa_t l2_ra)
{
	struct spots spots = spots_of(t);
	uint64_t done = ~0UL;
	int i;

	for (i = 0; i < NR_SPOTS; i++) {
		uint64_t leaf = align_down(spots.offset[i],
					   t->leaf_size);

		if (leaf == done)
			continue;
		nested_map_rw(l2, l2_ra + leaf, TEST_GPA + leaf, t->leaf_shift);
		done = leaf;
	}
}

static void read_spots(struct nested_test *t)
{
	struct spots spots = spots_of(t);
	int i;

	for (i = 0; i < NR_SPOTS; i++)
		nested_read(&t->l2, TEST_L2_RA + spots.offset[i]);
}

static void set_logging(struct nested_test *t, bool on)
{
	vm_mem_region_set_flags(t->vm, TEST_SLOT,
				on ? KVM_MEM_LOG_DIRTY_PAGES : 0);
}

/* Read the log, which clears it. Bit @i of @want: spot @i must be in it. */
#define expect_dirty(t, want) TEST_VERB(__expect_dirty(t, want, 0))
/* The same; spots in @may are optional. */
#define expect_dirty_within(t, may) TEST_VERB(__expect_dirty(t, 0, may))

static bool is_spot(const struct nested_test *t, size_t offset, unsigned int mask)
{
	struct spots spots = spots_of(t);
	int i;

	for (i = 0; i < NR_SPOTS; i++) {
		if (mask & (1 << i) && offset == spots.offset[i])
			return true;
	}
	return false;
}

static void __expect_dirty(struct nested_test *t, unsigned int want,
			   unsigned int may)
{
	uint64_t *log = nested_test_read_log(t);
	size_t off;

	for (off = 0; off < t->mem.size; off += host_page_size()) {
		bool dirty = is_logged(log, off);

		if (!dirty && is_spot(t, off, want))
			test_fail_caller("L2 stored at offset %#zx, not in the dirty log",
					 off);
		if (dirty && !is_spot(t, off, want | may))
			test_fail_caller("offset %#zx is in the dirty log: no store",
					 off);
	}
	free(log);
}

/* All spots. Neighbours are the same page if a leaf is one page. */
#define ALL_SPOTS	((1 << NR_SPOTS) - 1)

/* L2 stores to spot @spot: then only this spot is in the log. */
static void expect_store_logged(struct nested_test *t, struct nested_vcpu *l2,
				gpa_t l2_ra, int spot)
{
	static uint64_t value;
	uint64_t offset = spots_of(t).offset[spot];

	value++;
	nested_write(l2, l2_ra + offset, value);
	expect_dirty(t, 1 << spot);
	if (*(uint64_t *)(t->mem.hva + offset) != value)
		TEST_FAIL("L2's store is not in memory");
}

/* Turn logging on; the log is empty, and L2 has read all spots. */
static void start_log(struct nested_test *t)
{
	map_spots(t, &t->l2, TEST_L2_RA);
	set_logging(t, true);
	read_spots(t);
	/* For a load L0 may map a page writable and dirty. */
	expect_dirty_within(t, ALL_SPOTS);
}

/*
 * L2 stores to one page after the other: the log has that page only, not pages of loads
 * or of earlier stores. In a second round each page is logged again.
 */
TEST_F(nested_dirty_log, stores_are_logged_each_time)
{
	struct nested_test *t = &self->t;
	int round, spot;

	start_log(t);
	for (round = 0; round < 2; round++) {
		for (spot = 0; spot < NR_SPOTS; spot++) {
			test_row("spot %d, round %d", spot, round);
			expect_store_logged(t, &t->l2, TEST_L2_RA, spot);
			expect_dirty(t, 0);
			read_spots(t);
			expect_dirty(t, 0);
		}
	}
	test_row_end();
}

/* L2 stores to several pages: one reading of the log has all of them. */
TEST_F(nested_dirty_log, stores_add_up)
{
	struct nested_test *t = &self->t;
	struct spots spots = spots_of(t);
	int spot;

	start_log(t);
	for (spot = 0; spot < NR_SPOTS; spot++)
		nested_write(&t->l2, TEST_L2_RA + spots.offset[spot], spot);
	expect_dirty(t, ALL_SPOTS);
	expect_dirty(t, 0);
}

/*
 * Three addresses of one L2 and one of another map the page, and all have stored to it.
 * After each reading of the log, a store through any of them is logged again.
 */
/* Covers: S1, S4 */
TEST_F(nested_dirty_log, each_mapping_is_logged)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu other;
	struct {
		struct nested_vcpu *l2;
		gpa_t l2_ra;
	} maps[] = {
		{ &t->l2, TEST_L2_RA },
		{ &t->l2, TEST_L2_ALIAS_RA(0) },
		{ &t->l2, TEST_L2_ALIAS_RA(1) },
		{ &other, TEST_L2_RA },
	};
	int i, round;

	nested_create(&other, t->vcpu, TEST_LPID_OTHER);
	start_log(t);
	for (i = 1; i < ARRAY_SIZE(maps); i++)
		map_spots(t, maps[i].l2, maps[i].l2_ra);
	for (i = 0; i < ARRAY_SIZE(maps); i++)
		nested_write(maps[i].l2, maps[i].l2_ra, 0);
	expect_dirty(t, 1);
	for (round = 0; round < 2; round++) {
		for (i = 0; i < ARRAY_SIZE(maps); i++) {
			test_row("mapping %d, round %d", i, round);
			expect_store_logged(t, maps[i].l2, maps[i].l2_ra, 0);
		}
	}
	test_row_end();
}

/* L2 stores, and L0 discards the page before the log is read: it is in the log. */
/* Covers: S3, S12 */
TEST_F(nested_dirty_log, discarded_page_stays_logged)
{
	struct nested_test *t = &self->t;

	start_log(t);
	nested_write(&t->l2, TEST_L2_RA, 1);
	backing_discard(&t->mem, 0, t->mem.page_size);
	shadow_expect_none(&t->l2, TEST_L2_RA, t->mem.page_size);
	expect_dirty(t, 1);
	expect_store_logged(t, &t->l2, TEST_L2_RA, 0);
}

/*
 * L2 has stored before logging is turned on: then the log is empty, and all earlier
 * leaves are gone, with their change bits and their size. Turned off, L2 can still load
 * and store; turned on again, the log is empty again.
 */
/* Covers: S3, S10 */
TEST_F(nested_dirty_log, on_off_on)
{
	struct nested_test *t = &self->t;
	int round;

	map_spots(t, &t->l2, TEST_L2_RA);
	for (round = 0; round < 2; round++) {
		nested_write(&t->l2, TEST_L2_RA, round + 1);
		shadow_expect_live(&t->l2, TEST_L2_RA);
		set_logging(t, true);
		shadow_expect_unit_gone(t, &t->l2, TEST_L2_RA);
		expect_dirty(t, 0);
		expect_store_logged(t, &t->l2, TEST_L2_RA, 0);
		set_logging(t, false);
		shadow_expect_unit_gone(t, &t->l2, TEST_L2_RA);
		if (nested_read(&t->l2, TEST_L2_RA) !=
		    *(uint64_t *)t->mem.hva)
			TEST_FAIL("L2 does not read what it stored");
	}
}

/*
 * Reading the log clears the change bit of a shadow leaf and must invalidate the leaf on
 * all CPUs, else a store through it is not logged. Known defect: the tlbie has L1's LPID
 * of the L2, not the host's. With stock QEMU only the trace shows it.
 */
TEST_F(nested_dirty_log, reading_invalidates_the_shadow_leaf)
{
	struct nested_test *t = &self->t;

	TEST_REQUIRE_PRESENT(tlbie_audit_missing());
	start_log(t);
	nested_write(&t->l2, TEST_L2_RA, 1);
	shadow_expect_bits_of(&t->l2, NESTED_STORE, TEST_L2_RA, RADIX_C,
			      RADIX_C);
	expect_dirty(t, 1);
	shadow_expect_bits(&t->l2, TEST_L2_RA, RADIX_C, 0);
	nested_test_known_defect(t, tlbie_audit_saw() & TLBIE_SAW_RC_WRONG_LPID,
				 DEFECT_RC_WRONG_LPID);
}

/*
 * An L2 has ended, and its entries are still on the rmap lists of its pages: reading the
 * log and discarding the pages skip them, and process the other L2's entries after them.
 */
TEST_F(nested_dirty_log, entries_of_an_ended_l2)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu ended;
	struct spots spots = spots_of(t);
	int i;

	nested_create(&ended, t->vcpu, TEST_LPID_OTHER);
	map_spots(t, &t->l2, TEST_L2_RA);
	map_spots(t, &ended, TEST_L2_RA);
	set_logging(t, true);
	for (i = 0; i < NR_SPOTS; i++) {
		nested_write(&t->l2, TEST_L2_RA + spots.offset[i], 1);
		nested_write(&ended, TEST_L2_RA + spots.offset[i], 2);
		shadow_expect_live(&ended, TEST_L2_RA + spots.offset[i]);
	}
	vcpu_call(t->vcpu, l1_set_partition_entry, ended.lpid, 0, 0);
	nested_tlbie_lpid(&ended, TLBIE_RIC_ALL);

	expect_dirty(t, ALL_SPOTS);
	expect_dirty(t, 0);
	for (i = 0; i < NR_SPOTS; i++)
		nested_write(&t->l2, TEST_L2_RA + spots.offset[i], 3);
	expect_dirty(t, ALL_SPOTS);
	set_logging(t, false);
	backing_discard(&t->mem, 0, t->mem.size);
	shadow_expect_none(&t->l2, TEST_L2_RA, t->mem.size);
}

#define NO_SLOT		0x7fff

static int read_log_of(struct nested_test *t, uint32_t slot, void *bitmap)
{
	struct kvm_dirty_log log = { .slot = slot, .dirty_bitmap = bitmap };

	return __vm_ioctl(t->vm, KVM_GET_DIRTY_LOG, &log);
}

/*
 * The log is refused for a slot that has none, for one that cannot be, and into memory
 * that cannot be written. L2's next store is in the log again.
 */
TEST_F(nested_dirty_log, log_refused)
{
	struct nested_test *t = &self->t;
	uint64_t *log;

	start_log(t);
	log = nested_test_read_log(t);
	EXPECT_EQ(-ENOENT, read_log_of(t, TEST_SLOT + 1, log));
	EXPECT_EQ(-EINVAL, read_log_of(t, NO_SLOT, log));
	nested_write(&t->l2, TEST_L2_RA, 1);
	EXPECT_EQ(-EFAULT, read_log_of(t, TEST_SLOT, NULL));
	expect_store_logged(t, &t->l2, TEST_L2_RA, 0);
	set_logging(t, false);
	EXPECT_EQ(-ENOENT, read_log_of(t, TEST_SLOT, log));
	free(log);
}

TEST_HARNESS_MAIN
