/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1's side of its XIVE: the OS ring of its thread interrupt management area (TIMA), in
 * a page that the host maps for it. Registers as in arch/powerpc/include/asm/xive-regs.h.
 */
#ifndef PPC64_L1_XIVE_H
#define PPC64_L1_XIVE_H

#include "kvm_util_types.h"

/*
 * L1 code, to be called first. @tima_ra: L1 real address of the TIMA's page. Interrupts of
 * every priority are permitted.
 */
void l1_xive_open(gpa_t tima_ra);

/* L1 code: acknowledge the pending interrupt. Does nothing before l1_xive_open(). */
void l1_xive_acknowledge(void);

#endif /* PPC64_L1_XIVE_H */
