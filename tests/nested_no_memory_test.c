// SPDX-License-Identifier: GPL-2.0
/*
 * An allocation of the host fails at any point of an L2 fault, of the first entry of an
 * L2 or of a hypercall: the error is reported, nothing is lost, and a retry succeeds.
 *
 * For each step, allocation number 1, 2, 3 ... fails, until the step makes fewer
 * allocations. This needs a kernel with fault injection.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "fail_nth.h"
#include "isa/hcall.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"
#include "witness/kvm_allocs.h"

/* More allocations than any step makes. */
#define MANY		200

/* Between the memslots of a case. */
#define SLOT		(TEST_SLOT + 1)
#define SLOT_GPA	0x100000000UL

static void no_memory_setup(struct nested_test *t, const struct nested_cell *cell)
{
	TEST_REQUIRE_PRESENT(fail_nth_missing());
	TEST_REQUIRE_PRESENT(allocs_missing());
	fail_nth_prepare();
	nested_test_setup_leak_check(t, cell);
	/* Fault in L1's own path first, so that only L2's allocations are counted. */
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
}

NESTED_TEST_SUITE_WITH(nested_no_memory, no_memory_setup);
NESTED_CELL(nested_no_memory, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_no_memory, hugetlb_2m, BACKING_HUGETLB_2M_SHARED, 2m, 21);

static bool is_no_memory(int err)
{
	/* Of gfn_to_pfn() only EFAULT is left. */
	return err == ENOMEM || err == EFAULT;
}

/*
 * The permitted results of an access of L2, or of its first entry, when an allocation
 * failed: success; an error of KVM_RUN; the interrupt that L0 could not handle goes to
 * L1; or H_ENTER_NESTED fails.
 */
static void expect_reported(struct nested_vcpu *l2,
			    const struct nested_result *result)
{
	switch (result->end) {
	case NESTED_RETURNED:
		return;
	case NESTED_TO_L0:
		if (result->stop.reason == VCPU_STOP_ERRNO &&
		    is_no_memory(result->stop.err))
			return;
		break;
	case NESTED_TO_L1:
		if (result->exit.trap == VECTOR_H_DATA_STORAGE ||
		    result->exit.trap == VECTOR_H_INST_STORAGE)
			return;
		if (result->exit.trap == NESTED_EXIT_REFUSED &&
		    (result->exit.hcall_rc == H_PARAMETER ||
		     result->exit.hcall_rc == H_NO_MEM))
			return;
		break;
	default:
		break;
	}
	TEST_FAIL("without memory: %s", nested_result_name(l2, result));
}

/* As nested_access(); allocation @n within KVM_RUN fails. */
static struct nested_result access_without(struct nested_vcpu *l2, void *fn,
					   gpa_t l2_ra, unsigned int n,
					   bool *failed)
{
	struct nested_result result;

	vcpu_start_call(l2->vcpu, l1_nested_call, l2->l2_vcpu, (uint64_t)fn,
			l2_ra, 0, 0, 0);
	fail_nth_begin(n);
	result = nested_continue(l2);
	*failed = fail_nth_end();
	return result;
}

/* Retry, as L1 or userspace would. The vCPU's state is unchanged. */
static void try_again(struct nested_vcpu *l2, struct nested_result result,
		      uint64_t expected)
{
	if (result.end == NESTED_TO_L0)
		result = nested_continue(l2);
	else if (result.end == NESTED_TO_L1)
		result = nested_retry(l2);
	if (result.end != NESTED_RETURNED)
		TEST_FAIL("with memory again: %s",
			  nested_result_name(l2, &result));
	if (result.exit.value != expected)
		TEST_FAIL("with memory again: L2 reads %#lx, not %#lx",
			  result.exit.value, expected);
}

/* Make allocation @n of the step fail. */
static void begin_allocation(unsigned int n)
{
	TEST_ASSERT(n < MANY, "a step with %d allocations", MANY);
	test_row("allocation %u", n);
}

/* The step made fewer than @n allocations: at least @least must have failed before. */
static void end_of_allocations(unsigned int n, unsigned int least)
{
	test_row_end();
	if (n < least + 2)
		TEST_ERROR("only %u allocations failed", n - 2);
}

/* Unmap the page from L2, L1 and this process. */
static void take_page_away(struct nested_test *t)
{
	int advice = t->mem.desc->shared ? MADV_REMOVE : MADV_DONTNEED;

	TEST_ASSERT(!madvise(unit_hva(t, UNIT_FIRST), t->unit, advice),
		    "madvise");
}

/* In L2: atomic exchange; returns the old value. */
static uint64_t l2_exchange(gva_t ea)
{
	uint64_t old = 0;

	asm volatile("1: ldarx %0,0,%1; stdcx. %2,0,%1; bne- 1b"
		     : "=&r" (old) : "r" (ea), "r" (MARK_SEED_L2)
		     : "cr0", "memory");
	return old;
}

/*
 * L2 faults at an address without shadow page tables, on a page that L0 has to fault in.
 * Repeat with each allocation failing.
 */
static void fault_without_memory(struct nested_test *t, void *fn)
{
	unsigned int n;
	bool failed;

	for (n = 1, failed = true; failed; n++) {
		gpa_t l2_ra = TEST_L2_ALIAS_RA(n);
		struct nested_result result;

		begin_allocation(n);
		nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
		take_page_away(t);
		result = access_without(&t->l2, fn, l2_ra, n, &failed);
		expect_reported(&t->l2, &result);
		try_again(&t->l2, result, 0);
		shadow_expect_live(&t->l2, l2_ra);
		shadow_expect_composed(t->vm);
		nested_unmap(&t->l2, l2_ra, t->leaf_shift);
	}
	end_of_allocations(n, 2);
}

