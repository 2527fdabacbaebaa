// SPDX-License-Identifier: GPL-2.0
/* The table of known defects, and what it has on a version; see include/defect_state.h. */
#include <string.h>

#include "defect_state.h"

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
