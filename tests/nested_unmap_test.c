// SPDX-License-Identifier: GPL-2.0
/*
 * When L0 unmaps a page from L1, every L2 that has it mapped loses it at once.
 *
 * kvmppc_unmap_pte() for L1's leaf walks the page's rmap list
 * (kvmhv_remove_nest_rmap_range()) and removes each shadow leaf on it. A leaf that is not
 * on the list still maps the freed frame, which may have been reused: the tests put
 * foreign data there before L2's next access.
 *
 * Two groups of cases: what L0 unmaps is faulted in again by L0, without an exit to L1;
 * an access to what L1 unmaps faults into L1.
 */
#include "kselftest_harness.h"

#include "fixture/l0_coincide.h"
#include "fixture/l0_op_tests.h"
#include "fixture/nested_aliases.h"
#include "guest/l1_nested.h"
#include "host/host_probe.h"
#include "isa/hcall.h"
#include "isa/processor.h"

L0_OP_TESTS(nested_unmap, l0_ops_unmap)

/* What L1 does to its own tables does not depend on the kind of memory. */
NESTED_TEST_SUITE(nested_l1_unmap);
NESTED_CELLS_SIZES(nested_l1_unmap);

/* After L1 has removed the leaf and invalidated, by any address in it, L2 faults into L1. */
static void unmap_in_l1(struct nested_test *t, enum l1_way way, uint64_t offset)
{
	uint64_t gone = TEST_L2_ALIAS_RA(1);
	uint64_t last = gone + t->leaf_size - t->step;

	aliases_make_live(t, &t->l2, MAX_ALIASES);
	nested_set_leaf(&t->l2, gone, 0);
	nested_invalidate(&t->l2, gone + offset, t->leaf_shift, way);
	/* All of the leaf, however many host pages it covers. */
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

/*
 * L1 unmaps a leaf and invalidates by tlbie of the page: the shadow leaf goes, L2
 * faults into L1 there, and its other mappings stay.
 */
TEST_F(nested_l1_unmap, l1_tlbie_page)
{
	unmap_in_l1(&self->t, L1_BY_PAGE, 0);
}

/*
 * L1 unmaps a leaf and invalidates by tlbie of the page's last 4K: the shadow leaf
 * goes, L2 faults into L1 there, and its other mappings stay.
 */
TEST_F(nested_l1_unmap, l1_tlbie_page_by_last_address)
{
	unmap_in_l1(&self->t, L1_BY_PAGE, self->t.leaf_size - SZ_4K);
}

/*
 * L1 unmaps a leaf and invalidates by tlbie of the LPID: the shadow leaf goes, L2
 * faults into L1 there, and its other mappings are read again.
 */
TEST_F(nested_l1_unmap, l1_tlbie_lpid)
{
	unmap_in_l1(&self->t, L1_BY_LPID, 0);
}

/*
 * L1 unmaps a leaf and invalidates by tlbie of the LPID with RIC=2: the shadow leaf
 * goes, L2 faults into L1 there, and its other mappings are read again.
 */
TEST_F(nested_l1_unmap, l1_tlbie_lpid_ric2)
{
	unmap_in_l1(&self->t, L1_BY_LPID_ALL_CACHES, 0);
}

/* Invalidate all LPIDs, with L2s of lower and higher LPIDs present. */
static void unmap_in_l1_everywhere(struct nested_test *t, enum l1_way way)
{
	struct nested_vcpu *other = &t->other;
	uint64_t gone = TEST_L2_ALIAS_RA(0);

	nested_create(other, t->vcpu, TEST_LPID_OTHER);
	aliases_make_live(t, other, 1);
	aliases_make_live(t, &t->l2, 1);
	nested_set_leaf(&t->l2, gone, 0);
	nested_set_leaf(other, gone, 0);
	nested_invalidate(&t->l2, gone, t->leaf_shift, way);
	shadow_expect_gone(t, &t->l2, gone);
	shadow_expect_gone(t, other, gone);
	nested_expect_fault(&t->l2, NESTED_LOAD, gone, DSISR_NOHPTE);
	nested_expect_fault(other, NESTED_LOAD, gone, DSISR_NOHPTE);
}

/*
 * L1 unmaps a leaf of two L2s and invalidates by tlbie of all LPIDs: both lose
 * their shadow leaf and fault into L1.
 */
TEST_F(nested_l1_unmap, l1_tlbie_all_2_l2s)
{
	unmap_in_l1_everywhere(&self->t, L1_BY_ALL);
}

/*
 * L1 unmaps a leaf of two L2s and invalidates by tlbie of all LPIDs with RIC=2:
 * both lose their shadow leaf and fault into L1.
 */
TEST_F(nested_l1_unmap, l1_tlbie_all_ric2_2_l2s)
{
	unmap_in_l1_everywhere(&self->t, L1_BY_ALL_ALL_CACHES);
}

/*
 * L1 unmaps a leaf and invalidates by tlbie of all LPIDs: the shadow leaf goes, L2
 * faults into L1 there, and its other mappings are read again.
 */
TEST_F(nested_l1_unmap, l1_tlbie_all)
{
	unmap_in_l1(&self->t, L1_BY_ALL, 0);
}

/*
 * L1 unmaps a leaf and invalidates by tlbie of all LPIDs with RIC=2: the shadow
 * leaf goes, L2 faults into L1 there, and its other mappings are read again.
 */
TEST_F(nested_l1_unmap, l1_tlbie_all_ric2)
{
	unmap_in_l1(&self->t, L1_BY_ALL_ALL_CACHES, 0);
}

/* Coinciding numbers: the L2 address that L1 unmaps is also another page's L1 address. */
NESTED_TEST_SUITE(nested_l1_coincide);
NESTED_CELL(nested_l1_coincide, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_l1_coincide, thp_2m, BACKING_ANON_THP, 2m, 21);

/* L2 has the middle unit at the L1 address of the first one, and the first one elsewhere. */
#define ELSEWHERE	TEST_L2_ALIAS_RA(1)

static gpa_t map_at_gpa(struct nested_test *t)
{
	uint64_t gone;

	nested_test_move_slot(t, NESTED_L2_RA);
	gone = unit_gpa(t, UNIT_FIRST);
	nested_test_map(t, &t->l2, gone, UNIT_MIDDLE);
	nested_test_map(t, &t->l2, ELSEWHERE, UNIT_FIRST);
	nested_expect_unit(t, &t->l2, ELSEWHERE, UNIT_FIRST, MARK_SEED_L0);
	return gone;
}

/* L1 unmaps an L2 address that is another page's L1 address: that page keeps its rmap list. */
/* Covers: S11 */
TEST_F(nested_l1_coincide, l2_ra_is_gpa)
{
	struct nested_test *t = &self->t;
	uint64_t gone = map_at_gpa(t);

	nested_expect_unit(t, &t->l2, gone, UNIT_MIDDLE, MARK_SEED_L0);
	nested_test_unmap(t, &t->l2, gone);
	shadow_expect_unit_gone(t, &t->l2, gone);
	shadow_expect_kept(&t->l2, ELSEWHERE);
	nested_expect_fault(&t->l2, NESTED_LOAD, gone, DSISR_NOHPTE);

	backing_discard(&t->mem, unit_offset(t, UNIT_FIRST), t->unit);
	shadow_expect_unit_gone(t, &t->l2, ELSEWHERE);
	nested_expect_unit(t, &t->l2, ELSEWHERE, UNIT_FIRST, 0);
}

/* The number of pages of the unit in @log. */
static size_t pages_logged(struct nested_test *t, const uint64_t *log, int unit)
{
	size_t off, nr = 0;

	for (off = 0; off < t->unit; off += host_page_size())
		nr += is_logged(log, unit_offset(t, unit) + off);
	return nr;
}

/*
 * L2 has stored at an L2 address that is another page's L1 address, and L1 unmaps it: the
 * dirty log has the page that L2 stored to, and not the other one.
 */
/* Covers: S11 */
TEST_F(nested_l1_coincide, l2_ra_is_gpa_logged)
{
	struct nested_test *t = &self->t;
	uint64_t gone = map_at_gpa(t), *log;

	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	nested_expect_unit(t, &t->l2, ELSEWHERE, UNIT_FIRST, MARK_SEED_L0);
	free(nested_test_read_log(t));
	nested_mark_unit(t, &t->l2, gone, UNIT_MIDDLE, MARK_SEED_L2);
	nested_test_unmap(t, &t->l2, gone);

	log = nested_test_read_log(t);
	EXPECT_NE(0, pages_logged(t, log, UNIT_MIDDLE));
	EXPECT_EQ(0, pages_logged(t, log, UNIT_FIRST));
	free(log);
}

/*
 * L1 invalidates an L2 whose LPID in L1 is the host's LPID of another L2: the other one
 * keeps its leaves.
 */
/* Covers: S4 */
TEST_F(nested_l1_coincide, lpids_swapped)
{
	const gpa_t l2_ra = TEST_L2_ALIAS_RA(0);
	struct nested_test *t = &self->t;
	struct nested_vcpu *other = &t->other;

	nested_create(other, t->vcpu, TEST_LPID_OTHER);
	coincide_swap_lpids(t, &t->l2, other);
	aliases_make_live(t, &t->l2, 1);
	aliases_make_live(t, other, 1);

	nested_test_unmap(t, &t->l2, l2_ra);
	shadow_expect_unit_gone(t, &t->l2, l2_ra);
	shadow_expect_kept(other, l2_ra);
	aliases_make_live(t, &t->l2, 1);
	nested_tlbie_lpid(&t->l2, TLBIE_RIC_TLB);
	shadow_expect_unit_gone(t, &t->l2, l2_ra);
	shadow_expect_kept(other, l2_ra);
	aliases_expect_unit(t, &t->l2, 1, MARK_SEED_L2);
	nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
	shadow_expect_unit_gone(t, &t->l2, l2_ra);
	shadow_expect_kept(other, l2_ra);
	aliases_expect_unit(t, &t->l2, 1, MARK_SEED_L2);
	aliases_expect_unit(t, other, 1, MARK_SEED_L2);
}

NESTED_TEST_SUITE(nested_subpage);
NESTED_CELL(nested_subpage, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_subpage, thp_2m, BACKING_ANON_THP, 2m, 21);

/* The kernel's count of 2M leaves that L0 has for L1. */
static uint64_t pages_2m(struct nested_test *t)
{
	return kvm_stat(t->vm->fd, "num_2M_pages");
}

/*
 * L2 maps a 2M page, then L0 discards a part of it: KVM's statistic num_2M_pages increases by
 * one for L1's leaf, and decreases again.
 */
TEST_F(nested_subpage, pages_2m_are_counted)
{
	struct nested_test *t = &self->t;
	uint64_t before = pages_2m(t);

	aliases_map(t, &t->l2, 1);
	aliases_expect_unit(t, &t->l2, 1, MARK_SEED_L0);
	EXPECT_EQ(before + 1, pages_2m(t));
	backing_keep_split(&t->mem);
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), SZ_64K);
	EXPECT_EQ(before, pages_2m(t));
	nested_read(&t->l2, TEST_L2_ALIAS_RA(0));
	EXPECT_EQ(before, pages_2m(t));
}

