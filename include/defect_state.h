/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether the running kernel should have a known defect: by its version and
 * lib/runner/known_defects.h, or by a vendor's file, which takes precedence.
 *
 * KVM_HV_NESTED_DEFECTS names that file. Its lines are
 *
 *	NAME fixed|open REASON
 *
 * or empty, or begin with '#'.
 */
#ifndef KVM_HV_NESTED_DEFECT_STATE_H
#define KVM_HV_NESTED_DEFECT_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel_version.h"

#define DEFECTS_VARIABLE	"KVM_HV_NESTED_DEFECTS"

/* DEFECT_NEGATIVE_SHIFT and so on, in the order of lib/runner/known_defects.h. */
#define KNOWN_DEFECT(id, ...)	DEFECT_##id,
enum known_defect_id {
	DEFECT_NONE,
#include "runner/known_defects.h"
	NR_KNOWN_DEFECTS
};

#undef KNOWN_DEFECT

enum defect_state {
	DEFECT_UNNAMED,		/* no known defect has that name */
	DEFECT_UNKNOWN,
	DEFECT_OPEN,
	DEFECT_FIXED,
};

struct defect_dates {
	const char *name;
	const char *open;	/* versions, see lib/runner/known_defects.h */
	const char *fixed;
	const char *commit;
};

/* The name of DEFECT_NONE is NULL. */
extern const struct defect_dates defect_dates[NR_KNOWN_DEFECTS];

/* NULL: no known defect has that name. */
const struct defect_dates *defect_dates_of(const char *name);

/* By the table alone. @version: NULL if the running kernel's is not a mainline version. */
enum defect_state defect_state_by_date(const struct defect_dates *dates,
				       const struct kernel_version *version);

/* State in the running kernel; the reason, one line, in @why. */
enum defect_state defect_state(const char *name, char *why, size_t size);
/* "open", ... */
const char *defect_state_text(enum defect_state state);

bool defect_is_fixed(const char *name);

/* Is the text of a vendor's file bad? Then the reason, one line, in @why. */
bool defect_overlay_is_bad(const char *text, char *why, size_t size);
/* The state of @name in it, with its reason; DEFECT_UNKNOWN if it has no entry. */
enum defect_state defect_overlay_state(const char *text, const char *name, char *why,
				       size_t size);
/* Test error if the file that the environment names cannot be read or is bad. */
void defect_overlay_check(void);

#endif /* KVM_HV_NESTED_DEFECT_STATE_H */
