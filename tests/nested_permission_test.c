// SPDX-License-Identifier: GPL-2.0
/*
 * L2 may do exactly what L1's leaf permits; any other access faults into L1.
 *
 * __kvmhv_nested_page_fault() restricts the permissions, reference and change bit of L0's
 * leaf for L1 to those of L1's leaf. It does so at the first access; the resulting
 * shadow leaf is used until an access faults.
 */
#include "kselftest_harness.h"

#include "host/host_probe.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"

/* Offset of the code in the leaf, beside the first mark. */
#define CODE		0x400

#define CODE_GIVES	0x123

static void put_code(struct nested_test *t)
{
	static const uint32_t code[] = { 0x38600123, 0x4e800020 }; /* li; blr */

	memcpy(t->mem.hva + CODE, code, sizeof(code));
	sync_icache(t->mem.hva + CODE, sizeof(code));
}

static void permission_setup(struct nested_test *t, const struct nested_cell *cell)
{
	nested_test_setup(t, cell);
	put_code(t);
}

NESTED_TEST_SUITE_WITH(nested_permission, permission_setup);
/* L1's leaf as large as the host's page, larger and smaller. */
NESTED_CELL(nested_permission, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_permission, anon, BACKING_ANON, 2m, 21);
NESTED_CELL(nested_permission, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_permission, thp_2m, BACKING_ANON_THP, 2m, 21);
NESTED_CELL(nested_permission, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);
NESTED_CELL(nested_permission, memfd, BACKING_MEMFD, 2m, 21);

static const enum nested_access accesses[] = {
	NESTED_LOAD, NESTED_STORE, NESTED_FETCH,
};

static const char *access_name(enum nested_access access)
{
	return access == NESTED_LOAD ? "load" :
	       access == NESTED_STORE ? "store" : "fetch";
}

static const char *bits_name(uint64_t bits)
{
	static const char * const names[] = {
		"---", "--X", "-W-", "-WX", "R--", "R-X", "RW-", "RWX",
	};

	return names[bits & RADIX_RWX];
}

/* A separate leaf, for the same page, for each row of a table. */
static gpa_t row_ra(const struct nested_test *t, int row)
{
	return TEST_L2_RA + row * t->leaf_size;
}

/* Power ISA 3.0B, Book III, 5.7.12.1: W implies R, none implies X. */
static bool permits(uint64_t bits, enum nested_access access)
{
	switch (access) {
	case NESTED_LOAD:
		return bits & RADIX_RW;
	case NESTED_STORE:
		return bits & RADIX_WRITE;
	default:
		return bits & RADIX_EXEC;
	}
}

/* The access succeeds, with the right effect. */
static void expect_passes(struct nested_test *t, enum nested_access access,
			  gpa_t l2_ra)
{
	static uint64_t stored;
	uint64_t *word = (uint64_t *)t->mem.hva;

	switch (access) {
	case NESTED_LOAD:
		if (nested_read(&t->l2, l2_ra) != *word)
			TEST_FAIL("L2 does not read what is there");
		break;
	case NESTED_STORE:
		stored++;
		nested_write(&t->l2, l2_ra, stored);
		if (*word != stored)
			TEST_FAIL("L2's store is not in memory");
		break;
	default:
		if (nested_fetch(&t->l2, l2_ra + CODE) != CODE_GIVES)
			TEST_FAIL("L2 did not execute what is there");
	}
}

/* The access faults into L1 with @cause and has no effect. */
static void expect_faults(struct nested_test *t, enum nested_access access,
			  gpa_t l2_ra, uint64_t cause)
{
	uint64_t *word = (uint64_t *)t->mem.hva, before = *word;

	if (access == NESTED_FETCH)
		l2_ra += CODE;
	nested_expect_fault(&t->l2, access, l2_ra, cause);
	if (*word != before)
		TEST_FAIL("a store that faulted is in memory");
}

static void expect_permission(struct nested_test *t, enum nested_access access,
			      gpa_t l2_ra, uint64_t bits)
{
	if (permits(bits, access))
		expect_passes(t, access, l2_ra);
	else
		expect_faults(t, access, l2_ra, access == NESTED_FETCH ?
			      SRR1_ISI_N_G_OR_CIP : DSISR_PROTFAULT);
}

