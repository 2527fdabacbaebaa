// SPDX-License-Identifier: GPL-2.0
/*
 * What the operands of a tlbie say; see tlbie_trace.h.
 */
#include "witness/tlbie_trace.h"

/* Fields of RB. */
#define RB_IS(rb)	(((rb) >> 10) & 3)
#define RB_AP(rb)	(((rb) >> 5) & 7)
#define RB_EPN(rb)	((rb) & ~0xfffUL)

#define IS_PAGE		0
#define IS_LPID		2
#define IS_ALL		3

#define RIC_TLB		0
#define RIC_PWC		1

/* Page sizes by their encoding, as every radix CPU so far has them. */
static int ap_to_shift(unsigned long ap)
{
	switch (ap) {
	case 0:
		return 12;
	case 5:
		return 16;
	case 1:
		return 21;
	case 2:
		return 30;
	default:
		return -1;
	}
}

bool tlbie_covers(const struct tlbie_event *event, unsigned long lpid,
		  unsigned long addr, unsigned int shift)
{
	unsigned long is = RB_IS(event->rb);

	if (event->prs || event->local || event->ric == RIC_PWC)
		return false;
	if (is == IS_ALL)
		return true;
	if (event->lpid != lpid)
		return false;
	if (is == IS_LPID)
		return true;
	return is == IS_PAGE && event->ric == RIC_TLB &&
	       ap_to_shift(RB_AP(event->rb)) == (int)shift &&
	       RB_EPN(event->rb) >> shift == addr >> shift;
}

bool tlbie_covers_tables(const struct tlbie_event *event, unsigned long lpid)
{
	unsigned long is = RB_IS(event->rb);

	if (event->prs || event->local || event->ric == RIC_TLB)
		return false;
	return is == IS_ALL || (is == IS_LPID && event->lpid == lpid);
}
