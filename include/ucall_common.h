/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest to host communication: a ucall is a small struct in guest memory and an exit
 * of the guest.
 *
 * Every level of guest uses the same macros. L1 forwards a ucall of L2 with another
 * address but otherwise unchanged, so that the host sees which level sent it.
 *
 * File names and expressions are passed by address: guest and host run the same
 * image at the same effective addresses. Formatted text is passed by value.
 */
#ifndef UCALL_COMMON_H
#define UCALL_COMMON_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler_attrs.h"

#define UCALL_MAX_ARGS		6
#define UCALL_BUFFER_LEN	512

enum ucall_cmd {
	UCALL_NONE,
	UCALL_SYNC,		/* args[0]: stage */
	UCALL_ABORT,		/* file, line, exp, buffer: a guest assertion */
	UCALL_PRINTF,		/* buffer */
	UCALL_DONE,
	UCALL_RETURN,		/* args[0]: value of a function called by the host */
	UCALL_UNHANDLED,	/* unexpected interrupt; the frame has the registers */
};

struct ucall {
	uint64_t cmd;
	uint64_t level;		/* 1 or 2 */
	uint64_t line;
	const char *file;
	const char *exp;
	uint64_t args[UCALL_MAX_ARGS];
	char buffer[UCALL_BUFFER_LEN];
};

struct kvm_vcpu;

/* Guest: the ucall of the current guest CPU, and the trap that sends it. */
struct ucall *ucall_arch_guest(void);
void ucall_arch_do_ucall(void);
/* Host: the ucall of a vCPU's exit, NULL if it is none. */
struct ucall *ucall_arch_get_ucall(struct kvm_vcpu *vcpu);

/* Guest: see the macros below. */
void ucall(enum ucall_cmd cmd, const char *file, unsigned int line,
	   uint64_t arg);
void ucall_fmt(enum ucall_cmd cmd, const char *exp, const char *file,
	       unsigned int line, const char *fmt, ...) __printf(5, 6);

/*
 * Guest and host: formats into @buf (@len bytes with the final NUL). Supports
 * %d %i %u %x %p %c %s %%, the lengths l, ll, z, h, hh, zero padding and width.
 * Returns the length of the text, cut to @len - 1.
 */
int guest_vsnprintf(char *buf, int len, const char *fmt, va_list args);
int guest_snprintf(char *buf, int len, const char *fmt, ...) __printf(3, 4);

#define GUEST_SYNC(stage)	ucall(UCALL_SYNC, __FILE__, __LINE__, stage)
#define GUEST_DONE()		ucall(UCALL_DONE, __FILE__, __LINE__, 0)
#define GUEST_PRINTF(fmt, ...)						\
	ucall_fmt(UCALL_PRINTF, "", __FILE__, __LINE__, fmt, ##__VA_ARGS__)
#define GUEST_FAIL(fmt, ...)						\
	ucall_fmt(UCALL_ABORT, "", __FILE__, __LINE__, fmt, ##__VA_ARGS__)

#define __GUEST_ASSERT(cond, exp, fmt, ...)				\
do {									\
	if (!(cond))							\
		ucall_fmt(UCALL_ABORT, exp, __FILE__, __LINE__, fmt,	\
			  ##__VA_ARGS__);				\
} while (0)

#define GUEST_ASSERT(cond)						\
	__GUEST_ASSERT(cond, #cond, "is false")

#define GUEST_ASSERT_CMP(a, b, op)					\
do {									\
	unsigned long __a = (unsigned long)(a);				\
	unsigned long __b = (unsigned long)(b);				\
									\
	__GUEST_ASSERT(__a op __b, #a " " #op " " #b,			\
		       "%#lx, %#lx", __a, __b);				\
} while (0)

#define GUEST_ASSERT_EQ(a, b)	GUEST_ASSERT_CMP(a, b, ==)
#define GUEST_ASSERT_NE(a, b)	GUEST_ASSERT_CMP(a, b, !=)
#define GUEST_ASSERT_LT(a, b)	GUEST_ASSERT_CMP(a, b, <)
#define GUEST_ASSERT_LE(a, b)	GUEST_ASSERT_CMP(a, b, <=)
#define GUEST_ASSERT_GT(a, b)	GUEST_ASSERT_CMP(a, b, >)
#define GUEST_ASSERT_GE(a, b)	GUEST_ASSERT_CMP(a, b, >=)

#endif /* UCALL_COMMON_H */
