// SPDX-License-Identifier: GPL-2.0
/*
 * L0's memory management exchanges the pages under L2 for larger or smaller ones,
 * or moves them to another node: L2 sees the same data, in the new pages.
 *
 * The kernel copies, or only remaps; either way the notifier comes first, and every
 * shadow leaf of the old frames has to go. One that stayed would read and write
 * frames which by then are somebody else's.
 */
#include "kselftest_harness.h"

#include <sys/mman.h>

#include "file_util.h"
#include "frames.h"
#include "guard.h"
#include "host/host_probe.h"
#include "fixture/nested_aliases.h"
#include "numa_util.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE	25
#endif

#define KHUGEPAGED	"/sys/kernel/mm/transparent_hugepage/khugepaged/"
/*
 * How long it may take, and how often it then has looked at all processes: other
 * memory of the host comes first, and may be terabytes.
 */
#define KHUGEPAGED_STEPS	1000
#define KHUGEPAGED_SCANS	3
#define KHUGEPAGED_MAX_STEPS	8000
#define KHUGEPAGED_STEP_USEC	10000

FIXTURE(nested_collapse)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_collapse)
{
	struct nested_cell cell;
};

/* The memory has to be of 2M at least. */
NESTED_CELL(nested_collapse, anon, BACKING_ANON, 2m, 21);

FIXTURE_SETUP(nested_collapse)
{
	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(backing_missing(BACKING_ANON_THP));
	/* First: the guardian is forked, which takes leaves away. */
	guard_restore_file(KHUGEPAGED "pages_to_scan");
	guard_restore_file(KHUGEPAGED "scan_sleep_millisecs");
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_collapse)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* The 2M of L0's memory that the middle unit lies in. */
static char *middle_2m(const struct nested_test *t)
{
	return (char *)SELFTEST_ALIGN_DOWN((uintptr_t)unit_hva(t, UNIT_MIDDLE),
					   SZ_2M);
}

/* 2M of base pages become one THP, by @collapse: L2 uses the new page as the old ones. */
static void expect_collapsed(struct nested_test *t, void (*collapse)(char *huge))
{
	char *huge = middle_2m(t);
	unsigned long frame;

	/* The harness has forked since: pages that two processes share stay. */
	backing_populate(&t->mem);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	frame = unit_frame(t, UNIT_MIDDLE);

	TEST_ASSERT(!madvise(huge, SZ_2M, MADV_HUGEPAGE), "MADV_HUGEPAGE");
	collapse(huge);
	TEST_ASSERT(is_huge_page(huge), "the 2M are not one page");
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

static void collapse_now(char *huge)
{
	TEST_REQUIRE(!madvise(huge, SZ_2M, MADV_COLLAPSE),
		     "MADV_COLLAPSE does not make a 2M page here");
}

/* L0 asks for it: MADV_COLLAPSE. */
/* Covers: S3, S10 */
TEST_F(nested_collapse, collapse)
{
	expect_collapsed(&self->t, collapse_now);
}

static unsigned long full_scans(void)
{
	unsigned long scans;

	TEST_ASSERT(file_read_number(KHUGEPAGED "full_scans", &scans),
		    "read " KHUGEPAGED "full_scans");
	return scans;
}

static void collapse_in_the_background(char *huge)
{
	unsigned long enough = full_scans() + KHUGEPAGED_SCANS;
	int step;

	file_must_write(KHUGEPAGED "pages_to_scan", "65536");
	file_must_write(KHUGEPAGED "scan_sleep_millisecs", "1");
	for (step = 0; step < KHUGEPAGED_STEPS ||
	     (step < KHUGEPAGED_MAX_STEPS && full_scans() < enough); step++) {
		if (is_huge_page(huge))
			return;
		usleep(KHUGEPAGED_STEP_USEC);
	}
	TEST_ERROR("khugepaged does not make a 2M page");
}

/* The kernel does it by itself, while nobody of L0's looks: khugepaged. */
/* Covers: S3, S10 */
TEST_F(nested_collapse, khugepaged)
{
	expect_collapsed(&self->t, collapse_in_the_background);
}

FIXTURE(nested_split)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_split)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_split, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_split, thp_2m, BACKING_ANON_THP, 2m, 21);

FIXTURE_SETUP(nested_split)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
	backing_keep_split(&self->t.mem);
	aliases_make_live(&self->t, &self->t.l2, MAX_ALIASES);
}

FIXTURE_TEARDOWN(nested_split)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/*
 * L0 may no longer write a part of a 2M page, which is split for it: L2 cannot
 * store there, and reads and stores as before in the rest.
 */
/* Covers: S3, S10 */
TEST_F(nested_split, part_read_only)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE), page = host_page_size();
	uint64_t l2_ra = TEST_L2_ALIAS_RA(1);
	uint64_t rest = l2_ra + t->unit - t->step;

	backing_protect(&t->mem, offset, page, PROT_READ);
	TEST_ASSERT(!backing_is_confirmed(&t->mem, NULL), "it did not split");
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	nested_expect_no_memory(&t->l2, NESTED_STORE, l2_ra);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	nested_expect_no_memory(&t->l2, NESTED_STORE, l2_ra);
	nested_write(&t->l2, rest, 1);
	EXPECT_EQ(1, *(uint64_t *)(unit_hva(t, UNIT_MIDDLE) + t->unit -
				   t->step));

	backing_protect(&t->mem, offset, page, PROT_READ | PROT_WRITE);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_neighbours(t);
}

/*
 * L0 says that half of a 2M page is not needed soon, which is split for it: for L2
 * nothing changes but the size of the leaves.
 */
/* Covers: S3, S10 */
TEST_F(nested_split, part_cold)
{
	struct nested_test *t = &self->t;
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);

	TEST_ASSERT(!madvise(middle_2m(t), SZ_1M, MADV_COLD), "MADV_COLD");
	TEST_ASSERT(!backing_is_confirmed(&t->mem, NULL), "it did not split");
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	EXPECT_EQ(frame, unit_frame(t, UNIT_MIDDLE));
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_neighbours(t);
}

FIXTURE(nested_migrate)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_migrate)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_migrate, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_migrate, thp_2m, BACKING_ANON_THP, 2m, 21);

FIXTURE_SETUP(nested_migrate)
{
	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(numa_missing(2));
	nested_test_setup(&self->t, &variant->cell);
	aliases_make_live(&self->t, &self->t.l2, MAX_ALIASES);
}

FIXTURE_TEARDOWN(nested_migrate)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* The unit's pages move to another node, by @move. The old ones are foreign. */
static void migrate(struct nested_test *t,
		    void (*move)(void *hva, size_t len, int node))
{
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);
	void *hva = unit_hva(t, UNIT_MIDDLE);
	int to = numa_node(0);

	if (numa_node_of(hva) == to)
		to = numa_node(1);
	move(hva, t->unit, to);
	TEST_ASSERT(numa_node_of(hva) == to, "the page did not move");
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* With move_pages() L0 names the pages. */
/* Covers: S3 */
TEST_F(nested_migrate, by_move_pages)
{
	migrate(&self->t, numa_move);
}

/* With mbind() L0 binds the addresses, and the pages follow. */
/* Covers: S3 */
TEST_F(nested_migrate, by_mbind)
{
	migrate(&self->t, numa_bind_moving);
}

/* With migrate_pages() L0 moves the whole process, and the page with it. */
/* Covers: S3 */
TEST_F(nested_migrate, by_migrate_pages)
{
	migrate(&self->t, numa_move_process);
}

TEST_HARNESS_MAIN
