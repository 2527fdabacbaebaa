// SPDX-License-Identifier: GPL-2.0
/* The host's functions for L2 partitions and their tables. */
#include <stddef.h>

#include "isa/hcall.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "host/nested.h"

#define L1_PARTITION_TABLE_ENTRIES	(NESTED_MAX_LPID + 1)

void nested_enable(struct kvm_vcpu *vcpu)
{
	long rc = vcpu_call(vcpu, l1_set_partition_table,
			    L1_PARTITION_TABLE_ENTRIES);

	if (rc != H_SUCCESS)
		TEST_FAIL("H_SET_PARTITION_TABLE returned %ld", rc);
}

/* L1's token of an L2 vCPU, less than the number of CPUs. Never the id of L1's vCPU. */
static uint32_t token_for(const struct kvm_vcpu *vcpu)
{
	return vcpu->id ^ 1;
}

static void create(struct nested_vcpu *l2, struct kvm_vcpu *vcpu,
		   uint32_t lpid, bool real_mode)
{
	l2->vcpu = vcpu;
	l2->lpid = lpid;
	l2->l2_vm = vcpu_call(vcpu, l1_nested_create, lpid, real_mode);
	l2->l2_vcpu = vcpu_call(vcpu, l1_nested_vcpu_create, l2->l2_vm,
				token_for(vcpu));
}

void nested_create(struct nested_vcpu *l2, struct kvm_vcpu *vcpu,
		   uint32_t lpid)
{
	create(l2, vcpu, lpid, false);
}

void nested_create_real_mode(struct nested_vcpu *l2, struct kvm_vcpu *vcpu,
			     uint32_t lpid)
{
	create(l2, vcpu, lpid, true);
}

void nested_add_vcpu(struct nested_vcpu *other, struct nested_vcpu *l2,
		     struct kvm_vcpu *vcpu)
{
	*other = *l2;
	other->vcpu = vcpu;
	other->l2_vcpu = vcpu_call(vcpu, l1_nested_vcpu_create, l2->l2_vm,
				   token_for(vcpu));
}

struct l2_vcpu *nested_l2_state(const struct nested_vcpu *l2)
{
	return addr_gva2hva(l2->vcpu->vm, l2->l2_vcpu);
}

gpa_t nested_hv_ra(const struct nested_vcpu *l2)
{
	return l1_ra((void *)l2->l2_vcpu) + offsetof(struct l2_vcpu, hv);
}

gpa_t nested_regs_ra(const struct nested_vcpu *l2)
{
	return l1_ra((void *)l2->l2_vcpu) + offsetof(struct l2_vcpu, regs);
}

void __hcall_expect_rc(long rc, long expected)
{
	if (rc != expected)
		test_fail_caller("the hypercall returned %ld, not %ld", rc, expected);
}

void nested_map(struct nested_vcpu *l2, gpa_t l2_ra, gpa_t gpa,
		unsigned int shift, uint64_t bits)
{
	int err = vcpu_call(l2->vcpu, l1_nested_map, l2->l2_vm, l2_ra, gpa, shift,
			    bits);

	TEST_ASSERT(!err, "L1 cannot map L2's %#lx to %#lx, shift %u: %d",
		    l2_ra, gpa, shift, err);
}

uint64_t nested_leaf(gpa_t gpa, uint64_t bits)
{
	return RADIX_PRESENT | RADIX_LEAF | gpa | bits;
}

void nested_set_leaf(struct nested_vcpu *l2, gpa_t l2_ra, uint64_t leaf)
{
	int err = vcpu_call(l2->vcpu, l1_nested_set_leaf, l2->l2_vm, l2_ra, leaf);

	TEST_ASSERT(!err, "L1 maps nothing at L2's %#lx", l2_ra);
}

const char *nested_missing_rpt_invalidate(struct kvm_vm *vm)
{
	return vm_check_cap(vm, KVM_CAP_PPC_RPT_INVALIDATE) ? NULL :
	       "this kernel has no H_RPT_INVALIDATE";
}

static void tlbie(struct nested_vcpu *l2, gpa_t l2_ra, uint64_t ric,
		  uint64_t is, uint64_t ap)
{
	long rc = vcpu_call(l2->vcpu, l1_tlbie, l2->lpid, l2_ra, ric, is, ap);

	if (rc != H_SUCCESS)
		TEST_FAIL("H_TLB_INVALIDATE RIC=%lu IS=%lu AP=%lu returned %ld",
			  ric, is, ap, rc);
}

void nested_tlbie_page(struct nested_vcpu *l2, gpa_t l2_ra,
		       unsigned int shift)
{
	tlbie(l2, l2_ra, TLBIE_RIC_TLB, TLBIE_IS_PAGE, l1_ap_of(shift));
}

void nested_tlbie_lpid(struct nested_vcpu *l2, uint64_t ric)
{
	tlbie(l2, 0, ric, TLBIE_IS_LPID, 0);
}

void nested_tlbie_all(struct nested_vcpu *l2, uint64_t ric)
{
	tlbie(l2, 0, ric, TLBIE_IS_ALL, 0);
}

void nested_unmap(struct nested_vcpu *l2, gpa_t l2_ra, unsigned int shift)
{
	nested_set_leaf(l2, l2_ra, 0);
	nested_tlbie_page(l2, l2_ra, shift);
}

void nested_invalidate(struct nested_vcpu *l2, gpa_t l2_ra,
		       unsigned int shift, int way)
{
	long rc;

	if (way >= L1_BY_RPT_RANGE)
		TEST_REQUIRE_PRESENT(nested_missing_rpt_invalidate(l2->vcpu->vm));
	rc = vcpu_call(l2->vcpu, l1_invalidate, l2->lpid, l2_ra, shift, way);
	if (rc != H_SUCCESS)
		TEST_FAIL("L1's invalidation (way %d) gave %ld", way, rc);
}

/* Break before make, as the ISA requires. */
void nested_remap(struct nested_vcpu *l2, gpa_t l2_ra, gpa_t gpa,
		  unsigned int shift, uint64_t bits)
{
	nested_unmap(l2, l2_ra, shift);
	nested_map(l2, l2_ra, gpa, shift, bits);
}
