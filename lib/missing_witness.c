// SPDX-License-Identifier: GPL-2.0
/*
 * Which witnesses are missing; see include/missing_witness.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "missing_witness.h"
#include "once.h"
#include "test_util.h"

#define MAX_WITNESSES	16

/* Shared by the whole program; its cases are forked one after the other. */
static char (*noted)[64];

/* This case only. */
static char missing[1024];

/* Before the first case is forked. */
static void __attr(constructor) share_noted(void)
{
	noted = shared_alloc(MAX_WITNESSES * sizeof(*noted));
}

static bool is_first(const char *name)
{
	int i;

	for (i = 0; i < MAX_WITNESSES && *noted[i]; i++) {
		if (!strcmp(noted[i], name))
			return false;
	}
	TEST_ASSERT(i < MAX_WITNESSES, "raise MAX_WITNESSES");
	snprintf(noted[i], sizeof(noted[i]), "%s", name);
	return true;
}

static void add_missing(const char *name, const char *reason)
{
	char text[256];
	size_t used = strlen(missing);

	snprintf(text, sizeof(text), "%s: %s", name, reason);
	if (strstr(missing, text))
		return;
	snprintf(missing + used, sizeof(missing) - used, "%s%s",
		 used ? "; " : "", text);
}

void witness_missing(const char *name, const char *reason)
{
	if (!reason)
		return;
	if (is_first(name))
		test_note("no witness: %s: %s", name, reason);
	add_missing(name, reason);
}

const char *witness_switched_off(const char *name)
{
	const char *without = getenv("KVM_HV_NESTED_WITHOUT");

	return without && !strcmp(without, name) ? "switched off by --without" : NULL;
}

void witness_require_all(void)
{
	const char *strict = getenv("KVM_HV_NESTED_STRICT");

	if (*missing && strict && *strict)
		TEST_ERROR("no witness, and --strict requires all: %s", missing);
}
