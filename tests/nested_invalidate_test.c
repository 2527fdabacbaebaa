// SPDX-License-Identifier: GPL-2.0
/*
 * L1's invalidations, by every form of the hypercalls: which ones are refused, and
 * which shadow leaves the others remove and which they keep.
 *
 * kvmhv_emulate_priv_tlbie() and do_h_rpt_invalidate_pat() choose between a page, an L2
 * and all L2s. The cases check the shadow leaves of pages of L2 at increasing distances
 * from the invalidated one, and of the same address in another L2.
 */
#include "kselftest_harness.h"

#include <unistd.h>

#include "isa/hcall.h"
#include "host/host_probe.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "witness/radix_dump.h"

#define L2_RA	TEST_L2_RA

/* Bits: the places with a shadow leaf. */
enum {
	HERE		= 1,	/* L2_RA, of a leaf of 64K */
	SAME_64K	= 2,
	SAME_2M		= 4,
	SAME_1G		= 8,
	FAR		= 16,
	OTHER_L2	= 32,	/* L2_RA of the other L2 */
	L2		= HERE | SAME_64K | SAME_2M | SAME_1G | FAR,
	ALL		= L2 | OTHER_L2,
};

/* Address in L2, and offset in the memory that it maps. */
static const struct {
	uint64_t distance, offset;
} places[] = {
	{ 0, 0 }, { SZ_4K, SZ_4K }, { SZ_64K, SZ_64K }, { SZ_2M, 2 * SZ_64K },
	{ SZ_1G, 3 * SZ_64K }, { 0, 0 },
};

/* The L2 that a place is of. */
static struct nested_vcpu *place_l2(struct nested_test *t, size_t place)
{
	return 1 << place == OTHER_L2 ? &t->other : &t->l2;
}

static void invalidate_setup(struct nested_test *t, const struct nested_cell *cell)
{
	size_t i;

	nested_test_setup(t, cell);
	TEST_REQUIRE_PRESENT(radix_dump_missing(t->vm->fd));
	nested_create(&t->other, t->vcpu, TEST_LPID_OTHER);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (places[i].distance != SZ_4K)
			nested_map_rw(place_l2(t, i), L2_RA + places[i].distance,
				      TEST_GPA + places[i].offset,
				      t->leaf_shift);
	}
}

NESTED_TEST_SUITE_ON(nested_invalidate, BACKING_ANON, 16, invalidate_setup);

static unsigned int live_places(struct nested_test *t)
{
	struct radix_dump dump;
	unsigned int live = 0;
	size_t i;

	shadow_dump_read(t->vm, &dump);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (radix_tree_find(radix_dump_tree(&dump, place_l2(t, i)->lpid),
				    L2_RA + places[i].distance))
			live |= 1 << i;
	}
	shadow_dump_free(t->vm, &dump);
	return live;
}

/* Both L2s read the right data wherever they have no leaf; then all leaves exist. */
static void make_live(struct nested_test *t)
{
	unsigned int live = live_places(t);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (!(live & 1 << i))
			nested_expect_value(place_l2(t, i), L2_RA + places[i].distance,
					    mark(MARK_SEED_L0,
						 places[i].offset));
	}
	if (live_places(t) != ALL)
		TEST_FAIL("L0 has shadow leaves at places %#x, not %#x",
			  live_places(t), ALL);
}

/* A page larger than 4K is invalidated as a whole. */
static unsigned int whole_pages(unsigned int gone)
{
	if (gone & HERE && host_page_size() > SZ_4K)
		gone |= SAME_64K;
	return gone;
}

static void expect_gone(struct nested_test *t, unsigned int gone)
{
	unsigned int live = live_places(t);

	gone = whole_pages(gone);
	if (live != (ALL & ~gone))
		TEST_FAIL("L0 has shadow leaves at places %#x, not %#x", live,
			  ALL & ~gone);
}

static long tlbie(struct nested_test *t, uint64_t p1, uint64_t rs, uint64_t rb)
{
	return vcpu_call(t->vcpu, hcall, H_TLB_INVALIDATE, p1, rs, rb, 0, 0);
}

/* The places that an invalidation of the page with @ap removes; 0: no such size. */
static unsigned int gone_by_ap(int ap)
{
	switch (tlbie_ap_to_shift(ap)) {
	case 12:
		return HERE;
	case 16:
		return HERE | SAME_64K;
	case 21:
		return host_missing_leaf(21) ? 0 : HERE | SAME_64K | SAME_2M;
	case 30:
		return host_missing_leaf(30) ? 0 :
		       HERE | SAME_64K | SAME_2M | SAME_1G;
	default:
		return 0;
	}
}

