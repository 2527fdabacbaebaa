/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1's side of its XIVE: the OS ring of its thread interrupt management area (TIMA), in
 * a page that the host maps for it. Registers as in arch/powerpc/include/asm/xive-regs.h.
 */
#ifndef PPC64_L1_XIVE_H
#define PPC64_L1_XIVE_H

#include <stdint.h>

/* L1 code, to be called first: interrupts of every priority may come. */
void l1_xive_open(uint64_t tima_ra);

/* L1 code: take the pending interrupt off. Does nothing in an L1 without a XIVE. */
void l1_xive_acknowledge(void);

#endif
