/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Operands of tlbie (Power ISA 3.0B, Book III, 5.9.3.3). Host and guest code.
 */
#ifndef PPC64_TLBIE_H
#define PPC64_TLBIE_H

#define TLBIE_RIC_TLB		0
#define TLBIE_RIC_PWC		1
#define TLBIE_RIC_ALL		2

#define TLBIE_IS_PAGE		0
#define TLBIE_IS_PID		1	/* process-scoped only */
#define TLBIE_IS_LPID		2
#define TLBIE_IS_ALL		3

/* Fields of RB. */
#define TLBIE_RB_IS(rb)		(((rb) >> 10) & 3)
#define TLBIE_RB_AP(rb)		(((rb) >> 5) & 7)
#define TLBIE_RB_EPN(rb)	((rb) & ~0xfffUL)

#define TLBIE_NR_AP		8

/* The page shift for @ap, the same on all radix CPUs so far; 0: none. */
static inline unsigned int tlbie_ap_to_shift(unsigned long ap)
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
		return 0;
	}
}

#endif /* PPC64_TLBIE_H */