static void expect_permissions(struct nested_test *t, gpa_t l2_ra,
			       uint64_t bits)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(accesses); i++)
		expect_permission(t, accesses[i], l2_ra, bits);
}

/*
 * L1's leaf has each combination of R, W, X, and L2 makes each kind of access first, then
 * all kinds: exactly those that L1 permits succeed, whichever came first.
 */
TEST_F(nested_permission, each_first_access)
{
	struct nested_test *t = &self->t;
	uint64_t bits;
	int row = 0;
	size_t i;

	for (bits = 0; bits <= RADIX_RWX; bits++) {
		for (i = 0; i < ARRAY_SIZE(accesses); i++) {
			gpa_t l2_ra = row_ra(t, row++);

			test_row("leaf %s, %s first", bits_name(bits),
				 access_name(accesses[i]));
			nested_map(&t->l2, l2_ra, TEST_GPA, t->leaf_shift,
				   bits | RADIX_RC);
			expect_permission(t, accesses[i], l2_ra, bits);
			expect_permissions(t, l2_ra, bits);
		}
	}
	test_row_end();
}

/*
 * L1 adds or removes each of R, W and X, with each combination of the others, and
 * invalidates: the new permissions take effect.
 */
TEST_F(nested_permission, upgrade_and_downgrade)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = TEST_L2_RA;
	uint64_t bits, change;

	nested_map(&t->l2, l2_ra, TEST_GPA, t->leaf_shift, RADIX_RC);
	for (bits = 0; bits <= RADIX_RWX; bits++) {
		for (change = RADIX_EXEC; change <= RADIX_READ; change <<= 1) {
			test_row("leaf %s, then %s", bits_name(bits),
				 bits_name(bits ^ change));
			nested_set_leaf(&t->l2, l2_ra,
					nested_leaf(TEST_GPA, bits | RADIX_RC));
			nested_tlbie_page(&t->l2, l2_ra, t->leaf_shift);
			expect_permissions(t, l2_ra, bits);
			nested_set_leaf(&t->l2, l2_ra,
					nested_leaf(TEST_GPA, (bits ^ change) |
						    RADIX_RC));
			nested_tlbie_page(&t->l2, l2_ra, t->leaf_shift);
			expect_permissions(t, l2_ra, bits ^ change);
		}
	}
	test_row_end();
}

/*
 * L1's leaf permits stores and therefore loads, though R is clear; L0's page is
 * read-only. Both permit the load, so it must succeed. Known defect.
 */
TEST_F(nested_permission, write_only_over_a_read_only_page)
{
	struct nested_test *t = &self->t;
	struct nested_result r;

	backing_protect(&t->mem, 0, t->unit, PROT_READ);
	nested_map(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift,
		   RADIX_WRITE | RADIX_RC);
	r = nested_access_retried(&t->l2, NESTED_LOAD, TEST_L2_RA);
	if (r.stop.reason != VCPU_STOP_STILL_RUNNING &&
	    (r.end != NESTED_RETURNED ||
	     r.exit.value != *(uint64_t *)t->mem.hva))
		TEST_FAIL("L2's load: %s", nested_result_name(&t->l2, &r));
	nested_test_known_defect(t, r.stop.reason == VCPU_STOP_STILL_RUNNING,
				 DEFECT_WRITE_ONLY_LEAF);
}

static bool has_rc(uint64_t bits, enum nested_access access)
{
	uint64_t need = access == NESTED_STORE ? RADIX_RC : RADIX_R;

	return (bits & need) == need;
}

/*
 * L1's leaf has each combination of R and C, and L2 makes each access: one that would set
 * a clear bit faults into L1, and succeeds without an invalidation after L1 has set it.
 * L0 does not change L1's leaf.
 */
