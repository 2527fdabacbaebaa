/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code of every guest: invalidations of what CPUs keep of its own tables, those of
 * PID 0. The tables themselves change elsewhere.
 */
#ifndef PPC64_GUEST_INVALIDATE_H
#define PPC64_GUEST_INVALIDATE_H

#include <stdint.h>

/* tlbie, on all CPUs: the page of 64K at @ea; all of the PID; all of the guest. */
void guest_tlbie_page(uint64_t ea);
void guest_tlbie_pid(uint64_t ea);
void guest_tlbie_guest(uint64_t ea);
/* tlbiel: on this CPU alone. */
void guest_tlbiel_page(uint64_t ea);
/* H_RPT_INVALIDATE, what it gave: the page of 64K at @ea; all of the PID. */
long guest_rpt_invalidate_page(uint64_t ea);
long guest_rpt_invalidate_pid(uint64_t ea);

#endif
