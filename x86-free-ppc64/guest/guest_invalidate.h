/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest code for L1 and L2: invalidate the guest's process-scoped translations, those of
 * PID 0. The caller changes the tables.
 */
#ifndef PPC64_GUEST_INVALIDATE_H
#define PPC64_GUEST_INVALIDATE_H

#include <stdint.h>

/* tlbie: the 64K page at @ea; all of the PID; all of the LPID. These two ignore @ea. */
void guest_tlbie_page(uint64_t ea);
void guest_tlbie_pid(uint64_t ea);
void guest_tlbie_guest(uint64_t ea);
/* tlbiel, on this CPU: the 64K page at @ea. */
void guest_tlbiel_page(uint64_t ea);
/* H_RPT_INVALIDATE: the 64K page at @ea; all of the PID, for any @ea. Return its result. */
long guest_rpt_invalidate_page(uint64_t ea);
long guest_rpt_invalidate_pid(uint64_t ea);

#endif
