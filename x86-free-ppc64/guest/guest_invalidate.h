/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest code for L1 and L2: invalidate the guest's process-scoped translations, those of
 * PID 0. The caller changes the tables.
 */
#ifndef PPC64_GUEST_INVALIDATE_H
#define PPC64_GUEST_INVALIDATE_H

#include "kvm_util_types.h"

/* tlbie: the 64K page at @ea; all of the PID; all of the LPID. These two ignore @ea. */
void guest_tlbie_page(gva_t ea);
void guest_tlbie_pid(gva_t ea);
void guest_tlbie_guest(gva_t ea);
/* tlbiel, on this CPU: the 64K page at @ea. */
void guest_tlbiel_page(gva_t ea);
/* H_RPT_INVALIDATE: the 64K page at @ea; all of the PID, for any @ea. Return its result. */
long guest_rpt_invalidate_page(gva_t ea);
long guest_rpt_invalidate_pid(gva_t ea);

#endif /* PPC64_GUEST_INVALIDATE_H */
