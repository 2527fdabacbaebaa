// SPDX-License-Identifier: GPL-2.0
/* The guest's part of a ucall. Runs in guests, without libc. */
#include "ucall_common.h"

void ucall(enum ucall_cmd cmd, const char *file, unsigned int line,
	   uint64_t arg)
{
	struct ucall *uc = ucall_arch_guest();

	uc->file = file;
	uc->line = line;
	uc->exp = "";
	uc->args[0] = arg;
	uc->buffer[0] = '\0';
	uc->cmd = cmd;
	ucall_arch_do_ucall();
}

void ucall_fmt(enum ucall_cmd cmd, const char *exp, const char *file,
	       unsigned int line, const char *fmt, ...)
{
	struct ucall *uc = ucall_arch_guest();
	va_list args;

	uc->file = file;
	uc->line = line;
	uc->exp = exp;
	va_start(args, fmt);
	guest_vsnprintf(uc->buffer, UCALL_BUFFER_LEN, fmt, args);
	va_end(args);
	uc->cmd = cmd;
	ucall_arch_do_ucall();
}
