// SPDX-License-Identifier: GPL-2.0
/* What L1 and L2 do in a sequence: accesses, and changes of L1's tables. */
#include "kselftest.h"

#include "guest/l1_nested.h"
#include "isa/hcall.h"
#include "isa/processor.h"
#include "random_run.h"
#include "random_world.h"

/* As L1 numbers them: in the middle, the first, and the last. */
static const uint32_t lpids[MODEL_L2S] = { TEST_LPID, 0, NESTED_MAX_LPID };

struct nested_vcpu *world_l2(struct random_world *w, unsigned int nr)
{
	if (!w->has_l2[nr]) {
		nested_create(&w->l2[nr], w->t.vcpu, lpids[nr]);
		w->has_l2[nr] = true;
		w->l2s_made++;
	}
	return &w->l2[nr];
}

static enum nested_access access_of(const struct random_step *step)
{
	return step->kind == STEP_LOAD ? NESTED_LOAD :
	       step->kind == STEP_STORE ? NESTED_STORE : NESTED_FETCH;
}

static struct nested_result do_access(struct nested_vcpu *l2,
				      const struct random_step *step,
				      const struct model_expect *e)
{
	switch (step->kind) {
	case STEP_LOAD:
		return nested_call(l2, l2_random_load, e->address,
				   step->arg[ARG_WIDTH], 0, 0);
	case STEP_STORE:
		return nested_call(l2, l2_random_store, e->address, e->store,
				   step->arg[ARG_WIDTH], 0);
	default:
		return nested_call(l2, l2_fetch, e->address, 0, 0, 0);
	}
}

static uint64_t cause_of(const struct model_expect *e, enum nested_access access)
{
	bool fetch = access == NESTED_FETCH;

	switch (e->cause) {
	case CAUSE_HOLE:
		return fetch ? SRR1_ISI_NOPT : DSISR_NOHPTE;
	case CAUSE_PERMISSION:
		return fetch ? SRR1_ISI_N_G_OR_CIP : DSISR_PROTFAULT;
	default:
		return DSISR_SET_RC;
	}
}

static bool is_no_memory(const struct nested_result *r, enum nested_access access,
			 gpa_t address)
{
	if (access == NESTED_FETCH && r->end == NESTED_TO_L1)
		return r->exit.trap == VECTOR_H_INST_STORAGE &&
		       r->exit.nip == address;
	return nested_is_no_memory(r, address);
}

/* Of MAY_…, what @r is; 0: none. */
static unsigned int end_of(const struct nested_result *r,
			   const struct model_expect *e, enum nested_access access)
{
	if (r->end == NESTED_RETURNED)
		return MAY_PASS;
	if (e->ends & MAY_FAULT &&
	    nested_is_fault(r, access, e->address, cause_of(e, access), e->address))
		return MAY_FAULT;
	if (r->end == NESTED_TO_L1 && r->exit.trap == VECTOR_H_EMUL_ASSIST &&
	    r->exit.nip == e->address)
		return MAY_BE_ILLEGAL;
	return is_no_memory(r, access, e->address) ? MAY_FIND_NONE : 0;
}

static bool is_expected_value(const struct model_expect *e, uint64_t value)
{
	unsigned int i;

	for (i = 0; i < e->nr_pieces; i++) {
		if (e->value[i] == value)
			return true;
	}
	return false;
}

static const char *ends_name(const struct model_expect *e)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s%s%s%s",
		 e->ends & MAY_PASS ? "pass, " : "",
		 e->ends & MAY_FAULT ? e->cause == CAUSE_HOLE ? "find a hole, " :
		 e->cause == CAUSE_PERMISSION ? "be refused, " : "want R or C, " : "",
		 e->ends & MAY_FIND_NONE ? "find no memory, " : "",
		 e->ends & MAY_BE_ILLEGAL ? "find no instruction, " : "");
	text[strlen(text) - 2] = '\0';
	return text;
}

void world_access(struct random_world *w, const struct random_step *step)
{
	struct model_expect e = model_expect(&w->m, step);
	enum nested_access access = access_of(step);
	struct nested_result r;
	struct nested_vcpu *l2;

	if (!e.ends)
		return;
	l2 = world_l2(w, step->arg[ARG_L2]);
	r = do_access(l2, step, &e);
	if (!(end_of(&r, &e, access) & e.ends))
		TEST_FAIL("LPID %#x, %#lx: should %s: %s", l2->lpid, e.address,
			  ends_name(&e), nested_result_name(l2, &r));
	model_accessed(&w->m, &e);
	if (r.end != NESTED_RETURNED)
		return;
	if (access == NESTED_STORE)
		model_stored(&w->m, &e);
	else if (!is_expected_value(&e, r.exit.value))
		TEST_FAIL("LPID %#x, %#lx: finds %#lx, should find %#lx", l2->lpid,
			  e.address, r.exit.value, e.value[0]);
}

static uint64_t rpt_pages(unsigned int shift)
{
	return shift == 12 ? H_RPTI_PAGE_4K : shift == 16 ? H_RPTI_PAGE_64K :
	       H_RPTI_PAGE_2M;
}

static long tlbie_page(struct nested_vcpu *l2, gpa_t address, unsigned int shift)
{
	return vcpu_call(l2->vcpu, l1_tlbie, l2->lpid, address, TLBIE_RIC_TLB,
			 TLBIE_IS_PAGE, l1_ap_of(shift));
}

static long tlbie_many(struct nested_vcpu *l2, uint64_t ric, uint64_t is)
{
	return vcpu_call(l2->vcpu, l1_tlbie, l2->lpid, 0, ric, is, 0);
}

