// SPDX-License-Identifier: GPL-2.0
/*
 * Decoding the operands of a tlbie; see tlbie_trace.h.
 */
#include "isa/tlbie.h"
#include "witness/tlbie_trace.h"

bool tlbie_covers(const struct tlbie_event *event, unsigned long lpid,
		  unsigned long addr, unsigned int shift)
{
	unsigned long is = TLBIE_RB_IS(event->rb);

	if (event->prs || event->local || event->ric == TLBIE_RIC_PWC)
		return false;
	if (is == TLBIE_IS_ALL)
		return true;
	if (event->lpid != lpid)
		return false;
	if (is == TLBIE_IS_LPID)
		return true;
	return is == TLBIE_IS_PAGE && event->ric == TLBIE_RIC_TLB &&
	       tlbie_ap_to_shift(TLBIE_RB_AP(event->rb)) == shift &&
	       TLBIE_RB_EPN(event->rb) >> shift == addr >> shift;
}

bool tlbie_covers_tables(const struct tlbie_event *event, unsigned long lpid)
{
	unsigned long is = TLBIE_RB_IS(event->rb);

	if (event->prs || event->local || event->ric == TLBIE_RIC_TLB)
		return false;
	return is == TLBIE_IS_ALL || (is == TLBIE_IS_LPID && event->lpid == lpid);
}
