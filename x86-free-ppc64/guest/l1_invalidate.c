// SPDX-License-Identifier: GPL-2.0
/* L1 code: invalidate L2's partition-scoped translations. */
#include "isa/hcall.h"
#include "guest/l1_nested.h"

uint64_t l1_ap_of(unsigned int shift)
{
	uint64_t ap = 0;

	while (ap < TLBIE_NR_AP && tlbie_ap_to_shift(ap) != shift)
		ap++;
	return ap;
}

long l1_tlbie(uint32_t lpid, gpa_t l2_ra, uint64_t ric, uint64_t is,
	      uint64_t ap)
{
	return HCALL(H_TLB_INVALIDATE, H_TLBIE_P1(ric, 0, 1), lpid,
		     H_TLBIE_RB(l2_ra >> 12, is, ap));
}

long l1_rpt_invalidate_at(uint32_t lpid, uint64_t target, uint64_t type,
			  uint64_t pages, gpa_t start, gpa_t end)
{
	return HCALL(H_RPT_INVALIDATE, lpid, target, H_RPTI_TYPE_NESTED | type,
		     pages, start, end);
}

long l1_rpt_invalidate(uint32_t lpid, uint64_t type, uint64_t pages,
		       gpa_t start, gpa_t end)
{
	return l1_rpt_invalidate_at(lpid, H_RPTI_TARGET_CMMU, type, pages,
				    start, end);
}

long l1_invalidate(uint32_t lpid, gpa_t l2_ra, unsigned int shift,
		   enum l1_way way)
{
	switch (way) {
	case L1_BY_PAGE:
		return l1_tlbie(lpid, l2_ra, TLBIE_RIC_TLB, TLBIE_IS_PAGE,
				l1_ap_of(shift));
	case L1_BY_LPID:
		return l1_tlbie(lpid, 0, TLBIE_RIC_TLB, TLBIE_IS_LPID, 0);
	case L1_BY_LPID_ALL_CACHES:
		return l1_tlbie(lpid, 0, TLBIE_RIC_ALL, TLBIE_IS_LPID, 0);
	case L1_BY_ALL:
		return l1_tlbie(lpid, 0, TLBIE_RIC_TLB, TLBIE_IS_ALL, 0);
	case L1_BY_ALL_ALL_CACHES:
		return l1_tlbie(lpid, 0, TLBIE_RIC_ALL, TLBIE_IS_ALL, 0);
	case L1_BY_RPT_RANGE:
		return l1_rpt_invalidate(lpid, H_RPTI_TYPE_TLB,
					 shift == 16 ? H_RPTI_PAGE_64K :
						       H_RPTI_PAGE_2M,
					 l2_ra, l2_ra + (1UL << shift));
	case L1_BY_RPT_LPID:
		return l1_rpt_invalidate(lpid, H_RPTI_TYPE_TLB, 0, 0, ~0UL);
	default:
		return l1_rpt_invalidate(lpid, H_RPTI_TYPE_TLB | H_RPTI_TYPE_PWC |
					 H_RPTI_TYPE_PAT, 0, 0, ~0UL);
	}
}

long l1_copy_tofrom_guest(uint64_t lpid, uint64_t pid, gva_t ea,
			  gpa_t to_ra, gpa_t from_ra, uint64_t len)
{
	return hcall(H_COPY_TOFROM_GUEST, lpid, pid, ea, to_ra, from_ra, len);
}
