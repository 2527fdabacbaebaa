// SPDX-License-Identifier: GPL-2.0
/*
 * L0 reclaims memory: by swap, by merging equal pages (KSM), by dropping lazily freed
 * pages (MADV_FREE), and by ageing. L2 reads the right data, and its stores are not lost.
 */
#include "kselftest_harness.h"

#include <sys/mman.h>

#include "ageing.h"
#include "frames.h"
#include "host/host_probe.h"
#include "fixture/l0_op_tests.h"
#include "fixture/nested_aliases.h"
#include "numa_util.h"
#include "witness/radix_dump.h"
#include "swap_util.h"
#include "trace_session.h"

L0_OP_TESTS(nested_reclaim, l0_ops_reclaim)

static void free_setup(struct nested_test *t, const struct nested_cell *cell)
{
	/* First, since it forks the guardian: fork() unmaps private pages from guests. */
	swap_start();
	nested_test_setup(t, cell);
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	TEST_ASSERT(!madvise(unit_hva(t, UNIT_MIDDLE), t->unit, MADV_FREE),
		    "MADV_FREE");
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
}

NESTED_TEST_SUITE_WITH(nested_free, free_setup);
NESTED_CELL(nested_free, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_free, thp_2m, BACKING_ANON_THP, 64k, 16);

/* L2 stores after MADV_FREE, then L0 reclaims: the stored page is not dropped. */
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

#define AGE_STEPS	500
#define AGE_STEP_USEC	10000
#define USES		100
#define ENOUGH_LOOKS	200

static void set_up_ageing(struct nested_test *t, const struct nested_cell *cell)
{
	char *hva;

	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	/* First, since it forks the guardian: fork() unmaps private pages from guests. */
	ageing_prepare();
	nested_test_setup(t, cell);
	hva = unit_hva(t, UNIT_MIDDLE);
	numa_bind_moving(hva, t->unit, numa_node_of(hva));
	aliases_make_live(t, &t->l2, MAX_ALIASES);
}

static bool is_young(const struct radix_tree *tree, uint64_t addr)
{
	const struct radix_leaf *leaf = radix_tree_find(tree, addr);

	if (!leaf)
		TEST_FAIL("a leaf goes by ageing");
	return leaf->pte & RADIX_R;
}

/* L0 ages the unit's page at @offset: R is cleared at least in L1's leaf. */
static void age(struct nested_test *t, size_t offset)
{
	gpa_t gpa = unit_gpa(t, UNIT_MIDDLE);
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
	TEST_ASSERT(!young, "DAMON did not change L1's leaf");
	ageing_stop();
}

NESTED_TEST_SUITE_WITH(nested_age_2m, set_up_ageing);
NESTED_CELL(nested_age_2m, thp_2m, BACKING_ANON_THP, 2m, 21);

/*
 * L0 ages a 2M page by any of its addresses, as DAMON does: R is cleared in the shadow
 * leaf too. Known defect: only if L0 ages it by its first base page.
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
	nested_test_known_defect(t, young, DEFECT_HALF_AGED);
}

/* DAMON's results for the chosen pages. */
struct answers {
	unsigned long looks, used;
};

static void take_answer(const struct trace_record *record, void *context)
{
	struct answers *answers = context;

	answers->looks++;
	answers->used += !!trace_number(record, "nr_accesses");
}

static struct trace_session *trace;

static void look_setup(struct nested_test *t, const struct nested_cell *cell)
{
	TEST_REQUIRE_PRESENT(trace_missing());
	TEST_REQUIRE(trace_has_event("damon", "damon_aggregated"),
		     "this kernel does not trace DAMON");
	trace = trace_session_start("damon");
	trace_session_watch(trace, "damon", "damon_aggregated", NULL);
	set_up_ageing(t, cell);
}

NESTED_TEST_SUITE_WITH(nested_look, look_setup);
NESTED_CELL(nested_look, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_look, thp_2m, BACKING_ANON_THP, 2m, 21);

/* DAMON's next results, without those that overlap the last access before. */
static struct answers answers_from_now(void)
{
	struct answers before = {}, now = {};
	int step;

	usleep(AGE_STEP_USEC * 5);
	trace_session_read(trace, take_answer, &before);
	for (step = 0; !now.looks && step < AGE_STEPS; step++) {
		usleep(AGE_STEP_USEC);
		trace_session_read(trace, take_answer, &now);
	}
	ageing_stop();
	trace_session_stop(trace);
	TEST_ASSERT(now.looks, "DAMON reports nothing any more");
	return now;
}

/*
 * L0 tests whether a page that only L2 uses is young: it is as long as L2 accesses it,
 * and not afterwards.
 */
TEST_F(nested_look, sees_what_l2_uses)
{
	struct nested_test *t = &self->t;
	struct answers busy = {};
	int step, use;

	ageing_start(unit_hva(t, UNIT_MIDDLE), host_page_size());
	for (step = 0; !busy.used && busy.looks < ENOUGH_LOOKS &&
	     step < AGE_STEPS; step++) {
		for (use = 0; use < USES; use++)
			nested_read(&t->l2, TEST_L2_ALIAS_RA(0));
		trace_session_read(trace, take_answer, &busy);
	}
	if (busy.looks && !busy.used)
		TEST_FAIL("L0 tested %lu times and never saw that L2 uses the page",
			  busy.looks);
	TEST_ASSERT(busy.looks, "DAMON reports nothing");
	if (answers_from_now().used)
		TEST_FAIL("L0 finds the page in use, although L2 no longer accesses it");
}

/*
 * L0 tests whether a page of the memslot is young that no guest has accessed: it is not.
 * L1's tree has no leaf for it, or no table.
 */
TEST_F(nested_look, what_no_guest_has_used)
{
	struct nested_test *t = &self->t;

	ageing_start(unit_hva(t, UNIT_FIRST), host_page_size());
	if (answers_from_now().used)
		TEST_FAIL("L0 finds the page in use, although no guest has accessed it");
}

L0_OP_HARNESS_MAIN
