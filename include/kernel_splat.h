/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Splats in a kernel log: where one begins and ends, and what it is about.
 *
 * A splat that begins with "cut here" extends to its "end trace", including unrelated
 * lines in between: those of another driver may come even before the line with the
 * WARNING. The phrases are in lib/runner/kernel_splats.h; splats.awk is the same
 * parser for the runner.
 */
#ifndef KVM_HV_NESTED_KERNEL_SPLAT_H
#define KVM_HV_NESTED_KERNEL_SPLAT_H

#include <stdbool.h>
#include <stddef.h>

/* As many lines as splats.awk keeps. */
#define KERNEL_SPLAT_LINES	60

struct kernel_splat {
	bool cut;		/* "cut here" began it */
	bool ended;		/* its "end trace" was seen */
	bool mixed;		/* more than one head: it has lines of another splat */
	char message[256];	/* text of a WARN() or BUG() */
	char head[256];		/* the line that names its kind */
	int lines;
	size_t used;
	char text[8192];	/* its first lines, each with a newline */
};

/*
 * Does a kernel record with this text begin a splat? @open: the splat before it,
 * or NULL.
 */
bool kernel_splat_begins(const struct kernel_splat *open, const char *text);

/* Add a record's text to the splat that it begins or continues. */
void kernel_splat_add(struct kernel_splat *splat, const char *text);

/* "WARNING: at FILE:LINE FUNCTION, process NAME": one line, into @buf. */
void kernel_splat_summary(const struct kernel_splat *splat, char *buf,
			  size_t size);

#endif /* KVM_HV_NESTED_KERNEL_SPLAT_H */
