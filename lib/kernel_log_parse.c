// SPDX-License-Identifier: GPL-2.0
/*
 * Reading records of the kernel log; see include/kernel_log.h.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "kernel_log.h"
#include "kselftest.h"

#define LEVEL_MASK	7
#define FACILITY_SHIFT	3

/* Where in the line a phrase counts. */
enum place { ANYWHERE, AT_START };

static const struct {
	const char *phrase;
	enum place place;
} complaints[] = {
	{ "------------[ cut here ]", AT_START },
	{ "WARNING: ", AT_START },
	{ "BUG: ", ANYWHERE },
	{ "BUG ", AT_START },
	{ "kernel BUG at ", ANYWHERE },
	{ "Oops: ", ANYWHERE },
	{ "Kernel panic", AT_START },
	{ "Unable to handle kernel ", ANYWHERE },
	{ "kernel tried to execute ", ANYWHERE },
	{ "Bad kernel stack pointer", ANYWHERE },
	{ "Unrecoverable ", AT_START },
	{ "soft lockup", ANYWHERE },
	{ "hard LOCKUP", ANYWHERE },
	{ "watchdog: CPU", AT_START },
	{ "self-detected stall", ANYWHERE },
	{ "detected stalls on CPUs", ANYWHERE },
	{ "detected expedited stalls", ANYWHERE },
	{ "blocked for more than", ANYWHERE },
	{ "scheduling while atomic", ANYWHERE },
	{ "sleeping function called from", ANYWHERE },
	{ "circular locking dependency", ANYWHERE },
	{ "inconsistent lock state", ANYWHERE },
	/* slub_debug */
	{ "oison overwritten", ANYWHERE },
	{ "edzone overwritten", ANYWHERE },
	{ "Object already free", ANYWHERE },
	{ "Object padding overwritten", ANYWHERE },
	{ "Object corrupt", ANYWHERE },
	{ "Freechain corrupt", ANYWHERE },
	{ "Freepointer corrupt", ANYWHERE },
	{ "Objects remaining in ", ANYWHERE },
	{ "Invalid object pointer", ANYWHERE },
	{ "list_add corruption", ANYWHERE },
	{ "list_del corruption", ANYWHERE },
	{ "refcount_t: ", AT_START },
	{ "Bad page state", ANYWHERE },
	{ "Bad page map", ANYWHERE },
	{ "Bad rss-counter state", ANYWHERE },
	{ "KASAN: ", ANYWHERE },
	{ "KFENCE: ", ANYWHERE },
	{ "UBSAN: ", AT_START },
	{ "kmemleak: ", AT_START },
};

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

bool kernel_log_is_complaint(const struct kernel_log_record *record)
{
	size_t i, off, len;

	/* What tests write there themselves says nothing about the kernel. */
	if (record->user)
		return false;
	for (i = 0; i < ARRAY_SIZE(complaints); i++) {
		len = strlen(complaints[i].phrase);
		for (off = 0; off + len <= record->len; off++) {
			if (!strncmp(record->text + off,
				     complaints[i].phrase, len))
				return true;
			if (complaints[i].place == AT_START)
				break;
		}
	}
	return false;
}
