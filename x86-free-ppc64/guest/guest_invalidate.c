// SPDX-License-Identifier: GPL-2.0
/* Guest code for L1 and L2: tlbie, tlbiel and H_RPT_INVALIDATE. */
#include "guest/guest_invalidate.h"
#include "isa/hcall.h"
#include "sizes.h"

/* RB of a tlbie (Power ISA 3.0B, Book III, 5.9.3.3): IS in bits 52 and 53. */
#define RB_PAGE_64K(ea)	((ea) | 5UL << 5)
#define RB_IS(is)	((uint64_t)(is) << 10)

/* As .long (Power ISA 3.0B, Book III, 5.9.3.3): clang 14 refuses five operands. */
#define INSN_TLBIE	0x7c000264
#define INSN_TLBIEL	0x7c000224

/* Process-scoped, radix, PID 0; the LPID is LPIDR's. RB is r4, RS r5. */
#define TLBIE(insn, rb, ric)						\
({									\
	register uint64_t rb_ asm("r4") = (rb);				\
	register uint64_t rs_ asm("r5") = 0;				\
									\
	asm volatile("ptesync; .long %0" : :				\
		     "i" ((insn) | 5 << 21 | (ric) << 18 | 1 << 17 |	\
			  1 << 16 | 4 << 11),				\
		     "r" (rb_), "r" (rs_) : "memory");			\
})

static void wait_for_all(void)
{
	asm volatile("eieio; tlbsync; ptesync; isync" : : : "memory");
}

void guest_tlbie_page(gva_t ea)
{
	TLBIE(INSN_TLBIE, RB_PAGE_64K(ea), TLBIE_RIC_TLB);
	wait_for_all();
}

void guest_tlbie_pid(gva_t ea)
{
	TLBIE(INSN_TLBIE, RB_IS(TLBIE_IS_PID), TLBIE_RIC_ALL);
	wait_for_all();
}

void guest_tlbie_guest(gva_t ea)
{
	TLBIE(INSN_TLBIE, RB_IS(TLBIE_IS_LPID), TLBIE_RIC_ALL);
	wait_for_all();
}

void guest_tlbiel_page(gva_t ea)
{
	TLBIE(INSN_TLBIEL, RB_PAGE_64K(ea), TLBIE_RIC_TLB);
	asm volatile("ptesync; isync" : : : "memory");
}

static long rpt_invalidate(uint64_t type, uint64_t pages, gva_t start,
			   gva_t end)
{
	asm volatile("ptesync" : : : "memory");
	return HCALL(H_RPT_INVALIDATE, 0, H_RPTI_TARGET_CMMU, type, pages, start,
		     end);
}

long guest_rpt_invalidate_page(gva_t ea)
{
	return rpt_invalidate(H_RPTI_TYPE_TLB, H_RPTI_PAGE_64K, ea, ea + SZ_64K);
}

long guest_rpt_invalidate_pid(gva_t ea)
{
	return rpt_invalidate(H_RPTI_TYPE_TLB | H_RPTI_TYPE_PWC | H_RPTI_TYPE_PRT,
			      0, 0, ~0UL);
}
