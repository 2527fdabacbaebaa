// SPDX-License-Identifier: GPL-2.0
/*
 * Sequences of accesses of L2s, of changes of L1's tables and of what L0 does to their
 * memory, drawn at random, against a model that knows what may happen at each step.
 *
 * All runs on one vCPU of L1, one step after the other, so that the seed fixes all of
 * it: a sequence that fails does so again. It is made small, in VMs of their own, and
 * printed; tests/sequences/ holds those that are kept, and each is run here as well.
 *
 * By default the seeds are fixed. KVM_HV_NESTED_RANDOM_SECONDS (--random) walks on for
 * so long with fresh ones, which are printed. KVM_HV_NESTED_REPLAY (--replay) is a
 * sequence, a text with a semicolon for each end of a line: it alone is run.
 */
#include "kselftest_harness.h"

#include <time.h>

#include "fixture/nested_test.h"
#include "random/random_draw.h"
#include "random/random_kept.h"
#include "random/random_run.h"
#include "random/random_shrink.h"
#include "witness/rmap_census.h"

/* It ends when it was told to; the run loop notices what hangs. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	1000000	/* seconds */

#define STEPS		250
#define SHRINK_TRIES	400
#define SHRINK_SECONDS	120

FIXTURE(nested_random)
{
	struct random_sequence sequence;
	struct random_outcome first;
};

FIXTURE_VARIANT(nested_random)
{
	int memory;
};

FIXTURE_VARIANT_ADD(nested_random, anon) { .memory = 0 };
FIXTURE_VARIANT_ADD(nested_random, thp_2m) { .memory = 1 };
FIXTURE_VARIANT_ADD(nested_random, hugetlb_2m) { .memory = 2 };
FIXTURE_VARIANT_ADD(nested_random, shmem) { .memory = 3 };
FIXTURE_VARIANT_ADD(nested_random, memfd) { .memory = 4 };

FIXTURE_SETUP(nested_random)
{
	TEST_CASE_BEGIN(_metadata, variant);
}

FIXTURE_TEARDOWN(nested_random)
{
}

static unsigned long number_of(const char *variable)
{
	const char *text = getenv(variable);

	return text ? strtoul(text, NULL, 0) : 0;
}

/* 0: the fixed seed alone. */
static unsigned long walk_seconds(void)
{
	return number_of("KVM_HV_NESTED_RANDOM_SECONDS");
}

/*
 * Not 0: a campaign walks so many sequences, the same each time, and wants to know that
 * one fails, and nothing more.
 */
static unsigned long walk_sequences(void)
{
	return number_of("KVM_HV_NESTED_RANDOM_SEQUENCES");
}

/* The runner's timeout is not to come first. */
static time_t shrink_end;

static bool fails_alike(const struct random_sequence *sequence, void *first)
{
	struct random_outcome outcome;

	if (time(NULL) > shrink_end)
		return false;
	random_try(sequence, &outcome);
	return random_same_failure(first, &outcome);
}

static void print_sequence(const struct random_sequence *sequence)
{
	size_t i;

	printf("# memory %s\n", random_memories[sequence->memory]);
	for (i = 0; i < sequence->nr; i++)
		printf("# %s\n", random_step_text(&sequence->step[i]));
	fflush(stdout);
}

/* What fails gets small; the verdict is the small one's. */
static void report(struct random_sequence *sequence,
		   struct random_outcome *first, const char *origin)
{
	struct random_outcome last;
	unsigned int tries;

	test_note("%s: step %d: %s", origin, first->step, first->text);
	if (first->step >= 0 && first->step < (int)sequence->nr)
		sequence->nr = first->step + 1;
	if (walk_sequences()) {
		if (first->end == RANDOM_ERROR)
			TEST_ERROR("%s: %s", origin, first->text);
		TEST_FAIL("%s: %s", origin, first->text);
	}
	shrink_end = time(NULL) + SHRINK_SECONDS;
	if (!fails_alike(sequence, first))
		TEST_ERROR("%s: does not fail again: %s", origin, first->text);
	tries = random_shrink(sequence, fails_alike, first, SHRINK_TRIES);
	random_try(sequence, &last);
	test_note("%zu steps after %u tries:", sequence->nr, tries);
	print_sequence(sequence);
	if (first->end == RANDOM_ERROR)
		TEST_ERROR("%s: %s", origin, last.text);
	TEST_FAIL("%s: %s", origin, last.text);
}

static void run(struct random_sequence *sequence, struct random_outcome *outcome,
		const char *origin)
{
	random_try(sequence, outcome);
	switch (outcome->end) {
	case RANDOM_PASSED:
		break;
	case RANDOM_KNOWN:
		if (walk_seconds())
			test_note("%s: known: %s", origin, outcome->text);
		break;
	case RANDOM_SKIPPED:
		TEST_SKIP("%s", outcome->text);
	default:
		report(sequence, outcome, origin);
	}
}

static void run_seed(struct random_sequence *sequence,
		     struct random_outcome *outcome, uint64_t seed, int memory)
{
	char origin[64];

	snprintf(origin, sizeof(origin), "seed %lu", seed);
	random_draw(sequence, seed, memory, STEPS);
	run(sequence, outcome, origin);
}

/* What a seed draws is walked: each access ends as the model permits, no check fails. */
/* Covers: S3, S5, S9, S14 */
TEST_F(nested_random, seeds)
{
	const char *seed_text = getenv("KVM_HV_NESTED_SEED");
	unsigned long seed = seed_text && *seed_text ? strtoul(seed_text, NULL, 0) : 1;
	unsigned long seconds = walk_seconds(), nr = 0;
	time_t end = time(NULL) + seconds;

	for (; nr < walk_sequences(); nr++)
		run_seed(&self->sequence, &self->first, seed + nr,
			 variant->memory);
	if (nr)
		return;
	if (!seconds) {
		run_seed(&self->sequence, &self->first, seed, variant->memory);
		return;
	}
	if (!seed_text || !*seed_text)
		seed = 1 + time(NULL) % 900000;	/* --seed takes six digits */
	test_note("seeds from %lu on", seed);
	for (; time(NULL) < end; nr++)
		run_seed(&self->sequence, &self->first, seed + nr,
			 variant->memory);
	test_note("%lu sequences, %lu steps", nr, nr * STEPS);
}

static void run_text(const char *text, const char *origin)
{
	static struct random_sequence sequence;
	static struct random_outcome outcome;
	int line = random_sequence_parse(&sequence, text);

	if (line)
		TEST_ERROR("%s: line %d is no step", origin, line);
	run(&sequence, &outcome, origin);
}

/* Those that are kept, or the one that is given. */
TEST(sequences)
{
	const char *text = getenv("KVM_HV_NESTED_REPLAY");
	const struct random_kept *kept;

	TEST_CASE_BEGIN(_metadata, NULL);
	if (text && *text) {
		run_text(text, "replay");
		return;
	}
	for (kept = random_kept; kept->name; kept++)
		run_text(kept->text, kept->name);
}

int main(int argc, char **argv)
{
	tlbie_audit_start(argc, argv);
	return census_around(argc, argv, test_harness_run);
}
