// SPDX-License-Identifier: GPL-2.0
/*
 * Random sequences of L2's accesses, changes of L1's tables and operations of L0, compared
 * with a model that has the permitted results of each step.
 *
 * All steps run one after the other on one vCPU of L1, so that the seed determines the
 * sequence and a failure repeats. A sequence that fails is shrunk, each attempt in a new VM,
 * and printed. tests/sequences/ holds recorded sequences, which run here too.
 *
 * By default the seed is fixed. KVM_HV_NESTED_RANDOM_SECONDS (--random) runs new seeds, which
 * are printed, for that time. KVM_HV_NESTED_REPLAY (--replay) is the text of one sequence,
 * with semicolons for newlines: only this one is run.
 */
#include "kselftest_harness.h"

#include <time.h>

#include "fixture/nested_test.h"
#include "random/random_draw.h"
#include "random/random_kept.h"
#include "random/random_run.h"
#include "random/random_shrink.h"
#include "search.h"
#include "witness/rmap_census.h"

/* With --random, its time limit applies; the run loop detects hangs. */
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

/* How long to run new seeds; 0: only the fixed one. */
static unsigned long walk_seconds(void)
{
	return number_of("KVM_HV_NESTED_RANDOM_SECONDS");
}

/*
 * For mutants/: the number of sequences to run, with seeds from the first one on. A failure
 * is then reported as it is, without shrinking. 0: not set.
 */
static unsigned long walk_sequences(void)
{
	return number_of("KVM_HV_NESTED_RANDOM_SEQUENCES");
}

/* Shrinking stops then, before the runner's timeout. */
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

/* Shrink the sequence, print it, and end the case with the verdict of the shrunk one. */
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

/*
 * The sequence of a seed, or of many seeds, is run: each step has a result that the model
 * permits, and no check fails.
 */
/* Covers: S3, S5, S9, S14 */
TEST_F(nested_random, seeds)
{
	unsigned long seconds = walk_seconds(), seed = search_seed(1), nr = 0;
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
	seed = search_seed(1 + time(NULL) % 900000);	/* --seed takes six digits */
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

/*
 * The recorded sequences, or the one of --replay, are run: each step has a result that the
 * model permits, and no check fails.
 */
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
