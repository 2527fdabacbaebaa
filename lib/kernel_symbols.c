// SPDX-License-Identifier: GPL-2.0
/*
 * Looking up functions of the kernel; see include/kernel_symbols.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file_util.h"
#include "kernel_symbols.h"
#include "once.h"
#include "test_util.h"

#define MAX_KNOWN	32
#define NAME_SIZE	64

/*
 * Shared by the cases of a program, created before the first fork. An entry is valid for
 * one load of the module only, which module_start identifies.
 */
static struct known {
	char module[NAME_SIZE];
	char name[NAME_SIZE];
	unsigned long module_start;
	struct symbol_range range;	/* both 0: not found */
} *known;

static void __attr(constructor) share_known(void)
{
	known = shared_alloc(MAX_KNOWN * sizeof(*known));
}

/* The function's address and the module that @line names, "" if none. */
static bool parse_line(const char *line, unsigned long *addr, char *name,
		       char *module)
{
	char type;

	*module = '\0';
	return sscanf(line, "%lx %c %63s [%63[^]]]", addr, &type, name,
		      module) >= 3;
}

bool kernel_symbol_parse(const char *text, const char *module,
			 const char *name, struct symbol_range *range)
{
	char symbol[NAME_SIZE], owner[NAME_SIZE];
	const char *line;
	unsigned long addr;
	int pass;

	range->start = 0;
	range->end = ~0UL;
	/* First the start, then the next higher symbol. */
	for (pass = 0; pass < 2; pass++) {
		for (line = text; line && *line; line = strchr(line, '\n')) {
			line += *line == '\n';
			if (!parse_line(line, &addr, symbol, owner) ||
			    strcmp(owner, module))
				continue;
			if (!pass && !strcmp(symbol, name))
				range->start = addr;
			if (pass && addr > range->start && addr < range->end)
				range->end = addr;
		}
		if (!range->start)
			return false;
	}
	return range->end != ~0UL;
}

static unsigned long module_start(const char *module)
{
	unsigned long start;
	char path[128];

	snprintf(path, sizeof(path), "/sys/module/%s/sections/.text", module);
	return file_read_number(path, &start) ? start : 0;
}

/* Only the lines of @module, which are a small part of the file. */
static char *module_lines(const char *module)
{
	char *text = NULL, *line = NULL, wanted[NAME_SIZE + 2];
	size_t line_size = 0, text_size;
	FILE *in, *out;

	in = fopen("/proc/kallsyms", "re");
	TEST_ASSERT(in, "open /proc/kallsyms");
	out = open_memstream(&text, &text_size);
	TEST_ASSERT(out, "no memory for kernel symbols");
	snprintf(wanted, sizeof(wanted), "[%s]", module);
	while (getline(&line, &line_size, in) > 0) {
		if (strstr(line, wanted))
			fputs(line, out);
	}
	free(line);
	fclose(in);
	fclose(out);
	return text;
}

bool kernel_symbol_range(const char *module, const char *name,
			 struct symbol_range *range)
{
	unsigned long start = module_start(module);
	struct known *slot = NULL;
	char *text;
	int i;

	for (i = 0; i < MAX_KNOWN; i++) {
		slot = &known[i];
		if (!*slot->name)
			break;
		if (slot->module_start == start && !strcmp(slot->name, name) &&
		    !strcmp(slot->module, module)) {
			*range = slot->range;
			return range->start;
		}
	}
	text = module_lines(module);
	if (!kernel_symbol_parse(text, module, name, range))
		memset(range, 0, sizeof(*range));
	free(text);
	if (slot && !*slot->name) {
		snprintf(slot->module, NAME_SIZE, "%s", module);
		slot->module_start = start;
		slot->range = *range;
		snprintf(slot->name, NAME_SIZE, "%s", name);
	}
	return range->start;
}

bool kernel_symbol_address(const char *name, unsigned long *addr)
{
	char symbol[NAME_SIZE], owner[NAME_SIZE];
	size_t line_size = 0;
	char *line = NULL;
	bool found = false;
	FILE *in;

	in = fopen("/proc/kallsyms", "re");
	TEST_ASSERT(in, "open /proc/kallsyms");
	while (!found && getline(&line, &line_size, in) > 0)
		found = strstr(line, name) &&
			parse_line(line, addr, symbol, owner) &&
			!*owner && !strcmp(symbol, name);
	free(line);
	fclose(in);
	return found && *addr;
}

/*
 * The size of a module counts its data, which since Linux 6.4 lies elsewhere: behind the
 * code there may be another module's. /proc/modules has where each begins.
 */
static void end_at_next_module(struct symbol_range *range)
{
	char *text = file_read_all("/proc/modules", NULL), *line, *at;
	unsigned long start;

	for (line = text; line && *line; line = strchr(line, '\n') + 1) {
		at = strstr(line, " 0x");
		if (!at || !strchr(line, '\n'))
			break;
		start = strtoul(at, NULL, 16);
		if (start > range->start && start < range->end)
			range->end = start;
	}
	free(text);
}

/* All code of @module. False if it is not loaded, or addresses are hidden. */
static bool module_range(const char *module, struct symbol_range *range)
{
	char path[128];
	unsigned long size;

	range->start = module_start(module);
	snprintf(path, sizeof(path), "/sys/module/%s/coresize", module);
	if (!range->start || !file_read_number(path, &size))
		return false;
	range->end = range->start + size;
	end_at_next_module(range);
	return true;
}

const char *kernel_module_hidden(const char *module)
{
	struct symbol_range range;
	static char reason[96];
	char path[128];

	if (module_range(module, &range))
		return NULL;
	snprintf(path, sizeof(path), "/sys/module/%s/coresize", module);
	if (access(path, F_OK)) {
		snprintf(reason, sizeof(reason), "%s is no module of this kernel: build it as one",
			 module);
		return reason;
	}
	return "kernel addresses are hidden from root: sysctl kernel.kptr_restrict=1";
}

const char *kernel_module_filter(const char *module)
{
	static char filter[96];
	struct symbol_range range;

	TEST_ASSERT(module_range(module, &range),
		    "where %s lies is hidden", module);
	snprintf(filter, sizeof(filter),
		 "call_site >= 0x%lx && call_site < 0x%lx", range.start,
		 range.end);
	return filter;
}
