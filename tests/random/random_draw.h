/* SPDX-License-Identifier: GPL-2.0 */
/* Random sequences, determined by the seed. */
#ifndef RANDOM_DRAW_H
#define RANDOM_DRAW_H

#include "random_step.h"

/* @nr steps on memory number @memory. */
void random_draw(struct random_sequence *sequence, uint64_t seed, int memory,
		 size_t nr);

#endif /* RANDOM_DRAW_H */
