// SPDX-License-Identifier: GPL-2.0
/*
 * Timebase, decrementer and hypervisor decrementer of L1 and of L2.
 *
 * L1's timebase is the host's plus the offset that userspace sets, L2's is L1's plus the
 * offset that L1 sets. The sum of a decrementer and the timebase, its expiry, is constant
 * over exits and entries. So the cases compare clocks with each other, and never with the
 * duration of anything.
 */
#include "kselftest_harness.h"

#include "isa/hcall.h"
#include "isa/spr.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

/* Multiples of 2^24, the granularity of mtspr TBU40; hours apart. */
#define L1_TB_OFFSET	BIT(43)
#define L2_TB_OFFSET	BIT(44)
#define DEC_FAR		BIT(38)		/* a decrementer that does not expire in a case */
#define DEC_SLACK	BIT(36)		/* tolerance: a vCPU may be preempted between two reads */
#define DEC_SOON	BIT(16)		/* ticks until a decrementer expires */
#define GIVE_UP		BIT(32)		/* ticks after which a guest's loop ends by itself */

FIXTURE(nested_timer)
{
	struct nested_test t;
	struct nested_hv_state *hv;	/* of t.l2, for H_ENTER_NESTED */
};

FIXTURE_VARIANT(nested_timer)
{
	uint64_t tb_offset;	/* of L1's timebase from the host's */
};

/* First the variant in which all three clocks differ: `make mutants` runs only that one. */
FIXTURE_VARIANT_ADD(nested_timer, l1_ahead) {
	.tb_offset = L1_TB_OFFSET,
};

FIXTURE_VARIANT_ADD(nested_timer, l1_behind) {
	.tb_offset = -BIT(24),
};

FIXTURE_VARIANT_ADD(nested_timer, l1_without_offset) {
	.tb_offset = 0,
};

FIXTURE_SETUP(nested_timer)
{
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(t, &NESTED_ANY_CELL);
	self->hv = &nested_l2_state(&t->l2)->hv;
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_TB_OFFSET, variant->tb_offset);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
}

NESTED_TEST_SUITE_TEARDOWN(nested_timer, t, nested_test_teardown);

/* A decrementer, and the timebase read before and after it. */
struct moment {
	uint64_t tb, dec, tb_after;
};

static void l1_moment_read(struct moment *moment)
{
	moment->tb = get_timebase();
	moment->dec = get_spr(SPRN_DEC);
	moment->tb_after = get_timebase();
}

/* In L1. */
static struct moment l1_before, l1_after;

static uint64_t l1_moments_around(struct l2_vcpu *l2)
{
	uint64_t end;

	set_spr(SPRN_DEC, DEC_FAR);
	l1_moment_read(&l1_before);
	end = l1_nested_resume(l2);
	l1_moment_read(&l1_after);
	return end;
}

/* In L2. */
static uint64_t l2_timebase(void)
{
	return get_timebase();
}

static uint64_t l2_decrementer(void)
{
	return get_spr(SPRN_DEC);
}

/* L1 runs L2's @fn between l1_before and l1_after. Returns the value of @fn. */
static uint64_t run_between(struct nested_test *t, uint64_t (*fn)(void))
{
	nested_prepare(&t->l2, fn);
	if (vcpu_call(t->vcpu, l1_moments_around, t->l2.l2_vcpu) !=
	    NESTED_EXIT_RETURN)
		TEST_FAIL("L2 should run and return");
	sync_global_from_guest(t->vm, l1_before);
	sync_global_from_guest(t->vm, l1_after);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
	return t->vcpu->arch.cpu->exit.value;
}

/*
 * L1 reads its timebase, runs an L2 that reads its own, and reads it again: L1's is the
 * host's plus userspace's offset, and L2's is L1's plus L1's offset.
 */
TEST_F(nested_timer, clocks_are_apart_by_the_offsets)
{
	struct nested_test *t = &self->t;
	uint64_t before, after, l2_tb;

	self->hv->tb_offset = L2_TB_OFFSET;
	before = get_timebase();
	l2_tb = run_between(t, l2_timebase);
	after = get_timebase();

	EXPECT_GE(l1_before.tb, before + variant->tb_offset);
	EXPECT_GE(l2_tb, l1_before.tb_after + L2_TB_OFFSET);
	EXPECT_GE(l1_after.tb, l2_tb - L2_TB_OFFSET);
	EXPECT_GE(after + variant->tb_offset, l1_after.tb_after);
	EXPECT_EQ(L2_TB_OFFSET, self->hv->tb_offset);
}