/*
 * Leaked page tables are found at the end of the VM. In the emulated machine the first
 * use of a 1G page takes seconds: this suite uses one page, the operations below the other.
 */
NESTED_TEST_SUITE_WITH(nested_tables_1g, nested_test_setup_leak_check);
NESTED_CELL(nested_tables_1g, hugetlb_1g, BACKING_HUGETLB_1G, 1g, 30);

/*
 * With dirty logging L0 maps a 1G page by base pages, for L1 and for L2. When logging is
 * turned off, 1G leaves replace two levels of tables, and all of these are freed.
 */
TEST_F(nested_tables_1g, large_leaf_over_two_levels_of_tables)
{
	uint64_t l2_ra = TEST_L2_ALIAS_RA(0), off;
	struct nested_test *t = &self->t;

	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	nested_map_rw(&t->l2, l2_ra, TEST_GPA, 30);
	for (off = 0; off < SZ_1G; off += SZ_1G / 4)
		nested_expect_value(&t->l2, l2_ra + off,
				    mark(MARK_SEED_L0, off));
	vm_mem_region_set_flags(t->vm, TEST_SLOT, 0);
	shadow_expect_none(&t->l2, l2_ra, SZ_1G);
	for (off = 0; off < SZ_1G; off += SZ_1G / 4)
		nested_expect_value(&t->l2, l2_ra + off,
				    mark(MARK_SEED_L0, off));
	/* One leaf for all of it. */
	shadow_expect_kept(&t->l2, l2_ra + SZ_1G - SZ_64K);
}

L0_OP_HARNESS_MAIN
