/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The non-volatile floating point and vector registers: f14 to f31, v20 to v31.
 */
#ifndef PPC64_FP_REGS_H
#define PPC64_FP_REGS_H

/* Offsets that fp_regs.S uses. */
#define FP_REGS_F(n)	(((n) - 14) * 8)
#define FP_REGS_V(n)	(144 + ((n) - 20) * 16)
#define FP_REGS_SIZE	336

#ifndef __ASSEMBLER__
#include <stdint.h>

struct fp_regs {
	_Alignas(16) uint64_t f[18];	/* aligned for stvx */
	uint64_t v[12][2];
};

_Static_assert(sizeof(struct fp_regs) == FP_REGS_SIZE, "see fp_regs.S");

/*
 * Host: ioctl(@fd, @cmd, 0) as a bare system call, with @before in the registers on
 * entry and @after read from them on return. 0 or -errno.
 */
long ioctl_with_fp_regs(int fd, unsigned long cmd,
			const struct fp_regs *before, struct fp_regs *after);
#endif
#endif /* PPC64_FP_REGS_H */