/*
 * L1 sets its decrementer and runs an L2 with a timebase offset, which reads the
 * decrementer: L2 reads L1's value, and afterwards L1's expires at the same time of L1's
 * timebase as before.
 */
TEST_F(nested_timer, l1_decrementer_over_an_l2_with_an_offset)
{
	struct nested_test *t = &self->t;
	uint64_t l2_dec, expiry, expiry_after;

	self->hv->tb_offset = L2_TB_OFFSET;
	l2_dec = run_between(t, l2_decrementer);
	expiry = l1_before.tb + l1_before.dec;
	expiry_after = l1_after.tb_after + l1_after.dec;
	EXPECT_LE(l2_dec, l1_before.dec + DEC_SLACK);
	EXPECT_GE(l2_dec, l1_before.dec - DEC_SLACK);
	EXPECT_GE(expiry_after, expiry - DEC_SLACK);
	EXPECT_LE(expiry_after, expiry + DEC_SLACK);
}

/*
 * L1 sets its decrementer and runs an L2 with a timebase offset, then userspace reads
 * DEC_EXPIRY: it is the expiry in L1's timebase.
 */
TEST_F(nested_timer, decrementer_is_saved_by_l1s_clock)
{
	struct nested_test *t = &self->t;
	uint64_t expiry, saved;

	nested_prepare(&t->l2, l2_timebase);
	self->hv->tb_offset = L2_TB_OFFSET;
	vcpu_call(t->vcpu, l1_moments_around, t->l2.l2_vcpu);
	saved = vcpu_get_reg(t->vcpu, KVM_REG_PPC_DEC_EXPIRY);
	sync_global_from_guest(t->vm, l1_after);
	expiry = l1_after.tb + l1_after.dec;
	EXPECT_GE(saved, expiry - DEC_SLACK);
	EXPECT_LE(saved, expiry + DEC_SLACK);
	vcpu_set_reg(t->vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
}

/* Counted at the level that takes the interrupt. */
static uint64_t taken;

static void guest_count_decrementer(struct interrupt_frame *frame)
{
	taken++;
	set_spr(SPRN_DEC, DEC_FAR);
}

/* Sets the decrementer to @ticks. Returns how many of its interrupts were taken. */
static uint64_t guest_wait_for_decrementer(uint64_t ticks)
{
	uint64_t start = get_timebase();

	taken = 0;
	guest_install_handler(VECTOR_DECREMENTER, guest_count_decrementer);
	set_spr(SPRN_DEC, ticks);
	guest_irqs_on();
	while (!READ_ONCE(taken) && get_timebase() - start < GIVE_UP)
		;
	guest_irqs_off();
	set_spr(SPRN_DEC, DEC_FAR);
	guest_install_handler(VECTOR_DECREMENTER, NULL);
	return READ_ONCE(taken);
}

/* L2's decrementer expires, then L1's: each takes its own interrupt, once. */
TEST_F(nested_timer, l2_takes_its_own_decrementer)
{
	struct nested_test *t = &self->t;

	self->hv->tb_offset = L2_TB_OFFSET;
	EXPECT_EQ(1, nested_call_value(&t->l2, guest_wait_for_decrementer, DEC_SOON));
	EXPECT_EQ(1, vcpu_call(t->vcpu, guest_wait_for_decrementer, DEC_SOON));
}

/* In L1: lets the decrementer expire with MSR[EE] off, then runs L2. */
static uint64_t l1_enter_with_expired(struct l2_vcpu *l2)
{
	uint64_t end;

	taken = 0;
	guest_install_handler(VECTOR_DECREMENTER, guest_count_decrementer);
	set_spr(SPRN_DEC, 1);
	while ((int64_t)get_spr(SPRN_DEC) >= 0)
		;
	end = l1_nested_resume(l2);
	GUEST_ASSERT_EQ(READ_ONCE(taken), 0);
	guest_irqs_on();
	guest_irqs_off();
	GUEST_ASSERT_EQ(READ_ONCE(taken), 1);
	guest_install_handler(VECTOR_DECREMENTER, NULL);
	return end;
}

/*
 * L1's decrementer has expired with MSR[EE] off, and L1 enters L2: L2 runs to its end, and
 * L1 takes the interrupt once, when it sets MSR[EE].
 */
TEST_F(nested_timer, expired_decrementer_of_l1_waits)
{
	struct nested_test *t = &self->t;

	nested_prepare(&t->l2, l2_timebase);
	self->hv->tb_offset = L2_TB_OFFSET;
	EXPECT_EQ(NESTED_EXIT_RETURN,
		  vcpu_call(t->vcpu, l1_enter_with_expired, t->l2.l2_vcpu));
}

#define NAP		BIT(24)		/* ticks that L1 sleeps */
#define WOKEN_MS	10000		/* time limit for L1 to wake up */

/*
 * In L1: cedes until the decrementer wakes it, and not shorter. Returns how many of its
 * interrupts were taken.
 */
static uint64_t l1_cede(uint64_t ticks)
{
	uint64_t expiry = get_timebase() + ticks;

	taken = 0;
	guest_install_handler(VECTOR_DECREMENTER, guest_count_decrementer);
	set_spr(SPRN_DEC, ticks);
	GUEST_ASSERT_EQ(HCALL(H_CEDE), H_SUCCESS);
	guest_irqs_off();
	GUEST_ASSERT_LT(expiry, get_timebase());
	guest_install_handler(VECTOR_DECREMENTER, NULL);
	return READ_ONCE(taken);
}

/*
 * L1 cedes (H_CEDE), and no signal arrives: its decrementer wakes the vCPU when it expires
 * in L1's timebase, and L1 takes the interrupt once.
 */
TEST_F(nested_timer, decrementer_wakes_a_vcpu_that_has_ceded)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;
	struct vcpu_stop stop;

	vcpu_start_call(vcpu, l1_cede, NAP);
	stop = vcpu_run_for(vcpu, WOKEN_MS);
	if (stop.reason != VCPU_STOP_UCALL || stop.uc->cmd != UCALL_RETURN)
		TEST_FAIL("L1 should be woken by its decrementer: %s",
			  vcpu_stop_name(vcpu, &stop));
	EXPECT_EQ(1, stop.uc->args[0]);
}

