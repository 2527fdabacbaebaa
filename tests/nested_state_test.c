// SPDX-License-Identifier: GPL-2.0
/*
 * The registers that userspace saves and restores by ONE_REG, and the state of L2 that L1
 * passes to H_ENTER_NESTED and gets back, in either byte order.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "danger.h"
#include "isa/hcall.h"
#include "isa/spr.h"
#include "host/host_probe.h"
#include "host/vcpu_big_endian.h"
#include "host/one_reg.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "state/state_values.h"
#include "fixture/nested_test.h"

/* None of these cases depends on the kind of memory or the size of leaves. */
NESTED_TEST_SUITE_ON(nested_state, BACKING_ANON, 16, nested_test_setup);

/* In L1: a new partition table, not registered with L0. Returns its real address. */
static uint64_t l1_new_table(uint64_t entries)
{
	l1_partition_table = l1_alloc(entries * 16);
	return l1_ra(l1_partition_table);
}

/* log2 of the number of entries of a partition table with PTCR[PATS] = n. */
#define PATS_SHIFT(n)	((n) + 8)

#define PATS_MAX	4UL	/* that H_SET_PARTITION_TABLE accepts */
#define LPID_TOO_LARGE	((1U << PATS_SHIFT(PATS_MAX)) | TEST_LPID_OTHER)

/*
 * Userspace sets a partition table of a size that H_SET_PARTITION_TABLE refuses (PTCR), and
 * L0 discards a page of an L2 beyond its 4096th entry: either PTCR is refused, or that L2
 * loses the page as any other does. Known defect: an rmap entry has 12 bits for the LPID.
 */
TEST_F(nested_state, lpids_behind_the_largest_table)
{
	struct nested_test *t = &self->t;
	struct nested_vcpu *other = &t->other;
	uint64_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE), ptcr;
	struct nested_result result;
	unsigned long frame;
	bool keeps;
	int err;

	ptcr = vcpu_call(t->vcpu, l1_new_table, 2UL << PATS_SHIFT(PATS_MAX)) |
	       (PATS_MAX + 1);
	vcpu_call(t->vcpu, l1_nested_enter_table, t->l2.l2_vm);
	nested_create(other, t->vcpu, LPID_TOO_LARGE);
	nested_test_map(t, other, l2_ra, UNIT_MIDDLE);

	err = __vcpu_set_reg(t->vcpu, KVM_REG_PPC_PTCR, &ptcr);
	if (err && err != -EINVAL)
		TEST_FAIL("KVM_SET_ONE_REG(PTCR) gave %d", err);
	result = nested_access(other, NESTED_LOAD, l2_ra, 0);
	if (result.end == NESTED_TO_L1 &&
	    result.exit.trap == NESTED_EXIT_REFUSED) {
		nested_test_known_defect(t, false, DEFECT_PTCR_SIZE);
		return;
	}
	nested_expect_unit(t, other, l2_ra, UNIT_MIDDLE, MARK_SEED_L0);
	shadow_expect_live(other, l2_ra);

	frame = unit_frame(t, UNIT_MIDDLE);
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	occupy_frame(t, frame);
	result = nested_access(other, NESTED_LOAD, l2_ra, 0);
	if (result.end != NESTED_RETURNED)
		TEST_FAIL("L2 should read zeros: %s",
			  nested_result_name(other, &result));
	keeps = result.exit.value;
	t->tables_are_stale = keeps;
	nested_test_known_defect(t, keeps, DEFECT_PTCR_SIZE);
}

/*
 * Read and clear the dirty log. Is the page at @gpa in it? The number of other pages in it
 * goes to @others.
 */
static bool look_at_log(struct nested_test *t, gpa_t gpa, size_t *others)
{
	uint64_t *log = nested_test_read_log(t);
	bool found = false;
	size_t offset;

	*others = 0;
	for (offset = 0; offset < t->mem.size; offset += host_page_size()) {
		if (TEST_GPA + offset == gpa)
			found = is_logged(log, offset);
		else
			*others += is_logged(log, offset);
	}
	free(log);
	return found;
}

static bool is_dirty(struct nested_test *t, gpa_t gpa)
{
	size_t others;

	return look_at_log(t, gpa, &others);
}

/* The dirty log has the page at @gpa, and no other one. 0: it is empty. */
static void expect_dirty(struct nested_test *t, gpa_t gpa)
{
	size_t others;

	if (look_at_log(t, gpa, &others) != !!gpa)
		TEST_FAIL("the page at %#lx should be in the dirty log", gpa);
	if (others)
		TEST_FAIL("%zu pages should not be in the dirty log", others);
}

