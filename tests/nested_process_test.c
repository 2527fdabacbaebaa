// SPDX-License-Identifier: GPL-2.0
/*
 * L1 and L2 change a leaf of their own tables and invalidate it, by tlbie, by tlbiel, by
 * H_RPT_INVALIDATE: their next load uses the new leaf.
 *
 * The instructions execute without L0. L0 implements the hypercalls with the guest's LPID
 * (do_h_rpt_invalidate_prt() from kvmppc_h_rpt_invalidate() and, for L2,
 * kvmppc_nested_h_rpt_invalidate()). tlbiel affects one CPU: if a vCPU returns to a CPU
 * that it has left, L0 must flush the TLB there (kvmppc_prepare_radix_vcpu(),
 * check_need_tlb_flush()).
 *
 * Stock QEMU flushes the TLB whenever a guest is entered, so it shows only a part of
 * this. With --tlb strict, as on hardware, entries stay until they are invalidated.
 */
#include "kselftest_harness.h"

#include "fixture/nested_test.h"
#include "guest/guest_invalidate.h"
#include "guest/l1_nested.h"
#include "host/host_probe.h"
#include "isa/hcall.h"

/* Unused in both guests; in quadrant 0, since a tlbie has no quadrant bits. */
#define EA		0x2100000000UL
#define LEAF_BITS	(RADIX_RC | RADIX_PRIV | RADIX_RWX)

FIXTURE(nested_process)
{
	struct nested_test t;
	bool is_l2;
};

FIXTURE_VARIANT(nested_process)
{
	bool is_l2;
};

FIXTURE_VARIANT_ADD(nested_process, l1) { .is_l2 = false };
FIXTURE_VARIANT_ADD(nested_process, l2) { .is_l2 = true };

/* The real address, in the guest, of @offset of the memory. */
static uint64_t leaf_of(FIXTURE_DATA(nested_process) *self, uint64_t offset)
{
	return nested_leaf((self->is_l2 ? TEST_L2_RA : TEST_GPA) + offset, LEAF_BITS);
}

static void make_leaf(FIXTURE_DATA(nested_process) *self)
{
	struct nested_test *t = &self->t;
	uint64_t off;
	int err;

	for (off = 0; off < 2 * SZ_64K; off += SZ_64K)
		nested_map_rw(&t->l2, TEST_L2_RA + off, TEST_GPA + off, 16);
	if (self->is_l2)
		err = vcpu_call(t->vcpu, l1_nested_map_ea, t->l2.l2_vm, EA, TEST_L2_RA,
				16);
	else
		err = radix_map(&t->vm->arch.l1_tree, EA, TEST_GPA, 16, LEAF_BITS);
	TEST_ASSERT(!err, "no leaf of the guest's at %#lx: %d", EA, err);
}

FIXTURE_SETUP(nested_process)
{
	TEST_CASE_BEGIN(_metadata, variant);
	self->is_l2 = variant->is_l2;
	nested_test_setup(&self->t, &NESTED_ANY_CELL);
	make_leaf(self);
}

NESTED_TEST_SUITE_TEARDOWN(nested_process, t, nested_test_teardown);

/* In the guest. */
static uint64_t call(FIXTURE_DATA(nested_process) *self, void *fn, gva_t ea)
{
	struct nested_test *t = &self->t;

	return self->is_l2 ? nested_call_value(&t->l2, fn, ea) :
			     vcpu_call(t->vcpu, fn, ea);
}

static void point_to(FIXTURE_DATA(nested_process) *self, uint64_t offset)
{
	struct nested_test *t = &self->t;
	uint64_t leaf = leaf_of(self, offset);

	if (self->is_l2)
		TEST_ASSERT(!vcpu_call(t->vcpu, l1_nested_set_ea_leaf, t->l2.l2_vm, EA,
				       leaf), "L2 maps nothing at %#lx", EA);
	else
		radix_set(radix_find(&t->vm->arch.l1_tree, EA, NULL), leaf);
}

static void expect_loaded(FIXTURE_DATA(nested_process) *self, uint64_t offset,
			  const char *when)
{
	uint64_t value = call(self, l2_load64, EA);

	if (value != mark(MARK_SEED_L0, offset))
		TEST_FAIL("%s: the guest reads %#lx at %#lx, should read %#lx", when, value, EA,
			  mark(MARK_SEED_L0, offset));
}

static void note_kept(FIXTURE_DATA(nested_process) *self)
{
	if (call(self, l2_load64, EA) == mark(MARK_SEED_L0, 0))
		test_note("before the invalidation the old leaf was in use");
}

