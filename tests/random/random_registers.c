// SPDX-License-Identifier: GPL-2.0
/* What userspace does to L1's registers in a sequence, by ONE_REG; and its own ones. */
#include "kselftest.h"

#include "guest/l1_nested.h"
#include "host/one_reg.h"
#include "isa/spr.h"
#include "random_run.h"
#include "random_world.h"

/* Of userspace, those that KVM_RUN switches by itself. */
struct user_sprs {
	uint64_t tar, dscr, vrsave;
};

static struct user_sprs user_sprs_get(void)
{
	return (struct user_sprs){
		.tar = get_spr(SPRN_TAR), .dscr = get_spr(SPRN_DSCR),
		.vrsave = get_spr(SPRN_VRSAVE),
	};
}

static void user_sprs_set(struct user_sprs sprs)
{
	set_spr(SPRN_TAR, sprs.tar);
	set_spr(SPRN_DSCR, sprs.dscr);
	set_spr(SPRN_VRSAVE, sprs.vrsave);
}

/* A run of L1 and of L2, in which userspace has registers of its own. */
static void run_l2(struct random_world *w, uint32_t seed)
{
	struct user_sprs own = user_sprs_get(), want = {
		.tar = value_of(seed) & ~3UL, .dscr = seed + 1,
		.vrsave = value_of(seed) >> 32,
	}, got;
	struct nested_vcpu *l2 = world_l2(w, 0);

	user_sprs_set(want);
	nested_call(l2, l2_nothing, 0, 0, 0, 0);
	got = user_sprs_get();
	user_sprs_set(own);
	if (got.tar != want.tar || got.dscr != want.dscr || got.vrsave != want.vrsave)
		TEST_FAIL("userspace has TAR %#lx, DSCR %#lx, VRSAVE %#lx, not %#lx, %#lx, %#lx",
			  got.tar, got.dscr, got.vrsave, want.tar, want.dscr,
			  want.vrsave);
}

/*
 * All registers get values of which no two are the same, and have them when they are read;
 * those that the CPU has while the guest runs also over a run of L1 and of L2. Then L1
 * gets its own back, and goes on.
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
