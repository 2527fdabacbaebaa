/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Addresses of the running kernel's functions, from /proc/kallsyms.
 *
 * Reading that file is slow under emulation, so results are cached in memory that all
 * cases of a program share.
 */
#ifndef KVM_HV_NESTED_KERNEL_SYMBOLS_H
#define KVM_HV_NESTED_KERNEL_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* Code addresses, [start, end). */
struct symbol_range {
	unsigned long start;
	unsigned long end;
};

/*
 * Range of function @name in @module: up to the next symbol of the module.
 * False if there is none (inlined, or no such module), or addresses are hidden.
 */
bool kernel_symbol_range(const char *module, const char *name,
			 struct symbol_range *range);

/* Address of symbol @name of vmlinux. False if there is none, or it is hidden. */
bool kernel_symbol_address(const char *name, unsigned long *addr);

/*
 * NULL, or why the addresses of @module's code are not known: it is built into the kernel, or
 * addresses are hidden. Static buffer.
 */
const char *kernel_module_hidden(const char *module);

/* A filter of trace events by their call_site: within @module. Static buffer. */
const char *kernel_module_filter(const char *module);

/*
 * The parser, for unit tests. @text: lines "address type name [module]" in any order.
 */
bool kernel_symbol_parse(const char *text, const char *module,
			 const char *name, struct symbol_range *range);

#endif /* KVM_HV_NESTED_KERNEL_SYMBOLS_H */
