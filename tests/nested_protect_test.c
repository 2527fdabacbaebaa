// SPDX-License-Identifier: GPL-2.0
/*
 * What L0 forbids itself, it forbids L2 as well.
 *
 * mprotect() and userfaultfd leave the memory where it is, or its place kept, and
 * take the access away. The notifier unmaps L1's leaf, and kvmppc_unmap_pte()
 * every shadow leaf of it: one that stayed would be a permission that L0 has
 * taken back. What L2 then may not do must not be done; no L1 is to blame for it.
 */
#include "kselftest_harness.h"

#include <signal.h>
#include <sys/mman.h>

#include "danger.h"
#include "host/host_probe.h"
#include "fixture/nested_aliases.h"
#include "page_bringer.h"

FIXTURE(nested_protect)
{
	struct nested_test t;
	struct nested_guest other;
};

FIXTURE_VARIANT(nested_protect)
{
	struct nested_cell cell;
};

/* L1's leaf is a page, a 2M page with a shadow of pages, and 2M at both. */
NESTED_CELL(nested_protect, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_protect, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_protect, thp_2m, BACKING_ANON_THP, 2m, 21);
NESTED_CELL(nested_protect, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);
NESTED_CELL(nested_protect, memfd, BACKING_MEMFD, 64k, 16);

FIXTURE_SETUP(nested_protect)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_protect)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

static void protect(struct nested_test *t, int prot)
{
	backing_protect(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit, prot);
}

static void expect_no_access(struct nested_guest *l2,
			     enum nested_access access)
{
	int i;

	for (i = 0; i < MAX_ALIASES; i++)
		nested_expect_no_memory(l2, access, TEST_L2_ALIAS_RA(i));
}

/* Nothing was taken away from the units beside. */
static void expect_neighbours_writable(struct nested_test *t)
{
	if (!units_differ(t))
		return;
	nested_test_map(t, &t->l2, unit_l2_ra(t, UNIT_LAST), UNIT_LAST,
			RADIX_RW | RADIX_RC);
	nested_mark_unit(t, &t->l2, unit_l2_ra(t, UNIT_LAST), UNIT_LAST,
			 MARK_SEED_L0);
	host_expect_neighbours(t);
}

/*
 * L0 makes the page read-only: L2 reads as before and cannot store, with no
 * shadow leaf there and with one that it has read through. Then writable again:
 * L2 stores at once.
 */
/* Covers: S3 */
TEST_F(nested_protect, read_only_and_back)
{
	struct nested_test *t = &self->t;

	aliases_make_live(t, &t->l2, MAX_ALIASES);
	protect(t, PROT_READ);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	expect_no_access(&t->l2, NESTED_STORE);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	expect_no_access(&t->l2, NESTED_STORE);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
	expect_neighbours_writable(t);

	protect(t, PROT_READ | PROT_WRITE);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
}

/* L0 may not touch the page: neither may two L2s. Then it may, and all is there. */
/* Covers: S3, S4 */
TEST_F(nested_protect, no_access_and_back_2_l2s)
{
	struct nested_test *t = &self->t;

	nested_test_create_l2(t, &self->other, TEST_LPID_OTHER);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	aliases_make_live(t, &self->other, MAX_ALIASES);
	protect(t, PROT_NONE);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_gone(t, &self->other, MAX_ALIASES);

	expect_no_access(&t->l2, NESTED_LOAD);
	expect_no_access(&self->other, NESTED_LOAD);
	expect_no_access(&t->l2, NESTED_STORE);
	expect_no_access(&self->other, NESTED_STORE);
	expect_neighbours_writable(t);

	protect(t, PROT_READ | PROT_WRITE);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_unit(t, &self->other, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
}

/* Memory whose missing pages L0 brings by itself. */
FIXTURE(nested_missing)
{
	struct nested_test t;
	struct page_bringer bringer;
};

FIXTURE_VARIANT(nested_missing)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_missing, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_missing, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);
NESTED_CELL(nested_missing, memfd, BACKING_MEMFD, 64k, 16);

FIXTURE_SETUP(nested_missing)
{
	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(page_bringer_missing());
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_missing)
{
	page_bringer_stop(&self->bringer);
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* The unit's memory goes, the file's too. */
static void take_out(struct nested_test *t)
{
	size_t offset = unit_offset(t, UNIT_MIDDLE);

	if (t->mem.desc->shared)
		backing_punch(&t->mem, offset, t->unit);
	else
		backing_discard(&t->mem, offset, t->unit);
}

/*
 * L0 takes the page away and waits for whoever wants it, with userfaultfd. L2
 * wants it: it stands still until L0 has brought new contents, reads those, and
 * nothing of the page before; its stores land there.
 */
/* Covers: S3 */
TEST_F(nested_missing, page_is_brought)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	unsigned long frame;
	void *source;

	source = backing_make_spare(&t->mem, t->unit);
	mark_memory(t, source, t->unit, MARK_SEED_NEW, offset);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	frame = unit_frame(t, UNIT_MIDDLE);

	page_bringer_start(&self->bringer, unit_hva(t, UNIT_MIDDLE), t->unit,
			   t->mem.desc->hugetlb ? t->mem.page_size :
			   host_page_size(), source);
	take_out(t);
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	EXPECT_EQ(0, self->bringer.brought);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
	EXPECT_NE(0, self->bringer.brought);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

/* Newer kernels tell the process; it is not to end by that. */
static void on_memory_failure(int signal)
{
}

FIXTURE(nested_poison)
{
	struct nested_test t;
};

FIXTURE_VARIANT(nested_poison)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_poison, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_poison, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);

FIXTURE_SETUP(nested_poison)
{
	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(danger_not_wanted());
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_poison)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/*
 * The page's memory is broken, as a machine check would tell; the host loses those
 * frames until it boots again. L2 finds no memory there, and beside it nothing has
 * changed. L0 puts a new page in place, and L2 goes on.
 */
/* Covers: S3 */
TEST_F(nested_poison, memory_fails)
{
	struct nested_test *t = &self->t;

	signal(SIGBUS, on_memory_failure);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	TEST_REQUIRE(!madvise(unit_hva(t, UNIT_MIDDLE), t->unit, MADV_HWPOISON),
		     "this kernel does not survive memory failure");
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);

	expect_no_access(&t->l2, NESTED_LOAD);
	expect_no_access(&t->l2, NESTED_STORE);
	expect_neighbours_writable(t);

	backing_replace(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, 0);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
}

TEST_HARNESS_MAIN
