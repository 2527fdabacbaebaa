// SPDX-License-Identifier: GPL-2.0
/*
 * Reading records of the kernel log; see include/kernel_log.h.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "kernel_log.h"

#define LEVEL_MASK	7
#define FACILITY_SHIFT	3

bool kernel_log_parse(const char *raw, size_t size,
		      struct kernel_log_record *record)
{
	const char *text = memchr(raw, ';', size), *limit = raw + size, *nl;
	unsigned long prio;
	char *end;

	if (!text)
		return false;
	prio = strtoul(raw, &end, 10);
	if (end == raw || *end != ',')
		return false;
	record->level = prio & LEVEL_MASK;
	record->user = prio >> FACILITY_SHIFT;
	raw = end + 1;
	record->seq = strtoul(raw, &end, 10);
	if (end == raw || *end != ',')
		return false;
	text++;
	record->text = text;
	record->len = limit - text;
	nl = memchr(text, '\n', record->len);
	if (nl)
		record->len = nl - text;
	return true;
}