/* In L2. */
static uint64_t l2_timebase(void)
{
	return get_timebase();
}

#define TB_ROUNDS	16
#define TB_RUNS		16	/* of L2 in each round: with the defect, half a second */

/* Is the second CPU's timebase, read later, behind that of the first? */
static bool clock_went_back(void)
{
	uint64_t first, second;

	pin_self_to_cpu(0);
	first = get_timebase();
	pin_self_to_cpu(1);
	second = get_timebase();
	pin_self_to_cpu(0);
	return second < first;
}

/*
 * L1 gives L2 a timebase offset that is not a multiple of 2^24, the granularity of mtspr
 * TBU40: after L2 has run, the CPU's timebase is the host's again. Known defect: each run
 * advances it by 2^24 ticks, 33 ms.
 */
TEST_F(nested_state, tb_offset_that_is_no_whole_step)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *vcpu = nested_l2_state(&t->l2);
	bool moved = false;
	int round, i;

	TEST_REQUIRE_PRESENT(danger_not_wanted());
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	vcpu->hv.tb_offset = BIT(44) + BIT(23);
	if (clock_went_back())
		TEST_FAIL("the CPUs' clocks differ before L2 runs");
	for (round = 0; !moved && round < TB_ROUNDS; round++) {
		for (i = 0; i < TB_RUNS; i++)
			nested_call(&t->l2, l2_timebase);
		moved = clock_went_back();
	}
	nested_test_known_defect(t, moved, DEFECT_TB_OFFSET);
}

#define PVR_ARCH_300	0x0f000005U	/* Power ISA 3.0, for ARCH_COMPAT */

/* Userspace sets all registers, each to another value, and reads them: they are the same. */
TEST_F(nested_state, what_is_saved_is_restored)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;
	struct reg_file want, got;
	int seed;

	for (seed = 1; seed <= 2; seed++) {
		reg_file_pattern(&want, seed);
		reg_file_restore(&want, vcpu, 0);
		reg_file_save(&got, vcpu);
		reg_file_expect_equal(&want, &got, 0);
	}
	vcpu_set_reg(vcpu, KVM_REG_PPC_ARCH_COMPAT, PVR_ARCH_300);
	EXPECT_EQ(PVR_ARCH_300, vcpu_get_reg(vcpu, KVM_REG_PPC_ARCH_COMPAT));
	vcpu_set_reg(vcpu, KVM_REG_PPC_ARCH_COMPAT, 0);
	EXPECT_EQ(0, vcpu_get_reg(vcpu, KVM_REG_PPC_ARCH_COMPAT));
}

static uint64_t l1_nothing(void)
{
	return 1;
}

/*
 * Userspace sets the registers that a CPU has while the guest runs, and L1 runs, then an L2,
 * neither of which uses them: userspace reads the same values.
 */
TEST_F(nested_state, registers_outlast_a_run)
{
	struct nested_test *t = &self->t;
	struct reg_file want, got;

	reg_file_pattern(&want, 3);
	reg_file_restore(&want, t->vcpu, ONE_REG_RUNS);
	vcpu_call(t->vcpu, l1_nothing);
	reg_file_save(&got, t->vcpu);
	test_row("after a run of L1");
	reg_file_expect_equal(&want, &got, ONE_REG_RUNS);
	test_row("after a run of L2");
	nested_call(&t->l2, l2_timebase);
	reg_file_save(&got, t->vcpu);
	reg_file_expect_equal(&want, &got, ONE_REG_RUNS);
	test_row_end();
}

/* Transactional memory: two vCPUs of L1, the first of which has an L2. */
FIXTURE(nested_tm)
{
	struct nested_test t;
	struct kvm_vcpu *vcpus[2];
};

FIXTURE_SETUP(nested_tm)
{
	struct nested_test *t = &self->t;
	uint32_t cr;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup_vcpus(t, &NESTED_ANY_CELL, 2, self->vcpus);
	TEST_REQUIRE(!__vcpu_get_reg(t->vcpu, KVM_REG_PPC_TM_CR, &cr),
		     "this kernel is without transactional memory (CONFIG_PPC_TRANSACTIONAL_MEM)");
}

NESTED_TEST_SUITE_TEARDOWN(nested_tm, t, nested_test_teardown);

