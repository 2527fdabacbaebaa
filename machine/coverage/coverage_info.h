/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What gcc generates for an object that is built with -fprofile-arcs. The layout depends
 * on the version of gcc.
 */
#ifndef COVERAGE_INFO_H
#define COVERAGE_INFO_H

#include <linux/types.h>

#if __GNUC__ < 12
#error "the counters are read as gcc 12 and later lay them out"
#endif

#if __GNUC__ >= 15
#define COUNTER_KINDS 10
#elif __GNUC__ >= 14
#define COUNTER_KINDS 9
#else
#define COUNTER_KINDS 8
#endif

struct object_info;

struct counters {
	u32 number;
	s64 *values;
};

struct function_info {
	const struct object_info *object;
	u32 ident;
	u32 lines_checksum;
	u32 graph_checksum;
	/* One for each kind of counter that the object uses. */
	struct counters counters[];
};

struct object_info {
	u32 version;
	struct object_info *next;
	u32 stamp;
	u32 checksum;
	const char *data_name;
	/* NULL for a kind that is not used. */
	void (*merge[COUNTER_KINDS])(s64 *values, u32 number);
	u32 function_number;
	const struct function_info *const *functions;
};

/* The linker puts those of all objects between the two, in the order of the objects. */
extern const struct object_info *const coverage_first[];
extern const struct object_info *const coverage_last[];

/* gcc's code refers to it. */
void __gcov_merge_add(s64 *values, u32 number);

#endif