struct form {
	int ric, prs, r, is, ap;
};

/*
 * Only radix, only partition-scoped, no clusters (RIC=3); IS=1 needs a PID, and a single
 * page has only a TLB entry (RIC=0).
 */
static bool is_refused(const struct form *f)
{
	if (!f->r || f->prs || f->ric > TLBIE_RIC_ALL || f->is == TLBIE_IS_PID)
		return true;
	return f->is == TLBIE_IS_PAGE && (f->ric != TLBIE_RIC_TLB || !gone_by_ap(f->ap));
}

static unsigned int gone_by(const struct form *f)
{
	if (is_refused(f) || f->ric == TLBIE_RIC_PWC)
		return 0;
	switch (f->is) {
	case TLBIE_IS_PAGE:
		return gone_by_ap(f->ap);
	case TLBIE_IS_LPID:
		return L2;
	default:
		return ALL;
	}
}

/*
 * One form with each AP. Those that remove nothing are checked together. @acted: the
 * last one removed something.
 */
static void expect_form(struct nested_test *t, struct form f, bool *acted)
{
	for (f.ap = 0; f.ap < 8; f.ap++) {
		unsigned int gone = gone_by(&f);

		test_row("RIC=%d PRS=%d R=%d IS=%d AP=%d", f.ric, f.prs, f.r,
			 f.is, f.ap);
		if (*acted)
			make_live(t);
		hcall_expect_rc(tlbie(t, H_TLBIE_P1(f.ric, f.prs, f.r), TEST_LPID,
				      H_TLBIE_RB(L2_RA >> 12, f.is, f.ap)),
				is_refused(&f) ? H_PARAMETER : H_SUCCESS);
		if (gone || f.ap == 7)
			expect_gone(t, gone);
		*acted = gone;
	}
}

/* L1 uses all of RIC, PRS, R, IS and AP: refused without effect, or exactly that effect. */
TEST_F(nested_invalidate, tlbie_of_every_form)
{
	bool acted = true;
	int i;

	/* AP=0 is 4K, on any host. */
	self->t.small_pages = sysconf(_SC_PAGESIZE) > SZ_4K;
	for (i = 0; i < 4 * 2 * 2 * 4; i++) {
		struct form f = { .ric = i >> 4, .prs = i >> 3 & 1,
				  .r = i >> 2 & 1, .is = i & 3 };

		expect_form(&self->t, f, &acted);
	}
	test_row_end();
	make_live(&self->t);
}

/* L1 uses other LPIDs in RS: its low half selects the L2, and an unknown one has no effect. */
TEST_F(nested_invalidate, tlbie_of_every_lpid)
{
	static const struct {
		const char *name;
		uint64_t rs;
		unsigned int page, all;	/* removed by IS=0, by IS=2 */
	} rows[] = {
		{ "its own", TEST_LPID, HERE | SAME_64K, L2 },
		{ "the other's", TEST_LPID_OTHER, OTHER_L2, OTHER_L2 },
		{ "with a PID", 0x1234UL << 32 | TEST_LPID, HERE | SAME_64K,
		  L2 },
		{ "nobody's", TEST_LPID + 1, 0, 0 },
		{ "beyond the table", NESTED_MAX_LPID + 1 + TEST_LPID, 0, 0 },
		{ "negative", 0x80000000UL | TEST_LPID, 0, 0 },
		{ "the last", 0xffffffffUL, 0, 0 },
	};
	struct nested_test *t = &self->t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		test_row("LPID %s", rows[i].name);
		make_live(t);
		hcall_expect_rc(tlbie(t, H_TLBIE_P1(0, 0, 1), rows[i].rs,
				      H_TLBIE_RB(L2_RA >> 12, TLBIE_IS_PAGE, 5)),
				H_SUCCESS);
		expect_gone(t, rows[i].page);
		make_live(t);
		hcall_expect_rc(tlbie(t, H_TLBIE_P1(0, 0, 1), rows[i].rs,
				      H_TLBIE_RB(0, TLBIE_IS_LPID, 0)),
				H_SUCCESS);
		expect_gone(t, rows[i].all);
	}
	test_row_end();
	make_live(t);
}

