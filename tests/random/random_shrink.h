/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Makes a failing sequence small: fewer steps by delta debugging (A. Zeller,
 * R. Hildebrandt, "Simplifying and isolating failure-inducing input", 2002), then
 * smaller numbers.
 */
#ifndef RANDOM_SHRINK_H
#define RANDOM_SHRINK_H

#include "random_step.h"

/* Does @sequence fail as the first one did? */
typedef bool (*random_fails_fn)(const struct random_sequence *sequence,
				void *arg);

/*
 * @sequence fails; afterwards it is one that does and of which, if @tries calls of
 * @fails were enough, no step can be left out and no number be 0. How many calls.
 */
unsigned int random_shrink(struct random_sequence *sequence,
			   random_fails_fn fails, void *arg,
			   unsigned int tries);

#endif /* RANDOM_SHRINK_H */
