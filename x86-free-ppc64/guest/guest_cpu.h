/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Per-CPU data of a guest: interrupt frame, ucall, stacks. One per vCPU of L1 and one
 * per vCPU of each L2, in that guest's memory. r13 has its effective address (guest
 * code does not use thread-local storage), SPRG0 its real address for the interrupt
 * vectors.
 */
#ifndef PPC64_GUEST_CPU_H
#define PPC64_GUEST_CPU_H

/* Offsets that vectors.S uses; guest_runtime.c checks them. */
#define FRAME_GPR(n)		((n) * 8)
#define FRAME_LR		256
#define FRAME_CTR		264
#define FRAME_XER		272
#define FRAME_CR		280
#define FRAME_SRR0		288
#define FRAME_SRR1		296
#define FRAME_DAR		304
#define FRAME_DSISR		312
#define FRAME_TRAP		320
#define FRAME_CPU		328
#define FRAME_MSR		336
#define FRAME_HANDLER		344
#define FRAME_STACK		352

#define GUEST_VECTORS_SIZE	0x2000

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stdint.h>

#include "kvm_util_types.h"
#include "sizes.h"
#include "ucall_common.h"

struct interrupt_frame {
	uint64_t gpr[32];
	uint64_t lr, ctr, xer, cr;
	uint64_t srr0, srr1, dar, dsisr;
	uint64_t trap;		/* vector, 0x300 and so on */
	/* Set up before the guest runs: */
	gva_t cpu;		/* effective address of the struct guest_cpu */
	uint64_t msr;		/* to run the handler with */
	gva_t handler;
	gva_t stack;
};

/*
 * How a run of L2 ended, from r3 and the hv_guest_state of H_ENTER_NESTED: the value of
 * the L2 function, or the interrupt.
 */
struct nested_exit {
	uint64_t trap;		/* NESTED_EXIT_RETURN: the L2 function returned */
	uint64_t value;		/* what it returned */
	gva_t hdar;		/* effective address (0xe00) */
	uint64_t hdsisr;
	gpa_t asdr;		/* L2 real address, low 12 bits not valid */
	uint64_t nip;
	uint64_t msr;		/* 0xe20: the HSRR1 fault bits are here */
	uint64_t heir;
	int64_t hcall_rc;	/* return code of H_ENTER_NESTED if it failed */
};

#define NESTED_EXIT_RETURN	1
#define NESTED_EXIT_REFUSED	2	/* hcall_rc says why */

struct guest_cpu {
	struct interrupt_frame frame;	/* must be first: SPRG0 points to it */
	struct ucall uc;
	uint64_t level;
	uint64_t id;
	/* L1 only: */
	struct nested_exit exit;
	gpa_t l2_regs_ra;	/* of the L2 that runs now, 0: none */
	uint64_t interrupt_stack[1024];
};

/* The area of a guest CPU: 64K for struct guest_cpu, 64K for the stack. */
#define GUEST_CPU_AREA		(2 * SZ_64K)
#define GUEST_STACK_TOP(area)	((area) + GUEST_CPU_AREA - 512)

/* Guest code: the current CPU's. */
static inline struct guest_cpu *this_guest_cpu(void)
{
	struct guest_cpu *cpu;

	asm("mr %0,13" : "=r"(cpu));
	return cpu;
}

/* Initialize @cpu, which is at @ea in the guest and runs with MSR @msr. */
void guest_cpu_init(struct guest_cpu *cpu, gva_t ea, uint64_t msr,
		    uint64_t level, uint64_t id);

/*
 * Guest code: install @handler for @vector (0x100 ... 0xf80) at this level, on all
 * vCPUs of the guest. The handler may change the frame, from which the registers are
 * restored. NULL: the interrupt is unexpected again.
 */
typedef void (*guest_handler_t)(struct interrupt_frame *frame);
void guest_install_handler(unsigned int vector, guest_handler_t handler);

/* In vectors.S. */
extern const char guest_vectors[], guest_vectors_end[];
void guest_interrupt_entry(struct interrupt_frame *frame);
void guest_interrupt_return_path(void);
void guest_return(void);	/* return address of a called guest function */
void guest_send_return(uint64_t value);
#endif
#endif /* PPC64_GUEST_CPU_H */
