// SPDX-License-Identifier: GPL-2.0
/* Delta debugging of a sequence; see random_shrink.h. */
#include <string.h>

#include "random_shrink.h"

struct shrink {
	struct random_sequence *best, trial;
	random_fails_fn fails;
	void *arg;
	unsigned int tries, done;
};

/* The trial becomes the best one if it fails. */
static bool try(struct shrink *s)
{
	if (s->done >= s->tries)
		return false;
	s->done++;
	if (!s->fails(&s->trial, s->arg))
		return false;
	*s->best = s->trial;
	return true;
}

static bool try_without(struct shrink *s, size_t at, size_t nr)
{
	size_t behind = s->best->nr - at - nr;

	s->trial = *s->best;
	memmove(&s->trial.step[at], &s->trial.step[at + nr],
		behind * sizeof(s->trial.step[0]));
	s->trial.nr -= nr;
	return try(s);
}

/* From the end: what a failure needs least is what came last but for its own step. */
static bool leave_out(struct shrink *s, size_t chunk)
{
	size_t at = s->best->nr, nr;
	bool any = false;

	while (at) {
		nr = at < chunk ? at : chunk;
		at -= nr;
		any |= try_without(s, at, nr);
	}
	return any;
}

static bool try_number(struct shrink *s, size_t at, int arg, uint32_t value)
{
	s->trial = *s->best;
	s->trial.step[at].arg[arg] = value;
	return try(s);
}

static bool shrink_number(struct shrink *s, size_t at, int arg)
{
	uint32_t *value = &s->best->step[at].arg[arg];
	bool any = false;
	uint32_t bit;

	if (!*value)
		return false;
	if (try_number(s, at, arg, 0))
		return true;
	while (*value > 1 && try_number(s, at, arg, *value / 2))
		any = true;
	/* Of permissions each is one bit. */
	for (bit = 1U << 31; bit; bit >>= 1) {
		if (*value & bit && try_number(s, at, arg, *value & ~bit))
			any = true;
	}
	return any;
}

static bool shrink_numbers(struct shrink *s)
{
	bool any = false;
	size_t at;
	int arg;

	for (at = 0; at < s->best->nr; at++) {
		for (arg = 0; random_limit(s->best->step[at].kind, arg); arg++)
			any |= shrink_number(s, at, arg);
	}
	return any;
}

unsigned int random_shrink(struct random_sequence *sequence,
			   random_fails_fn fails, void *arg,
			   unsigned int tries)
{
	static struct shrink s;
	size_t chunk;

	s = (struct shrink){
		.best = sequence, .fails = fails, .arg = arg, .tries = tries,
	};
	for (chunk = sequence->nr / 2; chunk > 1; chunk /= 2)
		leave_out(&s, chunk);
	do {
		while (leave_out(&s, 1))
			;
	} while (shrink_numbers(&s) && s.done < s.tries);
	return s.done;
}