/* Two vCPUs have different checkpointed registers, and both run: each keeps its own. */
TEST_F(nested_tm, checkpointed_registers_of_two_vcpus)
{
	struct reg_file want[2], got;
	int i;

	for (i = 0; i < 2; i++) {
		reg_file_pattern(&want[i], i + 1);
		reg_file_restore(&want[i], self->vcpus[i], ONE_REG_TM);
	}
	for (i = 0; i < 2; i++)
		vcpu_call(self->vcpus[i], l1_nothing);
	for (i = 0; i < 2; i++) {
		test_row("vCPU %d", i);
		reg_file_save(&got, self->vcpus[i]);
		reg_file_expect_equal(&want[i], &got, ONE_REG_TM);
	}
	test_row_end();
}

/* Values for vCPU or guest @n: two addresses of instructions, and a failure code. */
#define TFHAR_OF(n)	(0x10000UL * (n))
#define TFIAR_OF(n)	(0x20000UL * (n))
#define TEXASR_OF(n)	((uint64_t)(n) << 56)

/* Sets MSR[TM]. Returns the previous MSR. */
static uint64_t guest_permit_tm(void)
{
	uint64_t msr;

	asm volatile("mfmsr %0; mtmsrd %1" : "=&r" (msr)
		     : "r" (MSR_GUEST | MSR_TM) : "memory");
	return msr;
}

static void guest_set_msr(uint64_t msr)
{
	asm volatile("mtmsrd %0" : : "r" (msr) : "memory");
}

/* Sets the registers to the values of @n. */
static uint64_t guest_set_tm(uint64_t n)
{
	uint64_t msr = guest_permit_tm();

	set_spr(SPRN_TFHAR, TFHAR_OF(n));
	set_spr(SPRN_TFIAR, TFIAR_OF(n));
	set_spr(SPRN_TEXASR, TEXASR_OF(n));
	guest_set_msr(msr);
	return 0;
}

/* Do the registers have the values of @n? */
static uint64_t guest_is_tm(uint64_t n)
{
	uint64_t msr = guest_permit_tm();
	bool same = get_spr(SPRN_TFHAR) == TFHAR_OF(n) &&
		    get_spr(SPRN_TFIAR) == TFIAR_OF(n) &&
		    get_spr(SPRN_TEXASR) == TEXASR_OF(n);

	guest_set_msr(msr);
	return same;
}

/* In L2: sets the registers to the values of @own. Returns whether they had those of @l1. */
static uint64_t l2_change_tm(uint64_t l1, uint64_t own)
{
	uint64_t same = guest_is_tm(l1);

	guest_set_tm(own);
	return same;
}

static void require_tm(struct kvm_vm *vm)
{
	TEST_REQUIRE(vm_check_cap(vm, KVM_CAP_PPC_HTM),
		     "this CPU has no transactional memory");
	TEST_REQUIRE(!host_is_stock_qemu(),
		     "QEMU, as of 10.0.2, does not check HFSCR[TM], at which KVM loads them");
}

/*
 * Two vCPUs set TFHAR, TFIAR and TEXASR, one after the other: each reads its own values
 * again, and so does userspace.
 */
TEST_F(nested_tm, registers_of_two_vcpus)
{
	int i;

	require_tm(self->t.vm);
	for (i = 0; i < 2; i++)
		vcpu_call(self->vcpus[i], guest_set_tm, i + 1);
	for (i = 0; i < 2; i++) {
		test_row("vCPU %d", i);
		EXPECT_EQ(1, vcpu_call(self->vcpus[i], guest_is_tm, i + 1));
		EXPECT_EQ(TFHAR_OF(i + 1),
			  vcpu_get_reg(self->vcpus[i], KVM_REG_PPC_TFHAR));
		EXPECT_EQ(TEXASR_OF(i + 1),
			  vcpu_get_reg(self->vcpus[i], KVM_REG_PPC_TEXASR));
	}
	test_row_end();
}

/*
 * TFHAR, TFIAR and TEXASR are not in the hv_guest_state: L2 reads the values that L1 has
 * set, and L1 those that L2 has set.
 */
TEST_F(nested_tm, registers_over_a_run_of_l2)
{
	struct nested_test *t = &self->t;

	require_tm(t->vm);
	vcpu_call(t->vcpu, guest_set_tm, 1);
	EXPECT_EQ(1, nested_call_value(&t->l2, l2_change_tm, 1, 2));
	EXPECT_EQ(TFHAR_OF(2), vcpu_get_reg(t->vcpu, KVM_REG_PPC_TFHAR));
	EXPECT_EQ(1, vcpu_call(t->vcpu, guest_is_tm, 2));
}

