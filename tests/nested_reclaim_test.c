// SPDX-License-Identifier: GPL-2.0
/*
 * L0 takes memory back that it can bring again: by swapping, by merging equal
 * pages, by dropping what was declared free; and first looks which is in use. L2 reads
 * what it should find, and what it stores is not lost.
 */
#include "kselftest_harness.h"

#include <sys/mman.h>

#include "ageing.h"
#include "file_util.h"
#include "frames.h"
#include "guard.h"
#include "host/host_probe.h"
#include "fixture/nested_aliases.h"
#include "numa_util.h"
#include "witness/radix_dump.h"
#include "swap_util.h"

#define KSM		"/sys/kernel/mm/ksm/"
/* How long it may take, and how often it then has looked at all of the host. */
#define KSM_STEPS	500
#define KSM_SCANS	4
#define KSM_MAX_STEPS	8000
#define KSM_STEP_USEC	10000

FIXTURE(nested_swap)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_swap)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_swap, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_swap, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_swap, shmem, BACKING_SHMEM, 64k, 16);

FIXTURE_SETUP(nested_swap)
{
	TEST_CASE_BEGIN(_metadata, variant);
	/* First: the guardian is forked, which takes leaves away. */
	swap_start();
	nested_test_setup(&self->t, &variant->cell);
	aliases_make_live(&self->t, &self->t.l2, MAX_ALIASES);
}

FIXTURE_TEARDOWN(nested_swap)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* Of shared memory the page itself has gone, not only this mapping of it. */
static bool is_swapped(struct nested_test *t, void *hva)
{
	unsigned char there;

	if (!t->mem.desc->shared)
		return page_is_swapped(hva);
	TEST_ASSERT(!mincore(hva, host_page_size(), &there), "mincore");
	return !(there & 1);
}

/* The unit goes to swap, and somebody else gets the frame. */
static unsigned long swap_unit_out(struct nested_test *t)
{
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);
	char *hva = unit_hva(t, UNIT_MIDDLE);

	swap_out(hva, t->unit);
	TEST_ASSERT(is_swapped(t, hva), "the page is not in swap");
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	return frame;
}

/* What L2 reads comes from swap; what it then stores is kept there again. */
/* Covers: S3 */
TEST_F(nested_swap, read_back)
{
	struct nested_test *t = &self->t;
	unsigned long frame = swap_unit_out(t);

	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	nested_mark_unit(t, &t->l2, TEST_L2_ALIAS_RA(1), UNIT_MIDDLE,
			 MARK_SEED_NEW);
	swap_unit_out(t);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* L2's first access is a store: it lands in the page that came back. */
/* Covers: S3 */
TEST_F(nested_swap, store_first)
{
	struct nested_test *t = &self->t;
	unsigned long frame = swap_unit_out(t);

	nested_write(&t->l2, TEST_L2_ALIAS_RA(1),
		     mark(MARK_SEED_L2, unit_offset(t, UNIT_MIDDLE)));
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

FIXTURE(nested_free)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_free)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_free, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_free, thp_2m, BACKING_ANON_THP, 64k, 16);

FIXTURE_SETUP(nested_free)
{
	TEST_CASE_BEGIN(_metadata, variant);
	/* First: the guardian is forked, which takes leaves away. */
	swap_start();
	nested_test_setup(&self->t, &variant->cell);
	aliases_make_live(&self->t, &self->t.l2, MAX_ALIASES);
	TEST_ASSERT(!madvise(unit_hva(&self->t, UNIT_MIDDLE), self->t.unit,
			     MADV_FREE), "MADV_FREE");
	aliases_expect_gone(&self->t, &self->t.l2, MAX_ALIASES);
}

FIXTURE_TEARDOWN(nested_free)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* Declared free and dropped: L2 reads zeros, and stores into a new page. */
/* Covers: S3 */
TEST_F(nested_free, dropped)
{
	unsigned long frame = unit_frame(&self->t, UNIT_MIDDLE);
	char *hva = unit_hva(&self->t, UNIT_MIDDLE);
	struct nested_test *t = &self->t;

	swap_out(hva, t->unit);
	TEST_ASSERT(!page_is_swapped(hva), "the page went to swap");
	frame = occupy_frame(t, frame);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, 0);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* Declared free, but L2 stored since: what it stored is not dropped. */
