// SPDX-License-Identifier: GPL-2.0
/*
 * L2's faults, L1's invalidations and L0's notifiers, concurrently on several vCPUs.
 *
 * L2s load, store and execute at random addresses; L1 maps these to other pages and
 * invalidates, from each of its vCPUs; L0 discards, moves, protects, splits and collapses
 * pages and reads the dirty log. No access may see a page that was unmapped before the
 * access began, and no store may be lost (see nested_stress.h). At quiet points all
 * threads are stopped: then the shadow tables must be composed, the number of rmap objects
 * within its limit, and the kernel log without a splat.
 *
 * The random choices depend on a seed, but their interleaving does not. The seed is 1, or
 * KVM_HV_NESTED_SEED (--seed). Each case has a number of quiet points by default, or runs
 * for KVM_HV_NESTED_STRESS_SECONDS (--stress).
 */
#include "kselftest_harness.h"

#include "host/host_probe.h"
#include "kernel_log.h"
#include "missing_witness.h"
#include "stress/nested_stress.h"
#include "witness/rmap_census.h"
#include "search.h"

/* It ends by its own time limit; the run loop detects hangs. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	1000000	/* seconds */

#define VCPUS		2
#define QUIET_POINTS	6

FIXTURE(nested_stress)
{
	struct nested_test t;
	struct kvm_vcpu *vcpus[VCPUS];
	struct nested_stress s;
	struct rmap_census *census;
};

FIXTURE_VARIANT(nested_stress)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_stress, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_stress, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_stress, thp_2m, BACKING_ANON_THP, 2m, 21);

FIXTURE_SETUP(nested_stress)
{
	const char *missing = census_missing();

	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	witness_missing("rmap objects", missing);
	if (!missing)
		self->census = census_start();
	nested_test_setup_vcpus(&self->t, &variant->cell, VCPUS, self->vcpus);
	stress_setup(&self->s, &self->t, self->vcpus, search_seed(1));
	test_note("seed %lu", self->s.seed);
}

FIXTURE_TEARDOWN(nested_stress)
{
	if (!_metadata->exit_code)
		stress_end(&self->s);
	nested_test_end_vm(&self->t, _metadata->exit_code);
	if (self->census) {
		if (!_metadata->exit_code && census_read(self->census)->live)
			TEST_FAIL("%lu rmap objects outlive the VM",
				  census_read(self->census)->live);
		census_stop(self->census);
	}
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/*
 * L2s access memory, L1 remaps and invalidates, L0 unmaps pages, all at random and
 * concurrently: at each quiet point no access was wrong, the shadow tables are composed,
 * the number of rmap objects is right and the kernel log is clean.
 */
/* Covers: S3, S5, S9, S14 */
TEST_F(nested_stress, all_at_once)
{
	int round;

	for (round = 0; search_goes_on(round, QUIET_POINTS); round++) {
		stress_run(&self->s);
		shadow_expect_composed(self->t.vm);
		if (self->census)
			census_expect_lawful(self->census);
		kernel_log_check(self->t.log_mark);
	}
	if (search_seconds())
		test_note("%d quiet points, %lu accesses of L2, %lu refused, %lu changes of L1",
			  round, self->s.sh->accesses[STRESS_X0] +
			  self->s.sh->accesses[STRESS_X1] +
			  self->s.sh->accesses[STRESS_Y1],
			  self->s.sh->refusals, self->s.sh->repoints);
}

int main(int argc, char **argv)
{
	tlbie_audit_start(argc, argv);
	return census_around(argc, argv, test_harness_run);
}
