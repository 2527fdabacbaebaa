// SPDX-License-Identifier: GPL-2.0
/* Steps of a sequence on registers: L1's by ONE_REG, and userspace's own. */
#include "kselftest.h"

#include "host/one_reg.h"
#include "isa/spr.h"
#include "random_run.h"
#include "random_world.h"

/* A run of L1 and of L2 preserves userspace's registers. */
static void run_l2(struct random_world *w, uint32_t seed)
{
	const struct user_sprs want = {
		.tar = value_of(seed) & ~3UL, .dscr = seed + 1,
		.vrsave = value_of(seed) >> 32,
	};
	struct nested_vcpu *l2 = world_l2(w, 0);
	struct user_sprs own, got;

	user_sprs_get(&own);
	user_sprs_set(&want);
	nested_call(l2, l2_nothing, 0, 0, 0, 0);
	user_sprs_get(&got);
	user_sprs_set(&own);
	if (got.tar != want.tar || got.dscr != want.dscr || got.vrsave != want.vrsave)
		TEST_FAIL("userspace has TAR %#lx, DSCR %#lx, VRSAVE %#lx, not %#lx, %#lx, %#lx",
			  got.tar, got.dscr, got.vrsave, want.tar, want.dscr,
			  want.vrsave);
}

/*
 * Set all registers, each to another value, and read them; or those that the CPU has while
 * the guest runs, with a run of L1 and L2 in between. Then restore L1's own values.
 */
void world_regs(struct random_world *w, const struct random_step *step)
{
	static struct reg_file own, want, got;
	unsigned int flags = step->arg[ARG_REGS_HOW] == REGS_ALL ? 0 : ONE_REG_RUNS;
	uint32_t seed = step->arg[ARG_REGS_SEED];
	struct kvm_vcpu *vcpu = w->t.vcpu;

	reg_file_save(&own, vcpu);
	reg_file_pattern(&want, seed + 1);
	reg_file_restore(&want, vcpu, flags);
	if (flags)
		run_l2(w, seed);
	reg_file_save(&got, vcpu);
	reg_file_expect_equal(&want, &got, flags);
	reg_file_restore(&own, vcpu, 0);
}