/*
 * L2 loads all registers and exits by a fault: L1's inputs are unchanged in the state, L2's
 * registers have L2's values, and counters have continued.
 */
TEST_F(nested_state, state_that_l1_finds)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *l2 = nested_l2_state(&t->l2);
	struct nested_hv_state want;

	nested_state_fill(t, l2);
	want = l2->hv;
	EXPECT_EQ(VECTOR_H_DATA_STORAGE,
		  vcpu_call(t->vcpu, l1_nested_resume, t->l2.l2_vcpu));
	nested_state_expect(&want, l2);
	EXPECT_EQ(want.pcr, l2->hv.pcr);
}

/* A big-endian L1 enters L2. Returns what H_ENTER_NESTED returned. */
static uint64_t resume_big_endian(struct nested_test *t, struct l2_vcpu *l2)
{
	uint64_t rc;

	nested_state_swap(&l2->hv, &l2->regs);
	do {
		rc = vcpu_hcall_big_endian(t->vcpu, H_ENTER_NESTED, nested_hv_ra(&t->l2),
					   nested_regs_ra(&t->l2));
	} while (l1_enters_again(rc));
	nested_state_swap(&l2->hv, &l2->regs);
	return rc;
}

/*
 * A big-endian L1 enters an L2 that loads all registers and exits by a fault: the state is
 * as for a little-endian L1. Known defect: L0 checks the version after it has swapped it
 * back, and returns only H_AUTHORITY.
 */
TEST_F(nested_state, state_that_a_big_endian_l1_finds)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *l2 = nested_l2_state(&t->l2);
	struct nested_hv_state want;
	int64_t end;

	nested_state_fill(t, l2);
	want = l2->hv;
	end = resume_big_endian(t, l2);
	if (end != H_AUTHORITY) {
		if (end != VECTOR_H_DATA_STORAGE)
			TEST_FAIL("H_ENTER_NESTED should return %#x, not %#lx",
				  VECTOR_H_DATA_STORAGE, end);
		nested_state_expect(&want, l2);
	}
	nested_test_known_defect(t, end == H_AUTHORITY, DEFECT_BIG_ENDIAN);
}

/*
 * A big-endian L1 enters an L2 that exits by a fault: the PCR in the state is unchanged.
 * Known defect: L0 sets bits in it after it has swapped it back.
 */
TEST_F(nested_state, pcr_that_a_big_endian_l1_finds)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *l2 = nested_l2_state(&t->l2);
	uint64_t pcr = l2->hv.pcr;
	int64_t end;

	nested_state_fill(t, l2);
	end = resume_big_endian(t, l2);
	TEST_REQUIRE(end != H_AUTHORITY,
		     "this kernel gives a big-endian L1 no state back (nested-big-endian-refused)");
	nested_test_known_defect(t, l2->hv.pcr != pcr, DEFECT_PCR_ORDER);
}

/* A big-endian L1 enters L2: L2 runs with the state that L1 gave. */
TEST_F(nested_state, what_a_big_endian_l1_gives)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu *l2 = nested_l2_state(&t->l2);
	struct seen_by_l2 *seen = (void *)t->mem.hva;
	uint64_t before;
	int64_t end;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	memset(seen, 0, sizeof(*seen));
	seen_by_l2_prepare(t, &l2->hv);
	before = get_timebase();
	end = resume_big_endian(t, l2);
	if (end != VECTOR_SYSCALL && end != H_AUTHORITY)
		TEST_FAIL("H_ENTER_NESTED should return %#x, or %d, not %#lx",
			  VECTOR_SYSCALL, H_AUTHORITY, end);
	seen_by_l2_expect(seen);
	EXPECT_GE(seen->timebase, before + BIT(44));
	EXPECT_LE(seen->timebase, get_timebase() + BIT(44));
}

#define VPA	(TEST_GPA + SZ_64K)
#define DTL	(TEST_GPA + 3 * SZ_64K)

static void set_dispatch_log(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	uint64_t value[2] = { gpa, SZ_4K }, saved[2] = {};

	if (__vcpu_set_reg(vcpu, KVM_REG_PPC_VPA_DTL, value) ||
	    __vcpu_get_reg(vcpu, KVM_REG_PPC_VPA_DTL, saved) ||
	    saved[0] != gpa)
		TEST_FAIL("VPA_DTL is %#lx, not %#lx", saved[0], gpa);
}

