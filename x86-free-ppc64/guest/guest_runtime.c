// SPDX-License-Identifier: GPL-2.0
/* Guest code for L1 and L2: ucalls, interrupts, return from a called function. */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "guest/guest_cpu.h"
#include "isa/hcall.h"
#include "isa/processor.h"

static_assert(offsetof(struct interrupt_frame, lr) == FRAME_LR, "vectors.S");
static_assert(offsetof(struct interrupt_frame, trap) == FRAME_TRAP,
	      "vectors.S");
static_assert(offsetof(struct interrupt_frame, stack) == FRAME_STACK,
	      "vectors.S");
static_assert(!offsetof(struct guest_cpu, frame), "SPRG0 points at the frame");
static_assert(sizeof(struct guest_cpu) <= SZ_64K, "GUEST_CPU_AREA");

static guest_handler_t handlers[0x1000 / 0x20];

void guest_cpu_init(struct guest_cpu *cpu, gva_t ea, uint64_t msr,
		    uint64_t level, uint64_t id)
{
	memset(cpu, 0, sizeof(*cpu));
	cpu->level = level;
	cpu->id = id;
	cpu->frame.cpu = ea;
	cpu->frame.msr = msr;
	cpu->frame.handler = (uint64_t)guest_interrupt_return_path;
	cpu->frame.stack = ea + offsetof(struct guest_cpu, interrupt_stack) +
			   sizeof(cpu->interrupt_stack) - 256;
}

struct ucall *ucall_arch_guest(void)
{
	struct guest_cpu *cpu = this_guest_cpu();

	cpu->uc.level = cpu->level;
	return &cpu->uc;
}

void ucall_arch_do_ucall(void)
{
	HCALL(H_SELFTEST_UCALL);
}

/* Called by guest_return. It does not return. */
void guest_send_return(uint64_t value)
{
	for (;;)
		ucall(UCALL_RETURN, "", 0, value);
}

void guest_install_handler(unsigned int vector, guest_handler_t handler)
{
	handlers[vector / 0x20] = handler;
}

void guest_interrupt_entry(struct interrupt_frame *frame)
{
	guest_handler_t handler = handlers[frame->trap / 0x20];

	if (handler)
		handler(frame);
	else
		ucall(UCALL_UNHANDLED, "", 0, frame->trap);
}