#define TLB	H_RPTI_TYPE_TLB
#define PWC	H_RPTI_TYPE_PWC
#define PAT	H_RPTI_TYPE_PAT

static const struct rpt_form {
	const char *name;
	uint64_t lpid;
	uint64_t target;	/* 1: H_RPTI_TARGET_CMMU */
	uint64_t type, pages, start, end;
	long rc;
	unsigned int gone;
	unsigned int leaf;	/* that the host must support */
} rpt_forms[] = {
	{ "end before start", TEST_LPID, 1, TLB, H_RPTI_PAGE_64K,
	  L2_RA + SZ_64K, L2_RA, H_P5, 0, 16 },
	{ "no target", TEST_LPID, 0, TLB, H_RPTI_PAGE_64K,
	  L2_RA, L2_RA + SZ_64K, H_P2, 0, 16 },
	{ "two targets", TEST_LPID, 3, TLB, H_RPTI_PAGE_64K,
	  L2_RA, L2_RA + SZ_64K, H_P2, 0, 16 },
	{ "no page size", TEST_LPID, 1, TLB, 0,
	  L2_RA, L2_RA + SZ_64K, H_P4, 0, 16 },
	{ "no such L2", TEST_LPID + 1, 1, TLB | PWC | PAT, 0,
	  0, ~0UL, H_SUCCESS, 0, 16 },
	{ "walk cache", TEST_LPID, 1, PWC, 0,
	  L2_RA, L2_RA + SZ_64K, H_SUCCESS, 0, 16 },
	{ "4K", TEST_LPID, 1, TLB, H_RPTI_PAGE_4K,
	  L2_RA, L2_RA + SZ_4K, H_SUCCESS, HERE, 12 },
	{ "64K", TEST_LPID, 1, TLB, H_RPTI_PAGE_64K,
	  L2_RA, L2_RA + SZ_64K, H_SUCCESS, HERE | SAME_64K, 16 },
	{ "twice 64K", TEST_LPID, 1, TLB, H_RPTI_PAGE_64K,
	  L2_RA, L2_RA + 2 * SZ_64K, H_SUCCESS,
	  HERE | SAME_64K | SAME_2M, 16 },
	{ "33 times 64K", TEST_LPID, 1, TLB, H_RPTI_PAGE_64K,
	  L2_RA, L2_RA + 33 * SZ_64K, H_SUCCESS,
	  HERE | SAME_64K | SAME_2M | SAME_1G, 16 },
	{ "more pages than L0 takes one by one", TEST_LPID, 1, TLB,
	  H_RPTI_PAGE_64K, L2_RA, L2_RA + 34 * SZ_64K, H_SUCCESS, L2,
	  16 },
	{ "from 0", TEST_LPID, 1, TLB, H_RPTI_PAGE_64K,
	  0, SZ_64K, H_SUCCESS, 0, 16 },
	{ "2M", TEST_LPID, 1, TLB, H_RPTI_PAGE_2M,
	  L2_RA, L2_RA + SZ_2M, H_SUCCESS, HERE | SAME_64K | SAME_2M,
	  21 },
	{ "all of the TLB", TEST_LPID, 1, TLB, 0,
	  0, ~0UL, H_SUCCESS, L2, 16 },
	{ "all", TEST_LPID, 1, TLB | PWC | PAT, 0,
	  0, ~0UL, H_SUCCESS, L2, 16 },
	{ "all of the other", TEST_LPID_OTHER, 1, TLB | PWC | PAT, 0,
	  0, ~0UL, H_SUCCESS, OTHER_L2, 16 },
};

/* L1 uses each form of H_RPT_INVALIDATE: a range by page size, or all; or refused. */
TEST_F(nested_invalidate, rpt_invalidate)
{
	const struct rpt_form *f = rpt_forms, *end = f + ARRAY_SIZE(rpt_forms);
	struct nested_test *t = &self->t;

	TEST_REQUIRE_PRESENT(nested_missing_rpt_invalidate(t->vm));
	for (; f < end; f++) {
		if (host_missing_leaf(f->leaf))
			continue;
		test_row("%s", f->name);
		make_live(t);
		hcall_expect_rc(vcpu_call(t->vcpu, l1_rpt_invalidate_at, f->lpid, f->target,
					  f->type, f->pages, f->start, f->end), f->rc);
		expect_gone(t, f->gone);
	}
	test_row_end();
	make_live(t);
}

TEST_HARNESS_MAIN