/*
 * L2 loads from a page for which L0 has no shadow page tables, and one allocation fails,
 * each in turn: the fault ends in one of the permitted ways, and the next load succeeds.
 */
/* Covers: S3, S15 */
TEST_F(nested_no_memory, load)
{
	fault_without_memory(&self->t, l2_load64);
}

/*
 * The same for an atomic exchange: when it succeeds it finds the old value, so the
 * failed attempt stored nothing.
 */
/* Covers: S15 */
TEST_F(nested_no_memory, store)
{
	fault_without_memory(&self->t, l2_exchange);
}

/*
 * L2 maps a page several times, and each allocation of an rmap entry fails in turn: an
 * address without an entry has no shadow leaf either. When L0 discards the page, all
 * leaves are removed.
 */
/* Covers: S2, S15 */
TEST_F(nested_no_memory, each_mapping_is_in_the_list)
{
	struct nested_test *t = &self->t;
	unsigned int n, mapped;
	bool failed;

	for (n = 1; n <= 8; n++) {
		for (mapped = 0; mapped < 3; mapped++) {
			gpa_t l2_ra = TEST_L2_ALIAS_RA(mapped);
			struct nested_result result;

			nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
			result = access_without(&t->l2, l2_load64, l2_ra, n,
						&failed);
			expect_reported(&t->l2, &result);
			nested_read(&t->l2, l2_ra);
			shadow_expect_live(&t->l2, l2_ra);
		}
		take_page_away(t);
		for (mapped = 0; mapped < 3; mapped++) {
			shadow_expect_gone(t, &t->l2, TEST_L2_ALIAS_RA(mapped));
			nested_unmap(&t->l2, TEST_L2_ALIAS_RA(mapped),
				     t->leaf_shift);
		}
	}
}

/* L1 enters a new L2 and an allocation fails: L1 gets an error, and a retry succeeds. */
TEST_F(nested_no_memory, new_l2)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu l2;
	unsigned int n;
	bool failed;

	nested_create(&l2, t->vcpu, TEST_LPID_OTHER);
	nested_map_rw(&l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	for (n = 1, failed = true; failed; n++) {
		struct nested_result result;

		begin_allocation(n);
		result = access_without(&l2, l2_load64, TEST_L2_RA, n, &failed);
		expect_reported(&l2, &result);
		try_again(&l2, result, mark(MARK_SEED_L0, 0));
		/* L0 frees it: the same L2 is a new one then. */
		vcpu_call(t->vcpu, l1_set_partition_entry, l2.lpid, 0, 0);
		nested_tlbie_lpid(&l2, TLBIE_RIC_ALL);
		vcpu_call(t->vcpu, l1_nested_enter_table, l2.l2_vm);
	}
	end_of_allocations(n, 2);
}

/* Set a memslot of @size, 0: delete. Allocation @n of the first try fails, if any. */
static bool set_memslot_without(struct nested_test *t, uint64_t size,
				unsigned int n)
{
	bool failed;
	int err;

	fail_nth_begin(n);
	err = __vm_set_user_memory_region(t->vm, SLOT, 0, SLOT_GPA, size,
					  t->mem.hva);
	failed = fail_nth_end();
	if (err && err != -ENOMEM)
		TEST_FAIL("KVM_SET_USER_MEMORY_REGION: %s", strerror(-err));
	if (err)
		err = __vm_set_user_memory_region(t->vm, SLOT, 0, SLOT_GPA,
						  size, t->mem.hva);
	if (err)
		TEST_FAIL("KVM_SET_USER_MEMORY_REGION, retried with memory: %s",
			  strerror(-err));
	return failed;
}

/* A memslot is set and an allocation fails: userspace gets an error, and a retry succeeds. */
TEST_F(nested_no_memory, new_memslot)
{
	struct nested_test *t = &self->t;
	unsigned int n;
	bool failed;

	for (n = 1, failed = true; failed; n++) {
		begin_allocation(n);
		failed = set_memslot_without(t, t->mem.size, n);
		nested_remap(&t->l2, TEST_L2_RA, SLOT_GPA, t->leaf_shift,
			     RADIX_RW | RADIX_RC);
		nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));

		failed |= set_memslot_without(t, 0, n);
		shadow_expect_gone(t, &t->l2, TEST_L2_RA);
		nested_remap(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift,
			     RADIX_RW | RADIX_RC);
	}
	end_of_allocations(n, 1);
}

/*
 * L1 copies from L2 by H_COPY_TOFROM_GUEST, and an allocation fails, each in turn: L1
 * gets H_NO_MEM; without a failure H_NOT_FOUND, since the target is not L1's memory.
 */
TEST_F(nested_no_memory, copy_from_l2)
{
	struct nested_test *t = &self->t;
	unsigned int n;
	bool failed;
	long rc;

	for (n = 1, failed = true; failed; n++) {
		begin_allocation(n);
		/* From an address without memory: refused after the buffer is allocated. */
		vcpu_start_call(t->vcpu, l1_copy_tofrom_guest, TEST_LPID, 0,
				TEST_L2_RA, 0, SLOT_GPA, 8);
		fail_nth_begin(n);
		rc = vcpu_finish(t->vcpu);
		failed = fail_nth_end();
		if (rc != (failed ? H_NO_MEM : H_NOT_FOUND))
			TEST_FAIL("allocation %u %s: the copy returned %ld", n,
				  failed ? "failed" : "did not fail", rc);
	}
	end_of_allocations(n, 1);
}

TEST_HARNESS_MAIN