/* In L1: sleeps, and nothing of its own wakes it. */
static uint64_t l1_cede_without_end(void)
{
	GUEST_ASSERT_EQ(HCALL(H_CEDE), H_SUCCESS);
	guest_irqs_off();
	return 1;
}

#define ASLEEP_MS	20

/*
 * L1 has ceded, and a signal interrupts KVM_RUN. Entered again, L1 goes on behind its
 * H_CEDE, and its L2 runs.
 */
TEST_F(nested_timer, signal_wakes_a_vcpu_that_has_ceded)
{
	struct nested_test *t = &self->t;
	struct vcpu_stop stop;

	vcpu_start_call(t->vcpu, l1_cede_without_end);
	stop = vcpu_run_for(t->vcpu, ASLEEP_MS);
	if (stop.reason != VCPU_STOP_STILL_RUNNING)
		TEST_FAIL("L1 should sleep until there is a signal: %s",
			  vcpu_stop_name(t->vcpu, &stop));
	EXPECT_EQ(1, vcpu_finish(t->vcpu));
	nested_call_value(&t->l2, l2_timebase);
}

/* In L1: how L2's run in the interrupt ended. */
static struct l2_vcpu *to_run;
static uint64_t ended;

static void run_l2_in_decrementer(struct interrupt_frame *frame)
{
	ended = l1_nested_resume(to_run);
	set_spr(SPRN_DEC, DEC_FAR);
}

static uint64_t l1_run_l2_when_woken(struct l2_vcpu *l2)
{
	to_run = l2;
	ended = 0;
	guest_install_handler(VECTOR_DECREMENTER, run_l2_in_decrementer);
	set_spr(SPRN_DEC, NAP);
	GUEST_ASSERT_EQ(HCALL(H_CEDE), H_SUCCESS);
	guest_irqs_off();
	guest_install_handler(VECTOR_DECREMENTER, NULL);
	return READ_ONCE(ended);
}

/*
 * L1 has ceded, its decrementer wakes it, and in the interrupt it enters L2: L0 has that
 * interrupt pending until L1 sets the decrementer, and L2 runs all the same.
 */
TEST_F(nested_timer, l2_runs_in_the_interrupt_that_woke_l1)
{
	struct nested_test *t = &self->t;

	nested_prepare(&t->l2, l2_timebase);
	EXPECT_EQ(NESTED_EXIT_RETURN,
		  vcpu_call(t->vcpu, l1_run_l2_when_woken, t->l2.l2_vcpu));
}

/* In L2: counts until L2 is interrupted, or for much too long. */
static uint64_t l2_spin(uint64_t *spun)
{
	uint64_t start = get_timebase();

	while (get_timebase() - start < GIVE_UP)
		WRITE_ONCE(*spun, READ_ONCE(*spun) + 1);
	return 0;
}