/* Covers: S3 */
TEST_F(nested_free, stored_since)
{
	char *hva = unit_hva(&self->t, UNIT_MIDDLE);
	struct nested_test *t = &self->t;

	nested_mark_unit(t, &t->l2, TEST_L2_ALIAS_RA(1), UNIT_MIDDLE,
			 MARK_SEED_NEW);
	swap_out(hva, t->unit);
	EXPECT_TRUE(page_is_swapped(hva));
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
	host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_NEW);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
}

FIXTURE(nested_ksm)
{
	struct nested_test t;
	char *copy;
};

FIXTURE_VARIANT(nested_ksm)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_ksm, anon, BACKING_ANON, 64k, 16);

/* Kept before there are leaves: the guardian is forked, which takes them away. */
static void ksm_keep(void)
{
	guard_restore_file(KSM "sleep_millisecs");
	guard_restore_file(KSM "pages_to_scan");
	guard_restore_file(KSM "run");
}

/* Every page of the unit has the same frame as its copy, or none has. */
static bool all_merged(struct nested_test *t, const char *copy, bool merged)
{
	const char *hva = unit_hva(t, UNIT_MIDDLE);
	size_t off;

	for (off = 0; off < t->unit; off += host_page_size()) {
		if ((frame_of(hva + off) == frame_of(copy + off)) != merged)
			return false;
	}
	return true;
}

static unsigned long ksm_scans(void)
{
	unsigned long scans;

	TEST_ASSERT(file_read_number(KSM "full_scans", &scans),
		    "read " KSM "full_scans");
	return scans;
}

/* The kernel finds the unit's pages and their copies equal, and merges them. */
static void merge(struct nested_test *t, char *copy)
{
	unsigned long enough = ksm_scans() + KSM_SCANS;
	char *hva = unit_hva(t, UNIT_MIDDLE);
	int step;

	TEST_ASSERT(!madvise(copy, t->unit, MADV_MERGEABLE) &&
		    !madvise(hva, t->unit, MADV_MERGEABLE), "MADV_MERGEABLE");
	file_must_write(KSM "sleep_millisecs", "1");
	file_must_write(KSM "pages_to_scan", "1000");
	file_must_write(KSM "run", "1");
	for (step = 0; step < KSM_STEPS ||
	     (step < KSM_MAX_STEPS && ksm_scans() < enough); step++) {
		if (all_merged(t, copy, true))
			return;
		usleep(KSM_STEP_USEC);
	}
	TEST_ERROR("the pages and their copies were not merged");
}

FIXTURE_SETUP(nested_ksm)
{
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE(!access(KSM "run", W_OK), "this kernel has no KSM");
	ksm_keep();
	nested_test_setup(t, &variant->cell);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	self->copy = backing_make_spare(&t->mem, t->unit);
	memcpy(self->copy, unit_hva(t, UNIT_MIDDLE), t->unit);
	merge(t, self->copy);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	TEST_ASSERT(all_merged(t, self->copy, true), "L2's reads unmerged it");
}

FIXTURE_TEARDOWN(nested_ksm)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* L2 stores into a merged page: into L0's own copy, the other keeps its data. */
/* Covers: S3 */
TEST_F(nested_ksm, l2_stores)
{
	struct nested_test *t = &self->t;
	uint64_t offset = unit_offset(t, UNIT_MIDDLE);

	nested_mark_unit(t, &t->l2, TEST_L2_ALIAS_RA(1), UNIT_MIDDLE,
			 MARK_SEED_NEW);
	host_expect_marks(t, self->copy, t->unit, MARK_SEED_L2, offset);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
	EXPECT_TRUE(all_merged(t, self->copy, false));
	/* Makes the two equal again: they may be merged once more. */
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_neighbours(t);
}

/* L0 unmerges all: L2 reads and stores in L0's page, no longer in the merged. */
/* Covers: S3 */
TEST_F(nested_ksm, unmerged)
{
	struct nested_test *t = &self->t;
	uint64_t offset = unit_offset(t, UNIT_MIDDLE);

	/* The pages come out read-only, and are made writable in place. */
	t->meets_soft_dirty = true;
	file_must_write(KSM "run", "2");
	TEST_ASSERT(all_merged(t, self->copy, false), "not unmerged");
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	mark_memory(t, self->copy, t->unit, MARK_SEED_FOREIGN, offset);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_marks(t, self->copy, t->unit, MARK_SEED_FOREIGN, offset);
	host_expect_neighbours(t);
}

