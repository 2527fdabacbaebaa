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
	TEST_ASSERT(!uname(&known.host), "read the kernel's version");
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