static void expect_invalidated(FIXTURE_DATA(nested_process) *self, void *invalidate)
{
	expect_loaded(self, 0, "at first");
	point_to(self, SZ_64K);
	note_kept(self);
	call(self, invalidate, EA);
	expect_loaded(self, SZ_64K, "after the invalidation");
}

/* The guest maps another page and invalidates by page: it reads the new page. */
TEST_F(nested_process, tlbie_page)
{
	expect_invalidated(self, guest_tlbie_page);
}

/* The guest maps another page and invalidates by PID: it reads the new page. */
TEST_F(nested_process, tlbie_pid)
{
	expect_invalidated(self, guest_tlbie_pid);
}

/* The guest maps another page and invalidates by LPID: it reads the new page. */
TEST_F(nested_process, tlbie_guest)
{
	expect_invalidated(self, guest_tlbie_guest);
}

/* The guest maps another page and invalidates by tlbiel on its CPU: it reads the new page. */
TEST_F(nested_process, tlbiel_page)
{
	pin_self_to_cpu(0);
	expect_invalidated(self, guest_tlbiel_page);
}

static void expect_rpt_invalidated(FIXTURE_DATA(nested_process) *self, void *invalidate)
{
	long rc;

	TEST_REQUIRE(vm_check_cap(self->t.vm, KVM_CAP_PPC_RPT_INVALIDATE) > 0,
		     "this kernel has no H_RPT_INVALIDATE");
	expect_loaded(self, 0, "at first");
	point_to(self, SZ_64K);
	note_kept(self);
	rc = call(self, invalidate, EA);
	if (rc != H_SUCCESS)
		TEST_FAIL("H_RPT_INVALIDATE returned %ld", rc);
	expect_loaded(self, SZ_64K, "after H_RPT_INVALIDATE");
}

/* The guest maps another page and uses H_RPT_INVALIDATE by page: it reads the new page. */
TEST_F(nested_process, rpt_invalidate_page)
{
	expect_rpt_invalidated(self, guest_rpt_invalidate_page);
}

/* The guest maps another page and uses H_RPT_INVALIDATE by PID: it reads the new page. */
TEST_F(nested_process, rpt_invalidate_pid)
{
	expect_rpt_invalidated(self, guest_rpt_invalidate_pid);
}

/* A vCPU moves to another CPU, invalidates there by tlbiel, and returns: no stale entry. */
TEST_F(nested_process, tlbiel_on_another_cpu)
{
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	pin_self_to_cpu(0);
	expect_loaded(self, 0, "at first");
	pin_self_to_cpu(1);
	expect_loaded(self, 0, "on the other CPU");
	point_to(self, SZ_64K);
	call(self, guest_tlbiel_page, EA);
	expect_loaded(self, SZ_64K, "after tlbiel");
	pin_self_to_cpu(0);
	expect_loaded(self, SZ_64K, "back on the first CPU");
}

static void load_on_cpu(FIXTURE_DATA(nested_process) *self, struct kvm_vcpu *vcpu, int nth,
			uint64_t offset, const char *when)
{
	pin_self_to_cpu(nth);
	self->t.l2.vcpu = vcpu;
	expect_loaded(self, offset, when);
}

/*
 * L1 enters an L2 vCPU from its second vCPU, on another CPU, where L2 changes its leaf and
 * invalidates by tlbiel, and then from its first vCPU again: L2 reads the new page on both.
 * L0 must flush by the L2 vCPU's previous CPU, found by its token, since neither of L1's
 * vCPUs has moved.
 */
TEST(vcpu_of_l2_is_moved)
{
	FIXTURE_DATA(nested_process) self = { .is_l2 = true };
	struct kvm_vcpu *vcpus[2];
	struct nested_vcpu second;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	nested_test_setup_vcpus(&self.t, &NESTED_ANY_CELL, 2, vcpus);
	make_leaf(&self);
	nested_add_vcpu(&second, &self.t.l2, vcpus[1]);

	pin_self_to_cpu(1);
	nested_read(&second, TEST_L2_RA);
	load_on_cpu(&self, vcpus[0], 0, 0, "at first");
	load_on_cpu(&self, vcpus[1], 1, 0, "on L1's other vCPU");
	pin_self_to_cpu(0);
	point_to(&self, SZ_64K);
	pin_self_to_cpu(1);
	call(&self, guest_tlbiel_page, EA);
	load_on_cpu(&self, vcpus[1], 1, SZ_64K, "after tlbiel");
	load_on_cpu(&self, vcpus[0], 0, SZ_64K, "back on L1's first vCPU");
	nested_test_teardown(&self.t, _metadata->exit_code);
}

TEST_HARNESS_MAIN
