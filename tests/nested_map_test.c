// SPDX-License-Identifier: GPL-2.0
/*
 * L2 can read, write and execute what L1 has mapped for it, and nothing else.
 *
 * The first access goes through __kvmhv_nested_page_fault(), which composes L1's leaf
 * with L0's: page size, frame and permissions of the shadow leaf. An access that L1 has
 * not mapped or does not permit must fault into L1, with cause and address.
 */
#include "kselftest_harness.h"

#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"

NESTED_TEST_SUITE(nested_map);
NESTED_CELLS(nested_map);

/* L2 reads L0's marks and stores its own: L0 and L1 see those. */
TEST_F(nested_map, read_and_write)
{
	struct nested_test *t = &self->t;
	int unit;

	nested_test_map_all(t, &t->l2);
	for (unit = 0; unit < NR_UNITS; unit++) {
		gpa_t l2_ra = unit_l2_ra(t, unit);

		if (unit && !units_differ(t))
			break;
		nested_expect_unit(t, &t->l2, l2_ra, unit, MARK_SEED_L0);
		nested_mark_unit(t, &t->l2, l2_ra, unit, MARK_SEED_L2);
		nested_expect_unit(t, &t->l2, l2_ra, unit, MARK_SEED_L2);
		host_expect_unit(t, unit, MARK_SEED_L2);
		EXPECT_EQ(mark(MARK_SEED_L2, unit_offset(t, unit)),
			  vcpu_call(t->vcpu, l1_load64, unit_gpa(t, unit)));
	}
}

/* L2's first access to a page is a store: it goes to the page that L1 mapped. */
TEST_F(nested_map, write_first)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_LAST);

	nested_test_map(t, &t->l2, l2_ra, UNIT_LAST);
	nested_mark_unit(t, &t->l2, l2_ra, UNIT_LAST, MARK_SEED_L2);
	host_expect_unit(t, UNIT_LAST, MARK_SEED_L2);
	nested_expect_unit(t, &t->l2, l2_ra, UNIT_LAST, MARK_SEED_L2);
}

/*
 * L2 accesses addresses beside the mapped leaf: it faults into L1, and continues after L1
 * has mapped them.
 */
TEST_F(nested_map, unmapped_faults_to_l1)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_FIRST);
	uint64_t end = l2_ra + t->leaf_size;

	nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, 0));

	nested_expect_fault(&t->l2, NESTED_LOAD, l2_ra - 8, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_STORE, l2_ra - 8, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_LOAD, end, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_STORE, end, DSISR_NOHPTE);
	nested_expect_fault(&t->l2, NESTED_FETCH, end, SRR1_ISI_NOPT);

	/* The shadow leaf must not depend on the offset of the faulting access. */
	nested_map_rw(&t->l2, end, TEST_GPA, t->leaf_shift);
	EXPECT_EQ(*(uint64_t *)(t->mem.hva + t->leaf_size - 8),
		  nested_read(&t->l2, end + t->leaf_size - 8));
	nested_expect_value(&t->l2, end, mark(MARK_SEED_L0, 0));
}

/*
 * R or C is clear in L1's leaf: an access that would set it faults into L1, and succeeds
 * without an invalidation after L1 has set it.
 */
TEST_F(nested_map, reference_and_change_fault_to_l1)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_FIRST);

	nested_map(&t->l2, l2_ra, TEST_GPA, t->leaf_shift, RADIX_RW);
	nested_expect_fault(&t->l2, NESTED_LOAD, l2_ra, DSISR_SET_RC);
	nested_set_leaf(&t->l2, l2_ra, nested_leaf(TEST_GPA,
						   RADIX_RW | RADIX_R));
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, 0));
	nested_expect_fault(&t->l2, NESTED_STORE, l2_ra, DSISR_SET_RC);
	EXPECT_EQ(mark(MARK_SEED_L0, 0), *(uint64_t *)t->mem.hva);
	nested_set_leaf(&t->l2, l2_ra, nested_leaf(TEST_GPA,
						   RADIX_RW | RADIX_RC));
	nested_write(&t->l2, l2_ra, mark(MARK_SEED_L2, 0));
	EXPECT_EQ(mark(MARK_SEED_L2, 0), *(uint64_t *)t->mem.hva);
}