TEST_F(nested_permission, reference_and_change)
{
	static const uint64_t rc[] = { 0, RADIX_R, RADIX_C, RADIX_RC };
	static const char * const names[] = { "--", "R-", "-C", "RC" };
	struct nested_test *t = &self->t;
	int i, a, row = 0;

	for (i = 0; i < ARRAY_SIZE(rc); i++) {
		for (a = 0; a < ARRAY_SIZE(accesses); a++) {
			uint64_t leaf = nested_leaf(TEST_GPA, RADIX_RWX | rc[i]);
			gpa_t l2_ra = row_ra(t, row++);

			test_row("leaf %s, %s", names[i],
				 access_name(accesses[a]));
			nested_map(&t->l2, l2_ra, TEST_GPA, t->leaf_shift,
				   RADIX_RWX | rc[i]);
			if (!has_rc(rc[i], accesses[a])) {
				expect_faults(t, accesses[a], l2_ra,
					      DSISR_SET_RC);
				leaf |= RADIX_RC;
				nested_set_leaf(&t->l2, l2_ra, leaf);
			}
			expect_passes(t, accesses[a], l2_ra);
			if (vcpu_call(t->vcpu, l1_nested_get_leaf, t->l2.l2_vm,
				      l2_ra) != leaf)
				TEST_FAIL("L0 has changed L1's leaf");
		}
	}
	test_row_end();
}

/*
 * L1's leaf has both R and C. The shadow leaf has C after a store of L2, and not after
 * loads only: the dirty log depends on it.
 */
TEST_F(nested_permission, change_bit_waits_for_a_store)
{
	const unsigned long rc = RADIX_RC;
	struct nested_test *t = &self->t;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	expect_passes(t, NESTED_LOAD, TEST_L2_RA);
	shadow_expect_bits_of(&t->l2, NESTED_LOAD, TEST_L2_RA, rc,
			      RADIX_R);
	expect_passes(t, NESTED_STORE, TEST_L2_RA);
	shadow_expect_bits_of(&t->l2, NESTED_STORE, TEST_L2_RA, rc, rc);
}

/*
 * Adding permissions needs no invalidation: after a fault the tables are walked again. One
 * cell for each place where L0 adds permissions to a leaf.
 */
NESTED_TEST_SUITE_WITH(nested_upgrade, permission_setup);
NESTED_CELL(nested_upgrade, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_upgrade, thp_2m, BACKING_ANON_THP, 2m, 21);

/* L1 permits @bits, L2 uses them; L1 permits @more too, and L2 uses that. */
static void expect_upgrade(struct nested_test *t, uint64_t bits, uint64_t more,
			   enum nested_access used, enum nested_access gained)
{
	nested_map(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift,
		   bits | RADIX_RC);
	expect_passes(t, used, TEST_L2_RA);
	shadow_expect_live(&t->l2, TEST_L2_RA);
	nested_set_leaf(&t->l2, TEST_L2_RA,
			nested_leaf(TEST_GPA, bits | more | RADIX_RC));
	expect_passes(t, gained, TEST_L2_RA);
	expect_permissions(t, TEST_L2_RA, bits | more);
}

/* L2 has loaded, and L1 now permits stores: L2's store succeeds. */
TEST_F(nested_upgrade, write)
{
	expect_upgrade(&self->t, RADIX_READ, RADIX_WRITE, NESTED_LOAD,
		       NESTED_STORE);
}

/* Known defect: L0 warns about the other two, which are legal. */
static void expect_warned_upgrade(struct nested_test *t, uint64_t bits,
				  uint64_t more, enum nested_access used,
				  enum nested_access gained)
{
	TEST_REQUIRE_PRESENT(host_missing_debugfs());	/* clear_warn_once */
	expect_upgrade(t, bits, more, used, gained);
	nested_test_known_defect(t, kernel_log_complaint(t->log_mark),
				 DEFECT_UPGRADE_WARNING);
}

/* L2 has loaded, and L1 now permits execution: L2's fetch succeeds. Known defect. */
TEST_F(nested_upgrade, execute)
{
	expect_warned_upgrade(&self->t, RADIX_READ, RADIX_EXEC, NESTED_LOAD,
			      NESTED_FETCH);
}

/* L2 has executed, and L1 now permits loads: L2's load succeeds. Known defect. */
TEST_F(nested_upgrade, read)
{
	expect_warned_upgrade(&self->t, RADIX_EXEC, RADIX_READ, NESTED_FETCH,
			      NESTED_LOAD);
}

TEST_HARNESS_MAIN
