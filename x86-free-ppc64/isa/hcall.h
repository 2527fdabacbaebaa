/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hypercalls that guest code makes: numbers, return codes, the call. PAPR+ 14.5;
 * the nested ones after Documentation/arch/powerpc/kvm-nested.rst and
 * arch/powerpc/include/asm/hvcall.h.
 */
#ifndef PPC64_HCALL_H
#define PPC64_HCALL_H

#include <stdint.h>

#include "isa/tlbie.h"

#define H_CEDE			0xe0
#define H_RPT_INVALIDATE	0x448
#define H_SET_PARTITION_TABLE	0xf800
#define H_ENTER_NESTED		0xf804
#define H_TLB_INVALIDATE	0xf808
#define H_COPY_TOFROM_GUEST	0xf80c

/* The suite's own: a ucall. Not a PAPR number, so KVM exits to userspace. */
#define H_SELFTEST_UCALL	0xf0f0

#define H_SUCCESS		0
#define H_NOT_AVAILABLE		3
#define H_FUNCTION		(-2)
#define H_PARAMETER		(-4)
#define H_BAD_MODE		(-5)
#define H_NOT_FOUND		(-7)
#define H_NO_MEM		(-9)
#define H_AUTHORITY		(-10)
#define H_P2			(-55)
#define H_P4			(-57)
#define H_P5			(-58)

/* First argument of H_TLB_INVALIDATE: the RIC, PRS, R fields of a tlbie. */
#define H_TLBIE_P1(ric, prs, r)						\
	(((uint64_t)(ric) << 18) | ((prs) << 17) | ((r) << 16))

/* Third argument: the tlbie's RB. @epn is a page number of 4K pages. */
#define H_TLBIE_RB(epn, is, ap)						\
	(((uint64_t)(epn) << 12) | ((uint64_t)(is) << 10) | ((ap) << 5))

/* H_RPT_INVALIDATE (PAPR+ 14.5.4.3.27 as asm/hvcall.h has it). */
#define H_RPTI_TARGET_CMMU	0x01
#define H_RPTI_TYPE_NESTED	0x0001
#define H_RPTI_TYPE_TLB		0x0002
#define H_RPTI_TYPE_PWC		0x0004
#define H_RPTI_TYPE_PAT		0x0008
#define H_RPTI_TYPE_PRT		0x0010
#define H_RPTI_PAGE_4K		0x01
#define H_RPTI_PAGE_64K		0x02
#define H_RPTI_PAGE_2M		0x04
#define H_RPTI_PAGE_1G		0x08

/* Guest code only. Returns r3; @a4 to @a9 are r4 to r9. */
long hcall(uint64_t nr, uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7,
	   uint64_t a8, uint64_t a9);

#define __HCALL(nr, a, b, c, d, e, f, ...)	hcall(nr, a, b, c, d, e, f)
#define HCALL(nr, ...)		__HCALL(nr, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)

#endif /* PPC64_HCALL_H */
