// SPDX-License-Identifier: GPL-2.0
/*
 * Which forms of H_TLB_INVALIDATE L0 accepts, and their effect; see random_model.h. Accepted
 * are radix (R=1), partition-scoped (PRS=0), RIC 0 to 2, IS 0, 2 and 3; IS=0 with RIC=0 only.
 */
#include "isa/tlbie.h"
#include "random_model.h"

/* log2 of the page that @ap names; 0: the host has none such. */
static unsigned int page_shift(const struct model *m, unsigned int ap)
{
	unsigned int shift = tlbie_ap_to_shift(ap);

	return shift && m->leaf_sizes >> shift & 1 ? shift : 0;
}

static bool is_refused(const struct model *m, const struct random_step *step)
{
	unsigned int form = step->arg[ARG_FORM], is = FORM_IS(form);

	if (!FORM_R(form) || FORM_PRS(form) || FORM_RIC(form) == 3 ||
	    is == TLBIE_IS_PID)
		return true;
	return is == TLBIE_IS_PAGE &&
	       (FORM_RIC(form) || !page_shift(m, step->arg[ARG_AP]));
}

/* A leaf that is larger than the page may go in part. */
static void forget_page(struct model *m, const struct random_step *step,
			unsigned int shift)
{
	uint64_t page = leaf_address(step->arg[ARG_WINDOW], step->arg[ARG_SLOT]) >> shift;
	unsigned int window, slot;

	for (window = 0; window < MODEL_WINDOWS; window++) {
		for (slot = 0; slot < window_slots(window); slot++) {
			if (window_shift(window) <= shift &&
			    leaf_address(window, slot) >> shift == page)
				m->place[step->arg[ARG_L2]][window][slot].nr_old = 0;
		}
	}
}

bool model_tlbie(struct model *m, const struct random_step *step)
{
	unsigned int form = step->arg[ARG_FORM];
	bool is_own = step->arg[ARG_RS] <= RS_WITH_PID;

	if (is_refused(m, step))
		return false;
	if (FORM_RIC(form) == TLBIE_RIC_PWC)
		return true;
	if (FORM_IS(form) == TLBIE_IS_ALL)
		model_invalidate(m, step, BY_ALL);
	else if (is_own && FORM_IS(form) == TLBIE_IS_LPID)
		model_invalidate(m, step, BY_LPID);
	else if (is_own)
		forget_page(m, step, page_shift(m, step->arg[ARG_AP]));
	return true;
}
