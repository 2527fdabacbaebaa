/* SPDX-License-Identifier: GPL-2.0 */
/* Registers and bits of POWER9. */
#ifndef PPC64_PROCESSOR_H
#define PPC64_PROCESSOR_H

#include <stdint.h>

#include "bits.h"

/* Machine State Register (Power ISA 3.0B, Book III, 3.2.1). */
#define MSR_SF		BIT(63)
#define MSR_HV		BIT(60)
#define MSR_TS_T	BIT(34)		/* a transaction is active */
#define MSR_TS_S	BIT(33)		/* ... or suspended */
#define MSR_TM		BIT(32)		/* transactional memory is permitted */
#define MSR_EE		BIT(15)
#define MSR_ME		BIT(12)
#define MSR_IR		BIT(5)
#define MSR_DR		BIT(4)
#define MSR_RI		BIT(1)
#define MSR_LE		BIT(0)

/* A guest without interrupts enabled, little-endian, with and without MMU. */
#define MSR_GUEST_REAL	(MSR_SF | MSR_ME | MSR_RI | MSR_LE)
#define MSR_GUEST	(MSR_GUEST_REAL | MSR_IR | MSR_DR)

/* Logical Partitioning Control Register (2.2). */
#define LPCR_ILE	0x02000000UL
#define LPCR_DPFD	(7UL << 52)
#define LPCR_AIL	0x01800000UL
#define LPCR_LD		0x00020000UL
#define LPCR_MER	0x00000800UL
#define LPCR_TC		0x00000200UL
#define LPCR_LPES	0x00000008UL

/* Hypervisor Facility Status and Control Register (6.2). */
#define HFSCR_TAR	0x100UL
#define HFSCR_CAUSE(hfscr)	((hfscr) >> 56)	/* number of the bit that refused */
#define HFSCR_CAUSE_TAR		8
#define HFSCR_CAUSE_MSGP	10

/* Completed Instruction Address Breakpoint Register: the state in which it matches (chapter 8). */
#define CIABR_PROBLEM		1UL
#define CIABR_SUPERVISOR	2UL
#define CIABR_HYPERVISOR	3UL

/* Interrupt vectors. */
#define VECTOR_DATA_STORAGE	0x300
#define VECTOR_EXTERNAL		0x500
#define VECTOR_PROGRAM		0x700
#define VECTOR_DECREMENTER	0x900
#define VECTOR_HDEC		0x980
#define VECTOR_DOORBELL		0xa00
#define VECTOR_SYSCALL		0xc00
#define VECTOR_TRACE		0xd00
#define VECTOR_H_DATA_STORAGE	0xe00
#define VECTOR_H_INST_STORAGE	0xe20
#define VECTOR_H_EMUL_ASSIST	0xe40
#define VECTOR_H_FAC_UNAVAIL	0xf80

/*
 * Causes in HDSISR, and in HSRR1 of an instruction storage interrupt
 * (Power ISA 3.0B, Book III, 6.5.14 to 6.5.16 and 7.5.3).
 */
#define DSISR_NOHPTE		0x40000000UL	/* no translation */
#define DSISR_PROTFAULT		0x08000000UL
#define DSISR_ISSTORE		0x02000000UL
#define DSISR_UNSUPP_MMU	0x00080000UL
#define DSISR_SET_RC		0x00040000UL
#define DSISR_PRTABLE_FAULT	0x00020000UL
#define SRR1_ISI_NOPT		0x40000000UL
#define SRR1_ISI_N_G_OR_CIP	0x10000000UL
/* All causes of an instruction storage interrupt that KVM passes to L1. */
#define HISI_CAUSES		(0x58000000UL | DSISR_UNSUPP_MMU |	\
				 DSISR_SET_RC | DSISR_PRTABLE_FAULT)

/* Make stored instructions visible to instruction fetch. */
static inline void sync_icache(void *p, unsigned long len)
{
	char *line = (char *)((unsigned long)p & ~127UL);

	for (; line < (char *)p + len; line += 128)
		asm volatile("dcbst 0, %0; sync; icbi 0, %0" : : "r" (line)
			     : "memory");
	asm volatile("sync; isync" : : : "memory");
}

#endif /* PPC64_PROCESSOR_H */
