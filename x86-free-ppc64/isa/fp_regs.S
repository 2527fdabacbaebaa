/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host assembly: a system call with known values in the floating point and
 * vector registers. C would not do, since the compiler may use some of them.
 */
#include "isa/fp_regs.h"

#define SYS_IOCTL	54

/* The caller's registers, above a minimal stack frame. */
#define FRAME_REGS	32
#define FRAME_SIZE	(FRAME_REGS + FP_REGS_SIZE + 16)

	.machine power9
	.text

	.macro	all_fp_regs f_op, v_op, base
	.irp	n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, \
		29, 30, 31
	\f_op	\n, FP_REGS_F(\n)(\base)
	.endr
	.irp	n, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	li	%r12, FP_REGS_V(\n)
	\v_op	\n, \base, %r12
	.endr
	.endm

/* r3: fd, r4: command, r5: before, r6: after */
	.globl	ioctl_with_fp_regs
	.type	ioctl_with_fp_regs, @function
ioctl_with_fp_regs:
	std	%r31, -8(%r1)
	stdu	%r1, -FRAME_SIZE(%r1)
	mr	%r31, %r6
	addi	%r11, %r1, FRAME_REGS
	all_fp_regs stfd, stvx, %r11
	all_fp_regs lfd, lvx, %r5
	li	%r5, 0
	li	%r0, SYS_IOCTL
	sc
	bns	0f
	neg	%r3, %r3
0:	all_fp_regs stfd, stvx, %r31
	addi	%r11, %r1, FRAME_REGS
	all_fp_regs lfd, lvx, %r11
	addi	%r1, %r1, FRAME_SIZE
	ld	%r31, -8(%r1)
	blr

	.section .note.GNU-stack, "", @progbits
