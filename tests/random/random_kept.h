/* SPDX-License-Identifier: GPL-2.0 */
/* The sequences that are kept: the texts of tests/sequences. */
#ifndef RANDOM_KEPT_H
#define RANDOM_KEPT_H

struct random_kept {
	const char *name;	/* of its file, without .txt */
	const char *text;
};

/* Ends with an empty one. */
extern const struct random_kept random_kept[];

#endif /* RANDOM_KEPT_H */
