/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest code for L1 and L2: invalidate the guest's process-scoped translations, those of
 * PID 0. The caller changes the tables.
 */
#ifndef PPC64_GUEST_INVALIDATE_H
#define PPC64_GUEST_INVALIDATE_H

#include <stdint.h>

/* tlbie: the 64K page at @ea; the PID; the LPID. */
void guest_tlbie_page(uint64_t ea);
void guest_tlbie_pid(uint64_t ea);
void guest_tlbie_guest(uint64_t ea);
/* tlbiel */
void guest_tlbiel_page(uint64_t ea);
/* H_RPT_INVALIDATE, which they return the result of: the 64K page at @ea; the PID. */
long guest_rpt_invalidate_page(uint64_t ea);
long guest_rpt_invalidate_pid(uint64_t ea);

#endif