static long rpt_invalidate(struct nested_vcpu *l2, unsigned int shift,
			   gpa_t start, gpa_t end)
{
	return vcpu_call(l2->vcpu, l1_rpt_invalidate, l2->lpid, H_RPTI_TYPE_TLB,
			 rpt_pages(shift), start, end);
}

/* What the host lacks of H_RPT_INVALIDATE is done by the other hypercall. */
static long invalidate_by(struct random_world *w, struct nested_vcpu *l2,
			  gpa_t address, unsigned int shift, enum random_by by)
{
	switch (by) {
	case BY_RPT_PAGE:
		return w->has_rpt ? rpt_invalidate(l2, shift, address,
						   address + (1UL << shift)) :
		       tlbie_page(l2, address, shift);
	case BY_PAGE:
		return tlbie_page(l2, address, shift);
	case BY_RPT_LPID:
		return w->has_rpt ? rpt_invalidate(l2, shift, 0, ~0UL) :
		       tlbie_many(l2, TLBIE_RIC_TLB, TLBIE_IS_LPID);
	case BY_LPID:
		return tlbie_many(l2, TLBIE_RIC_TLB, TLBIE_IS_LPID);
	case BY_LPID_ALL:
		return tlbie_many(l2, TLBIE_RIC_ALL, TLBIE_IS_LPID);
	case BY_ALL:
		return tlbie_many(l2, TLBIE_RIC_TLB, TLBIE_IS_ALL);
	case BY_ALL_ALL:
		return tlbie_many(l2, TLBIE_RIC_ALL, TLBIE_IS_ALL);
	default:
		return H_SUCCESS;
	}
}

static void invalidate(struct random_world *w, const struct random_step *step,
		       enum random_by by)
{
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	long rc = invalidate_by(w, l2, leaf_address(step->arg[ARG_WINDOW],
						    step->arg[ARG_SLOT]),
				window_shift(step->arg[ARG_WINDOW]), by);

	if (rc != H_SUCCESS)
		TEST_FAIL("the invalidation gave %ld", rc);
}

/* RADIX_* of a step's bits. */
static uint64_t radix_bits(unsigned int bits)
{
	return (bits & BIT_READ ? RADIX_READ : 0) |
	       (bits & BIT_WRITE ? RADIX_WRITE : 0) |
	       (bits & BIT_EXEC ? RADIX_EXEC : 0) |
	       (bits & BIT_R ? RADIX_R : 0) | (bits & BIT_C ? RADIX_C : 0);
}

static void write_leaf(struct random_world *w, const struct random_step *step,
		       struct model_leaf leaf, enum random_by by)
{
	gpa_t address = leaf_address(step->arg[ARG_WINDOW], step->arg[ARG_SLOT]);
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	gpa_t gpa = piece_gpa(leaf.piece, leaf.moved);

	if (!model_place(&w->m, step)->leaf.present)
		nested_map(l2, address, gpa, window_shift(step->arg[ARG_WINDOW]),
			   radix_bits(leaf.bits));
	else
		nested_set_leaf(l2, address, !leaf.present ? 0 :
				nested_leaf(gpa, radix_bits(leaf.bits)));
	model_set_leaf(&w->m, step, leaf, by);
	invalidate(w, step, by);
}

static void set_leaf(struct random_world *w, const struct random_step *step)
{
	struct model_leaf leaf = model_new_leaf(&w->m, step);

	if (leaf.present)
		write_leaf(w, step, leaf,
			   step->arg[step->kind == STEP_MAP ? ARG_MAP_BY :
				     ARG_BITS_BY]);
}

static void unset_leaf(struct random_world *w, const struct random_step *step)
{
	struct model_place *place = model_place(&w->m, step);

	if (place->leaf.present &&
	    (step->arg[ARG_BY] != BY_NONE || place->nr_old < MODEL_OLD))
		write_leaf(w, step, (struct model_leaf){}, step->arg[ARG_BY]);
}

static void leave_table(struct nested_vcpu *l2)
{
	vcpu_call(l2->vcpu, l1_set_partition_entry, l2->lpid, 0, 0);
	nested_tlbie_lpid(l2, TLBIE_RIC_ALL);
}

static void end_l2(struct random_world *w, unsigned int nr)
{
	if (!w->has_l2[nr] || w->l2s_made == WORLD_L2S)
		return;
	leave_table(&w->l2[nr]);
	w->has_l2[nr] = false;
	model_flush(&w->m, nr, true);
}

static void leave_and_enter_table(struct random_world *w, unsigned int nr)
{
	struct nested_vcpu *l2 = world_l2(w, nr);

	leave_table(l2);
	vcpu_call(l2->vcpu, l1_nested_enter_table, l2->l2_vm);
	model_flush(&w->m, nr, false);
}

void world_l1(struct random_world *w, const struct random_step *step)
{
	switch (step->kind) {
	case STEP_MAP:
	case STEP_PROTECT:
		set_leaf(w, step);
		break;
	case STEP_UNMAP:
		unset_leaf(w, step);
		break;
	case STEP_INVALIDATE:
		invalidate(w, step, step->arg[ARG_BY]);
		model_invalidate(&w->m, step, step->arg[ARG_BY]);
		break;
	case STEP_TABLE:
		leave_and_enter_table(w, step->arg[ARG_L2]);
		break;
	case STEP_END:
		end_l2(w, step->arg[ARG_L2]);
		break;
	}
}
