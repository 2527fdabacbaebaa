/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before all of book3s_hv.c: the module's own init and exit are called by those of
 * coverage_export.c.
 */
#ifndef COVERAGE_HOOK_H
#define COVERAGE_HOOK_H

#include <linux/module.h>

extern int (*const coverage_init)(void);
extern void (*const coverage_exit)(void);

#undef module_init
#define module_init(init) int (*const coverage_init)(void) = init
#undef module_exit
#define module_exit(exit) void (*const coverage_exit)(void) = exit

#endif