/* L0 counts dispatches in L1's VPA: its page is in the dirty log after each run. */
TEST_F(nested_state, vpa_is_in_the_dirty_log)
{
	struct nested_test *t = &self->t;

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_call(t->vcpu, l1_nothing);
	expect_dirty(t, VPA);
	expect_dirty(t, 0);
	vcpu_call(t->vcpu, l1_nothing);
	expect_dirty(t, VPA);
	EXPECT_EQ(VPA, vcpu_get_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR));
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

#define NO_SLOT	(TEST_GPA + SZ_1G)

/*
 * Userspace registers a VPA where L1 has no memslot, or L0 no memory: the address is kept,
 * L1 runs, and L0 stores nothing.
 */
TEST_F(nested_state, vpa_without_memory)
{
	struct nested_test *t = &self->t;
	void *page = t->mem.hva + (VPA - TEST_GPA);

	test_row("no memslot");
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, NO_SLOT);
	EXPECT_EQ(1, vcpu_call(t->vcpu, l1_nothing));
	EXPECT_EQ(NO_SLOT, vcpu_get_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR));
	test_row("no memory");
	backing_protect(&t->mem, VPA - TEST_GPA, SZ_64K, PROT_NONE);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	EXPECT_EQ(1, vcpu_call(t->vcpu, l1_nothing));
	backing_protect(&t->mem, VPA - TEST_GPA, SZ_64K, PROT_READ | PROT_WRITE);
	host_expect_marks(t, page, SZ_64K, MARK_SEED_L0, VPA - TEST_GPA);
	test_row_end();
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

/*
 * The VPA is in another memslot than the one whose log is read: that log has no page.
 * Userspace takes the VPA back while its memslot is not there: L1 runs on.
 */
TEST_F(nested_state, vpa_of_another_memslot)
{
	struct nested_test *t = &self->t;

	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	test_row("below");
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR,
		     vcpu_call(t->vcpu, l1_scratch));
	EXPECT_EQ(1, vcpu_call(t->vcpu, l1_nothing));
	expect_dirty(t, 0);
	test_row("above");
	vm_mem_region_set_flags(t->vm, TEST_SLOT, 0);
	nested_test_split_slot(t, VPA - TEST_GPA);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR,
		     test_gpa(t, VPA - TEST_GPA));
	EXPECT_EQ(1, vcpu_call(t->vcpu, l1_nothing));
	expect_dirty(t, 0);
	test_row("its memslot is deleted");
	vm_mem_region_delete(t->vm, TEST_SLOT + 1);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
	EXPECT_EQ(1, vcpu_call(t->vcpu, l1_nothing));
	test_row_end();
}

/*
 * Userspace sets the address of L1's SLB shadow: L0 keeps it, stores nothing there, and the
 * page is not in the dirty log.
 */
TEST_F(nested_state, slb_shadow_is_not_in_the_dirty_log)
{
	struct nested_test *t = &self->t;
	uint64_t shadow[2] = { DTL, SZ_4K }, saved[2] = {};

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	if (__vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_SLB, shadow))
		TEST_FAIL("KVM_SET_ONE_REG(VPA_SLB) should take %#lx", shadow[0]);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_call(t->vcpu, l1_nothing);
	expect_dirty(t, VPA);
	if (__vcpu_get_reg(t->vcpu, KVM_REG_PPC_VPA_SLB, saved))
		TEST_FAIL("KVM_GET_ONE_REG(VPA_SLB) should succeed");
	EXPECT_EQ(shadow[0], saved[0]);
	EXPECT_EQ(shadow[1], saved[1]);
	shadow[0] = 0;
	__vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_SLB, shadow);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

/* L0 writes L1's dispatch log: its page is in the dirty log. Known defect. */
TEST_F(nested_state, dispatch_log_is_in_the_dirty_log)
{
	struct nested_test *t = &self->t;
	const uint64_t *log = (void *)(t->mem.hva + (DTL - TEST_GPA));
	uint64_t before = log[1];

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, VPA);
	set_dispatch_log(t->vcpu, DTL);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	vcpu_call(t->vcpu, l1_nothing);
	TEST_REQUIRE(log[1] != before, "this kernel writes no dispatch log");
	nested_test_known_defect(t, !is_dirty(t, DTL), DEFECT_DTL_DIRTY);
	set_dispatch_log(t->vcpu, 0);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_VPA_ADDR, 0);
}

TEST_HARNESS_MAIN
