// SPDX-License-Identifier: GPL-2.0
/* Whether this kernel should have a known defect; see include/defect_state.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "defect_state.h"
#include "file_util.h"
#include "test_util.h"

#define KNOWN_DEFECT(id, name, open, fixed, commit)			\
	[DEFECT_##id] = { name, open, fixed, commit },

const struct defect_dates defect_dates[NR_KNOWN_DEFECTS] = {
#include "runner/known_defects.h"
};

const struct defect_dates *defect_dates_of(const char *name)
{
	int id;

	for (id = DEFECT_NONE + 1; id < NR_KNOWN_DEFECTS; id++) {
		if (!strcmp(defect_dates[id].name, name))
			return &defect_dates[id];
	}
	return NULL;
}

static bool is_of_branch(const struct kernel_version *a, const struct kernel_version *b)
{
	return a->major == b->major && a->minor == b->minor;
}

/* The next version of the list; false at its end. */
static bool next_version(const char **list, struct kernel_version *version)
{
	const char *end = kernel_version_parse(*list, version);

	if (!end)
		return false;
	*list = end + strspn(end, " ");
	return true;
}

static bool has_fix(const char *fixed, const struct kernel_version *v)
{
	struct kernel_version first;

	while (next_version(&fixed, &first)) {
		if ((!first.patch || is_of_branch(&first, v)) &&
		    kernel_version_compare(v, &first) >= 0)
			return true;
	}
	return false;
}

/*
 * A branch whose source was read has the defect up to the version that was read. Another
 * branch certainly has it if it lies between two that were read and no fix is known.
 */
static bool has_defect(const struct defect_dates *dates, const struct kernel_version *v)
{
	const char *open = dates->open;
	bool older = false, newer = false;
	struct kernel_version read;

	while (next_version(&open, &read)) {
		int order = kernel_version_compare(v, &read);

		if (is_of_branch(&read, v))
			return order <= 0;
		older |= order > 0;
		newer |= order < 0;
	}
	return older && newer && !*dates->fixed;
}

enum defect_state defect_state_by_date(const struct defect_dates *dates,
				       const struct kernel_version *version)
{
	if (!version)
		return DEFECT_UNKNOWN;
	if (has_fix(dates->fixed, version))
		return DEFECT_FIXED;
	return has_defect(dates, version) ? DEFECT_OPEN : DEFECT_UNKNOWN;
}

/* Cached: the running kernel's version and the vendor's file. */
static struct {
	bool done;
	bool is_mainline;
	struct kernel_version version;
	struct utsname host;
	char *overlay;
} known;

static void read_overlay(void)
{
	const char *path = getenv(DEFECTS_VARIABLE);

	if (!path || !*path)
		return;
	known.overlay = file_read_all(path, NULL);
	if (!known.overlay)
		TEST_ERROR(DEFECTS_VARIABLE "=%s: cannot be read: %s", path,
			   strerror(errno));
}

static void read_all(void)
{
	char signature[256] = "";

	if (known.done)
		return;
	known.done = true;
	TEST_ASSERT(!uname(&known.host), "the kernel does not tell its version");
	file_read("/proc/version_signature", signature, sizeof(signature));
	known.is_mainline = kernel_version_read(known.host.release, known.host.version,
						signature, &known.version);
	read_overlay();
}

static enum defect_state state_by_table(const struct defect_dates *dates, char *why,
					size_t size)
{
	const struct kernel_version *version = &known.version;
	enum defect_state state;

	if (!known.is_mainline) {
		snprintf(why, size, "%s is no version of the mainline", known.host.release);
		return DEFECT_UNKNOWN;
	}
	state = defect_state_by_date(dates, version);
	if (state == DEFECT_FIXED)
		snprintf(why, size, "in %s, by commit %s", dates->fixed, dates->commit);
	else if (state == DEFECT_OPEN)
		snprintf(why, size, "in %s", dates->open);
	else
		snprintf(why, size, "%d.%d.%d is not in the table", version->major,
			 version->minor, version->patch);
	return state;
}

enum defect_state defect_state(const char *name, char *why, size_t size)
{
	const struct defect_dates *dates = defect_dates_of(name);
	enum defect_state state = DEFECT_UNKNOWN;

	*why = '\0';
	if (!dates)
		return DEFECT_UNNAMED;
	read_all();
	if (known.overlay)
		state = defect_overlay_state(known.overlay, name, why, size);
	return state == DEFECT_UNKNOWN ? state_by_table(dates, why, size) : state;
}

const char *defect_state_text(enum defect_state state)
{
	static const char * const text[] = {
		[DEFECT_UNNAMED] = "unnamed", [DEFECT_UNKNOWN] = "unknown",
		[DEFECT_OPEN] = "open", [DEFECT_FIXED] = "fixed",
	};

	return text[state];
}

bool defect_is_fixed(const char *name)
{
	char why[256];

	return defect_state(name, why, sizeof(why)) == DEFECT_FIXED;
}

void defect_overlay_check(void)
{
	char why[512];

	if (!getenv(DEFECTS_VARIABLE))
		return;
	read_all();
	if (known.overlay && defect_overlay_is_bad(known.overlay, why, sizeof(why)))
		TEST_ERROR(DEFECTS_VARIABLE "=%s: %s", getenv(DEFECTS_VARIABLE), why);
}