#define DEFECT_HALF_AGED	"huge-page-half-aged"

#define AGE_STEPS	500
#define AGE_STEP_USEC	10000

FIXTURE(nested_age)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_age)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_age, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_age, thp_2m, BACKING_ANON_THP, 2m, 21);

static void set_up_ageing(struct nested_test *t, const struct nested_cell *cell)
{
	char *hva;

	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	/* First: the guardian is forked, which takes leaves away. */
	ageing_prepare();
	nested_test_setup(t, cell);
	hva = unit_hva(t, UNIT_MIDDLE);
	numa_bind_moving(hva, t->unit, numa_node_of(hva));
	aliases_make_live(t, &t->l2, MAX_ALIASES);
}

FIXTURE_SETUP(nested_age)
{
	TEST_CASE_BEGIN(_metadata, variant);
	set_up_ageing(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_age)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

static bool is_young(const struct radix_tree *tree, uint64_t addr)
{
	const struct radix_leaf *leaf = radix_tree_find(tree, addr);

	if (!leaf)
		TEST_FAIL("a leaf goes by ageing");
	return leaf->pte & RADIX_PTE_R;
}

/* L0 forgets that the unit's page at @offset was in use: in L1's leaf, at least. */
static void age(struct nested_test *t, size_t offset)
{
	uint64_t gpa = unit_gpa(t, UNIT_MIDDLE);
	struct radix_dump dump;
	bool young = true;
	int step;

	ageing_start(unit_hva(t, UNIT_MIDDLE) + offset, host_page_size());
	for (step = 0; young && step < AGE_STEPS; step++) {
		usleep(AGE_STEP_USEC);
		shadow_dump_read(t->vm, &dump);
		young = is_young(radix_dump_tree(&dump, 0), gpa);
		shadow_dump_free(t->vm, &dump);
	}
	TEST_ASSERT(!young, "DAMON left L1's leaf as it was");
	ageing_stop();
}

/*
 * L0 forgets that the page was in use: so do the shadow leaves, all of them, and they
 * keep their change bits. L2 uses the page again, and it is in use.
 */
/* Covers: S1 */
TEST_F(nested_age, used_again)
{
	const unsigned long rc = RADIX_PTE_R | RADIX_PTE_C;
	struct nested_test *t = &self->t;
	int i;

	for (i = 0; i < MAX_ALIASES; i++)
		shadow_expect_bits_of(&t->l2, NESTED_STORE,
				      TEST_L2_ALIAS_RA(i), rc, rc);
	age(t, 0);
	for (i = 0; i < MAX_ALIASES; i++)
		shadow_expect_bits(&t->l2, TEST_L2_ALIAS_RA(i), rc,
				   RADIX_PTE_C);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	for (i = 0; i < MAX_ALIASES; i++)
		shadow_expect_bits(&t->l2, TEST_L2_ALIAS_RA(i), rc, rc);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_neighbours(t);
}

FIXTURE(nested_age_2m)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_age_2m)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_age_2m, thp_2m, BACKING_ANON_THP, 2m, 21);

FIXTURE_SETUP(nested_age_2m)
{
	TEST_CASE_BEGIN(_metadata, variant);
	set_up_ageing(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_age_2m)
{
	guard_undo_all();
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/*
 * L0 looks at a 2M page by any of its addresses, as DAMON does: what it forgets, the
 * shadow leaf forgets. Known defect: only what it forgets by the first base page.
 */
TEST_F(nested_age_2m, by_any_address)
{
	struct nested_test *t = &self->t;
	struct radix_dump dump;
	bool young;

	age(t, SZ_1M);
	shadow_dump_read(t->vm, &dump);
	young = is_young(radix_dump_tree(&dump, t->l2.lpid),
			 TEST_L2_ALIAS_RA(0));
	shadow_dump_free(t->vm, &dump);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	nested_test_known_defect(t, young, DEFECT_HALF_AGED,
				 "the leaf of L1 is old, L2's of the same page is not");
}

TEST_HARNESS_MAIN
