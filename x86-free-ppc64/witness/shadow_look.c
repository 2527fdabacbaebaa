// SPDX-License-Identifier: GPL-2.0
/*
 * Checks of shadow leaves that L2's access has just created.
 *
 * Between the access and the reading of the tables the host may unmap the page on its
 * own: khugepaged collapses it, compaction or NUMA balancing moves it, reclaim ages it.
 * Only then is L2's access repeated, and the tables are read again.
 */
#include "isa/radix.h"
#include "witness/radix_dump.h"
#include "witness/shadow.h"
#include "witness/tlbie_audit.h"

/* The host unmaps a page once in seconds; a kernel without the leaf fails each time. */
#define MAX_LOOKS	10

/* What is checked. */
struct wanted {
	struct nested_vcpu *l2;
	gpa_t l2_ra;
	unsigned long mask, bits;
	enum nested_access access;	/* that creates such a leaf */
};

static const struct radix_leaf *shadow_leaf(const struct radix_dump *dump,
					    const struct wanted *w)
{
	return radix_tree_find(radix_dump_tree(dump, w->l2->lpid), w->l2_ra);
}

static bool is_as_wanted(const struct radix_dump *dump, const struct wanted *w)
{
	const struct radix_leaf *leaf = shadow_leaf(dump, w);

	return leaf && (leaf->pte & w->mask) == w->bits;
}

/*
 * True if L0's leaf for L1 is gone too, or has lost the reference bit that is checked;
 * or if the trace shows that it was gone and a nearby access has restored it.
 */
static bool host_took_it(const struct radix_dump *dump, const struct wanted *w)
{
	struct kvm_vm *vm = w->l2->vcpu->vm;
	const struct radix_leaf *l0;
	gpa_t gpa;

	if (!nested_l1_leaf(vm, w->l2->lpid, w->l2_ra, &gpa))
		return false;
	l0 = radix_tree_find(radix_dump_tree(dump, 0), gpa);
	return !l0 || (w->bits & RADIX_R & ~l0->pte) ||
	       tlbie_audit_host_took(vm, __addr_gpa2hva(vm, gpa));
}

static void __noreturn fail(const struct radix_dump *dump,
			    const struct wanted *w)
{
	const struct radix_leaf *leaf = shadow_leaf(dump, w);

	if (!leaf)
		test_fail_caller("L0 has no shadow leaf for %#lx of L2 (LPID %#x)",
				 w->l2_ra, w->l2->lpid);
	test_fail_caller("L2 (LPID %#x) has leaf %#lx at %#lx, not %#lx in %#lx",
			 w->l2->lpid, leaf->pte, w->l2_ra, w->bits, w->mask);
}

/* Store the value that is there. */
static void access_again(const struct wanted *w)
{
	struct kvm_vm *vm = w->l2->vcpu->vm;
	struct nested_result result;
	uint64_t value = 0;
	gpa_t gpa;

	if (w->access == NESTED_STORE &&
	    nested_l1_leaf(vm, w->l2->lpid, w->l2_ra, &gpa))
		value = READ_ONCE(*(uint64_t *)addr_gpa2hva(vm, gpa));
	test_note("the host unmapped the page at %#lx (LPID %#x) on its own: L2 accesses it again",
		  w->l2_ra, w->l2->lpid);
	result = nested_access(w->l2, w->access, w->l2_ra, value);
	if (result.end != NESTED_RETURNED)
		test_fail_caller("L2 (LPID %#x) at %#lx should succeed: %s",
				 w->l2->lpid, w->l2_ra,
				 nested_result_name(w->l2, &result));
}

/* With MAX_LOOKS of 1, host_took_it() is not accepted. */
static void look(const struct wanted *w, int max_looks)
{
	struct kvm_vm *vm = w->l2->vcpu->vm;
	struct radix_dump dump;
	bool done = false;
	int i;

	for (i = 1; !done && shadow_can_be_read(vm); i++) {
		shadow_dump_read(vm, &dump);
		done = is_as_wanted(&dump, w);
		if (!done && (i >= max_looks || !host_took_it(&dump, w)))
			fail(&dump, w);
		__shadow_dump_free(vm, &dump);
		if (!done)
			access_again(w);
	}
}

void __shadow_expect_live(struct nested_vcpu *l2, gpa_t l2_ra)
{
	struct kvm_vm *vm = l2->vcpu->vm;
	struct wanted wanted = {
		.l2 = l2,
		.l2_ra = l2_ra,
		.access = NESTED_LOAD,
	};
	gpa_t gpa;

	if (!(nested_l1_leaf(vm, l2->lpid, l2_ra, &gpa) & RADIX_READ))
		wanted.access = NESTED_FETCH;
	look(&wanted, MAX_LOOKS);
}

void __shadow_expect_kept(struct nested_vcpu *l2, gpa_t l2_ra)
{
	struct wanted wanted = {
		.l2 = l2,
		.l2_ra = l2_ra,
	};

	look(&wanted, 1);
}

void __shadow_expect_bits_of(struct nested_vcpu *l2, enum nested_access access,
			     gpa_t l2_ra, unsigned long mask,
			     unsigned long bits)
{
	struct wanted wanted = {
		.l2 = l2,
		.l2_ra = l2_ra,
		.mask = mask,
		.bits = bits,
		.access = access,
	};

	look(&wanted, MAX_LOOKS);
}

void __shadow_expect_bits(struct nested_vcpu *l2, gpa_t l2_ra,
			  unsigned long mask, unsigned long bits)
{
	struct wanted wanted = {
		.l2 = l2,
		.l2_ra = l2_ra,
		.mask = mask,
		.bits = bits,
	};

	look(&wanted, 1);
}