/* L2 calls code that L0 has written to the memory: it runs if and only if L1 permits it. */
TEST_F(nested_map, fetch)
{
	static const uint32_t code[] = { 0x38600123, 0x4e800020 }; /* li; blr */
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_FIRST);

	memcpy(t->mem.hva, code, sizeof(code));
	sync_icache(t->mem.hva, sizeof(code));
	/* First without a shadow leaf, then with one for loads. */
	nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
	nested_expect_fault(&t->l2, NESTED_FETCH, l2_ra, SRR1_ISI_N_G_OR_CIP);
	nested_read(&t->l2, l2_ra);
	nested_expect_fault(&t->l2, NESTED_FETCH, l2_ra, SRR1_ISI_N_G_OR_CIP);

	nested_set_leaf(&t->l2, l2_ra, nested_leaf(TEST_GPA,
						   RADIX_RWX | RADIX_RC));
	nested_tlbie_page(&t->l2, l2_ra, t->leaf_shift);
	EXPECT_EQ(0x123, nested_fetch(&t->l2, l2_ra));

	/* Execute-only code. */
	nested_set_leaf(&t->l2, l2_ra, nested_leaf(TEST_GPA,
						   RADIX_EXEC | RADIX_RC));
	nested_tlbie_page(&t->l2, l2_ra, t->leaf_shift);
	nested_expect_fault(&t->l2, NESTED_LOAD, l2_ra, DSISR_PROTFAULT);
	EXPECT_EQ(0x123, nested_fetch(&t->l2, l2_ra));
	nested_expect_fault(&t->l2, NESTED_LOAD, l2_ra, DSISR_PROTFAULT);
}

/* Two L2s have different pages at the same L2 address: each accesses its own. */
TEST_F(nested_map, same_address_in_two_l2s)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_FIRST);
	gpa_t other_gpa = unit_gpa(t, UNIT_LAST);
	struct nested_vcpu other;

	if (!units_differ(t))
		SKIP(return, "the memory is one page: two different ones are needed");
	nested_create(&other, t->vcpu, TEST_LPID_OTHER);
	nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
	nested_map_rw(&other, l2_ra, other_gpa, t->leaf_shift);

	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, 0));
	nested_expect_value(&other, l2_ra, mark(MARK_SEED_L0, unit_offset(t, UNIT_LAST)));
	nested_write(&other, l2_ra, mark(MARK_SEED_L2, 0));
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, 0));
	EXPECT_EQ(mark(MARK_SEED_L2, 0), *(uint64_t *)unit_hva(t, UNIT_LAST));
}

/* L2 runs with its MMU off: its addresses are L2 real addresses. */
TEST_F(nested_map, real_mode)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu real;

	nested_create_real_mode(&real, t->vcpu, TEST_LPID_OTHER);
	nested_test_map(t, &real, unit_l2_ra(t, UNIT_FIRST), UNIT_FIRST);
	nested_expect_unit(t, &real, unit_l2_ra(t, UNIT_FIRST), UNIT_FIRST,
			   MARK_SEED_L0);
	nested_mark_unit(t, &real, unit_l2_ra(t, UNIT_FIRST), UNIT_FIRST,
			 MARK_SEED_L2);
	host_expect_unit(t, UNIT_FIRST, MARK_SEED_L2);
	nested_expect_fault(&real, NESTED_LOAD, unit_l2_ra(t, UNIT_FIRST) - 8,
			    DSISR_NOHPTE);
}

TEST_HARNESS_MAIN
