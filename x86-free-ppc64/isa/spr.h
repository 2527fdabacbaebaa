/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Special purpose registers and the timebase. Guest code; the host may access those that
 * problem state may.
 */
#ifndef PPC64_SPR_H
#define PPC64_SPR_H

#include <stdint.h>

#include "isa/processor.h"

/* Power ISA 3.0B, Book III, 5.4.4. */
#define SPRN_DSCR	3
#define SPRN_DEC	22
#define SPRN_SRR0	26
#define SPRN_SRR1	27
#define SPRN_PID	48
#define SPRN_TFHAR	128	/* of transactional memory */
#define SPRN_TFIAR	129
#define SPRN_TEXASR	130
#define SPRN_DPDES	176
#define SPRN_VRSAVE	256
#define SPRN_SPRG0	272
#define SPRN_SPRG1	273
#define SPRN_SPRG2	274
#define SPRN_SPRG3	275
#define SPRN_TAR	815
#define SPRN_PPR	896

#define get_spr(n)							\
({									\
	uint64_t spr;							\
									\
	asm volatile("mfspr %0, %1" : "=r" (spr) : "i" (n));		\
	spr;								\
})
#define set_spr(n, value)						\
({									\
	asm volatile("mtspr %0, %1" :: "i" (n), "r" ((uint64_t)(value)));	\
})

static inline uint64_t get_timebase(void)
{
	uint64_t tb;

	asm volatile("mftb %0" : "=r" (tb) : : "memory");
	return tb;
}

/* Registers of problem state that KVM_RUN itself switches between userspace and guest. */
struct user_sprs {
	uint64_t tar, dscr, vrsave;
};

static inline void user_sprs_set(const struct user_sprs *sprs)
{
	set_spr(SPRN_TAR, sprs->tar);
	set_spr(SPRN_DSCR, sprs->dscr);
	set_spr(SPRN_VRSAVE, sprs->vrsave);
}

static inline void user_sprs_get(struct user_sprs *sprs)
{
	sprs->tar = get_spr(SPRN_TAR);
	sprs->dscr = get_spr(SPRN_DSCR);
	sprs->vrsave = get_spr(SPRN_VRSAVE);
}

/* Guest code: enable and disable external interrupts (MSR[EE]). */
static inline void guest_irqs_on(void)
{
	asm volatile("mtmsrd %0, 1" : : "r" (MSR_EE | MSR_RI) : "memory");
}

static inline void guest_irqs_off(void)
{
	asm volatile("mtmsrd %0, 1" : : "r" (MSR_RI) : "memory");
}

#endif /* PPC64_SPR_H */
