/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether the running kernel should have a known defect: by its version and
 * lib/runner/known_defects.h, or by the file of a vendor who knows better.
 *
 * KVM_HV_NESTED_DEFECTS names that file. A line of it is
 *
 *	NAME fixed|open REASON
 *
 * or empty, or begins with '#'. It goes before the table.
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

/* That of DEFECT_NONE has no name. */
extern const struct defect_dates defect_dates[NR_KNOWN_DEFECTS];

/* NULL: no known defect has that name. */
const struct defect_dates *defect_dates_of(const char *name);

/* By the table alone. @version: NULL if the running kernel's is not the mainline's. */
enum defect_state defect_state_by_date(const struct defect_dates *dates,
				       const struct kernel_version *version);

/* Of this kernel; the reason, one line, goes to @why. */
enum defect_state defect_state(const char *name, char *why, size_t size);
/* "open", ... */
const char *defect_state_text(enum defect_state state);

bool defect_is_fixed(const char *name);

/* What is wrong with the text of a vendor's file, one line to @why; or false. */
bool defect_overlay_is_bad(const char *text, char *why, size_t size);
/* What it says of @name, with its reason; DEFECT_UNKNOWN: nothing. */
enum defect_state defect_overlay_state(const char *text, const char *name, char *why,
				       size_t size);
/* An error if the file that the environment names cannot be read or is bad. */
void defect_overlay_check(void);

#endif /* KVM_HV_NESTED_DEFECT_STATE_H */