/*
 * In L1: runs L2 with an hdec_expiry @ticks from now. Returns what H_ENTER_NESTED returned;
 * the time from the expiry to that goes to l1_late_by.
 */
static uint64_t l1_late_by;

static uint64_t l1_enter_until(struct l2_vcpu *l2, gpa_t hv_ra,
			       gpa_t regs_ra, int64_t ticks)
{
	uint64_t expiry = get_timebase() + ticks;
	long rc;

	l2->hv.hdec_expiry = expiry;
	do {
		rc = HCALL(H_ENTER_NESTED, hv_ra, regs_ra);
	} while (l1_enters_again(rc) && rc != VECTOR_HDEC);
	l1_late_by = get_timebase() - expiry;
	return rc;
}

/* L2's run must end by HDEC, which expires @ticks from now. True if L2 ran before that. */
static bool ends_by_hdec(FIXTURE_DATA(nested_timer) *self, int64_t ticks)
{
	struct nested_test *t = &self->t;
	uint64_t *spun = (uint64_t *)t->mem.hva;
	uint64_t rc;

	nested_prepare(&t->l2, l2_spin, TEST_L2_RA);
	*spun = 0;
	rc = vcpu_call(t->vcpu, l1_enter_until, t->l2.l2_vcpu, nested_hv_ra(&t->l2),
		       nested_regs_ra(&t->l2), ticks);
	self->hv->hdec_expiry = L2_HDEC_NEVER;
	sync_global_from_guest(t->vm, l1_late_by);
	if (rc != VECTOR_HDEC)
		TEST_FAIL("H_ENTER_NESTED should end by the hypervisor's decrementer, not by %#lx",
			  rc);
	if (l1_late_by >= GIVE_UP)
		TEST_FAIL("L2's time should be over when it ends: %ld ticks after",
			  (int64_t)l1_late_by);
	return *spun;
}

/*
 * L1 sets an hdec_expiry, in L1's timebase: L2 runs until then. With an expiry in the past
 * it does not run.
 */
TEST_F(nested_timer, l2_runs_until_hdec_expires)
{
	struct nested_test *t = &self->t;
	uint64_t ticks;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	nested_write(&t->l2, TEST_L2_RA, 0);
	self->hv->tb_offset = L2_TB_OFFSET;
	if (ends_by_hdec(self, -BIT(20)))
		TEST_FAIL("L2 should not have run: its time was over");
	/* On a busy host it may expire before L2 is entered. */
	for (ticks = BIT(22); !ends_by_hdec(self, ticks); ticks <<= 1) {
		if (ticks > GIVE_UP / 2)
			TEST_FAIL("L2 should have run within %lu ticks", ticks);
	}
}

/*
 * Userspace restores TB_OFFSET and DEC_EXPIRY in either order: it reads back both, an offset
 * rounded up to a multiple of 2^24, and for an expiry of 0 L1's timebase at that time.
 */
TEST_F(nested_timer, offset_and_expiry_in_either_order)
{
	const uint64_t offset = BIT(42) + 3 * BIT(24), expiry = BIT(50) + 12345;
	struct kvm_vcpu *vcpu = self->t.vcpu;

	test_row("the offset first");
	vcpu_set_reg(vcpu, KVM_REG_PPC_TB_OFFSET, offset);
	vcpu_set_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY, expiry);
	EXPECT_EQ(offset, vcpu_get_reg(vcpu, KVM_REG_PPC_TB_OFFSET));
	EXPECT_EQ(expiry, vcpu_get_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY));
	test_row("the expiry first");
	vcpu_set_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY, expiry + 1);
	vcpu_set_reg(vcpu, KVM_REG_PPC_TB_OFFSET, offset + BIT(24));
	EXPECT_EQ(expiry + 1, vcpu_get_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY));
	EXPECT_EQ(offset + BIT(24), vcpu_get_reg(vcpu, KVM_REG_PPC_TB_OFFSET));
	test_row("an offset between two steps");
	vcpu_set_reg(vcpu, KVM_REG_PPC_TB_OFFSET, offset + 1);
	EXPECT_EQ(offset + BIT(24), vcpu_get_reg(vcpu, KVM_REG_PPC_TB_OFFSET));
	test_row("no expiry: it is over by L1's clock");
	vcpu_set_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY, 0);
	vcpu_set_reg(vcpu, KVM_REG_PPC_TB_OFFSET, offset);
	EXPECT_GE(vcpu_get_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY), offset);
	EXPECT_LE(vcpu_get_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY),
		  get_timebase() + offset);
	test_row_end();
	vcpu_set_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
}

TEST_HARNESS_MAIN
