/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shrinks a failing sequence: fewer steps, by delta debugging (A. Zeller, R. Hildebrandt,
 * "Simplifying and isolating failure-inducing input", 2002), then smaller arguments.
 */
#ifndef RANDOM_SHRINK_H
#define RANDOM_SHRINK_H

#include "random_step.h"

/* Does @sequence fail as the first one did? */
typedef bool (*random_fails_fn)(const struct random_sequence *sequence,
				void *arg);

/*
 * Shrink @sequence, which fails, by at most @tries calls of @fails. The result fails too; if
 * @tries was enough, it fails only with all of its steps, and with none of its non-zero
 * arguments set to 0. Returns the number of calls.
 */
unsigned int random_shrink(struct random_sequence *sequence,
			   random_fails_fn fails, void *arg,
			   unsigned int tries);

#endif /* RANDOM_SHRINK_H */
