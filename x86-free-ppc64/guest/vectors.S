/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest assembly for L1 and L2: interrupt vectors, the hypercall, the return of a
 * called function.
 *
 * The vectors are copied to real address 0 of each guest. An interrupt is taken in
 * real mode (LPCR[AIL] = 0). The state is saved to the frame that SPRG0 points to, and
 * the handler runs with the guest's MSR on the interrupt stack. There is one frame: a
 * nested interrupt overwrites the registers of the first, and is reported.
 */
#include "guest/guest_cpu.h"

#define SPRG0	272
#define SPRG1	273
#define SRR0	26
#define SRR1	27
#define DAR	19
#define DSISR	18

	.machine power9
	.text

	.balign	16
	.globl	guest_vectors
guest_vectors:
	.set	vector, 0
	.rept	(0x1000 / 0x20)
	mtspr	SPRG1, %r1
	mfspr	%r1, SPRG0
	std	%r3, FRAME_GPR(3)(%r1)
	mflr	%r3
	std	%r3, FRAME_LR(%r1)
	li	%r3, vector
	b	save_state
	nop
	.set	vector, vector + 0x20
	.endr

save_state:
	std	%r3, FRAME_TRAP(%r1)
	std	%r0, FRAME_GPR(0)(%r1)
	mfspr	%r0, SPRG1
	std	%r0, FRAME_GPR(1)(%r1)
	std	%r2, FRAME_GPR(2)(%r1)
	.irp	n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, \
		20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	std	\n, FRAME_GPR(\n)(%r1)
	.endr
	mfctr	%r4
	std	%r4, FRAME_CTR(%r1)
	mfxer	%r4
	std	%r4, FRAME_XER(%r1)
	mfcr	%r4
	std	%r4, FRAME_CR(%r1)
	mfspr	%r4, SRR0
	std	%r4, FRAME_SRR0(%r1)
	mfspr	%r4, SRR1
	std	%r4, FRAME_SRR1(%r1)
	mfspr	%r4, DAR
	std	%r4, FRAME_DAR(%r1)
	mfspr	%r4, DSISR
	std	%r4, FRAME_DSISR(%r1)

	ld	%r13, FRAME_CPU(%r1)
	ld	%r12, FRAME_HANDLER(%r1)
	ld	%r4, FRAME_MSR(%r1)
	mtspr	SRR0, %r12
	mtspr	SRR1, %r4
	mr	%r3, %r13
	ld	%r1, FRAME_STACK(%r1)
	rfid
	.org	guest_vectors + GUEST_VECTORS_SIZE
	.globl	guest_vectors_end
guest_vectors_end:

/*
 * Call the C handler on the interrupt stack, then restore all registers. r3 and r13 are
 * the frame's effective address (the frame is first in guest_cpu).
 */
	.globl	guest_interrupt_return_path
	.type	guest_interrupt_return_path, @function
guest_interrupt_return_path:
0:	addis	%r2, %r12, .TOC. - 0b@ha
	addi	%r2, %r2, .TOC. - 0b@l
	bl	guest_interrupt_entry
	nop
	mr	%r1, %r13
	ld	%r4, FRAME_SRR0(%r1)
	mtspr	SRR0, %r4
	ld	%r4, FRAME_SRR1(%r1)
	mtspr	SRR1, %r4
	ld	%r4, FRAME_CTR(%r1)
	mtctr	%r4
	ld	%r4, FRAME_XER(%r1)
	mtxer	%r4
	ld	%r4, FRAME_CR(%r1)
	mtcr	%r4
	ld	%r4, FRAME_LR(%r1)
	mtlr	%r4
	.irp	n, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, \
		17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	\n, FRAME_GPR(\n)(%r1)
	.endr
	ld	%r1, FRAME_GPR(1)(%r1)
	rfid

/* long hcall(nr, r4, ..., r9) */
	.globl	hcall
	.type	hcall, @function
hcall:
	sc	1
	blr

/*
 * Return address of a function called by the level above, with its value in r3. There
 * is one image with one TOC, so r2 is still valid.
 */
	.globl	guest_return
	.type	guest_return, @function
guest_return:
	b	guest_send_return

	.section .note.GNU-stack, "", @progbits
