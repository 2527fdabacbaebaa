// SPDX-License-Identifier: GPL-2.0
/* External interrupts and doorbells of L1 and of L2. */
#include "kselftest_harness.h"

#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>

#include "isa/hcall.h"
#include "isa/spr.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

#define L2_RA		TEST_L2_RA
#define MOMENT		100		/* instructions; what is pending comes at once */
#define GIVE_UP		BIT(32)		/* ticks after which a guest ends by itself */

enum {
	STAGE_READY = 1,	/* the guest waits for an interrupt */
	STAGE_TAKEN,		/* ... and has got the first: it may go away */
};

FIXTURE(nested_interrupt)
{
	struct nested_test t;
	struct l2_vcpu *l2;	/* L2's state, in L1's memory */
};

FIXTURE_SETUP(nested_interrupt)
{
	struct nested_cell cell = { .backing = BACKING_ANON, .leaf_shift = 16 };
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup(t, &cell);
	self->l2 = addr_gva2hva(t->vm, t->l2.l2_vcpu);
	nested_map_rw(&t->l2, L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
	nested_write(&t->l2, L2_RA, 0);
}

FIXTURE_TEARDOWN(nested_interrupt)
{
	nested_test_teardown(&self->t, _metadata->exit_code);
}

static void set_external(struct kvm_vcpu *vcpu, bool pending)
{
	struct kvm_interrupt irq = {
		.irq = pending ? KVM_INTERRUPT_SET_LEVEL : KVM_INTERRUPT_UNSET,
	};

	TEST_ASSERT(!ioctl(vcpu->fd, KVM_INTERRUPT, &irq), "KVM_INTERRUPT");
}

/* At each level: interrupts that it has taken. */
static uint64_t taken;

static void count(struct interrupt_frame *frame)
{
	(void)frame;
	taken++;
}

/* Userspace takes away what it has made pending when it hears of the first. */
static void count_and_tell(struct interrupt_frame *frame)
{
	(void)frame;
	if (!taken++)
		GUEST_SYNC(STAGE_TAKEN);
}

/* Any hypercall that L0 answers by itself: an exit and an entry. */
static void leave_and_enter(void)
{
	HCALL(H_TLB_INVALIDATE, ~0UL);
}

/* In L1: with interrupts off it gets none, with interrupts on it gets it. */
static uint64_t l1_wait_for_external(bool enabled)
{
	uint64_t start;

	taken = 0;
	guest_install_handler(VECTOR_EXTERNAL, count_and_tell);
	if (enabled)
		guest_irqs_on();
	GUEST_SYNC(STAGE_READY);
	if (!enabled) {
		leave_and_enter();
		GUEST_ASSERT_EQ(READ_ONCE(taken), 0);
		guest_irqs_on();
	}
	start = get_timebase();
	while (!READ_ONCE(taken) && get_timebase() - start < GIVE_UP)
		leave_and_enter();
	leave_and_enter();
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return READ_ONCE(taken);
}

static void expect_external(struct kvm_vcpu *vcpu, bool enabled)
{
	uint64_t times;

	vcpu_start_call(vcpu, l1_wait_for_external, enabled);
	vcpu_run_until_sync(vcpu, STAGE_READY);
	set_external(vcpu, true);
	vcpu_run_until_sync(vcpu, STAGE_TAKEN);
	set_external(vcpu, false);
	times = vcpu_finish(vcpu);
	if (times != 1)
		TEST_FAIL("L1 should take one interrupt, not %lu", times);
}

/* KVM_INTERRUPT reaches L1 when its MSR[EE] is on, and once it is. */
TEST_F(nested_interrupt, external_of_l1)
{
	test_row("interrupts on");
	expect_external(self->t.vcpu, true);
	test_row("interrupts off at first");
	expect_external(self->t.vcpu, false);
	test_row_end();
}

/* What was made pending and taken away again L1 never sees. */
static uint64_t l1_expect_no_external(void)
{
	taken = 0;
	guest_install_handler(VECTOR_EXTERNAL, count);
	GUEST_SYNC(STAGE_READY);
	leave_and_enter();
	GUEST_SYNC(STAGE_TAKEN);
	guest_irqs_on();
	leave_and_enter();
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return READ_ONCE(taken);
}

/* Userspace takes an interrupt back before L1 permits it: L1 does not get it. */
TEST_F(nested_interrupt, external_that_was_taken_away)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;

	vcpu_start_call(vcpu, l1_expect_no_external);
	vcpu_run_until_sync(vcpu, STAGE_READY);
	set_external(vcpu, true);
	vcpu_run_until_sync(vcpu, STAGE_TAKEN);
	set_external(vcpu, false);
	EXPECT_EQ(0, vcpu_finish(vcpu));
}

/* In L2: counts in the first word until there is something in the second. */
static uint64_t l2_spin(uint64_t *words)
{
	uint64_t start = get_timebase();

	while (!READ_ONCE(words[1]) && get_timebase() - start < GIVE_UP)
		WRITE_ONCE(words[0], READ_ONCE(words[0]) + 1);
	return READ_ONCE(words[1]);
}

/* L1 has @words too; its handler lets L2 end. */
static uint64_t *l1_words;

static void end_l2(struct interrupt_frame *frame)
{
	count_and_tell(frame);
	WRITE_ONCE(l1_words[1], 1);
}

/* In L1: runs a prepared L2 with interrupts on. */
static uint64_t l1_run_interruptible(struct l2_vcpu *l2, uint64_t words_ra)
{
	uint64_t end;

	taken = 0;
	l1_words = l1_ptr(words_ra);
	guest_install_handler(VECTOR_EXTERNAL, end_l2);
	guest_irqs_on();
	end = l1_nested_resume(l2);
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return end;
}

/* A thread: L2 runs, the interrupt comes. */
static void *interrupt_l2(void *arg)
{
	struct nested_test *t = arg;
	uint64_t *words = (uint64_t *)t->mem.hva;

	while (!READ_ONCE(words[0]))
		sched_yield();
	set_external(t->vcpu, true);
	return NULL;
}

/* An interrupt of L1 takes L2 off the CPU: L1 gets it at once, L2 goes on after it. */
TEST_F(nested_interrupt, external_of_l1_while_l2_runs)
{
	struct nested_test *t = &self->t;
	uint64_t *words = (uint64_t *)t->mem.hva;
	pthread_t thread;

	words[0] = 0;
	words[1] = 0;
	vcpu_call(t->vcpu, l1_nested_prepare, t->l2.l2_vcpu, (uint64_t)l2_spin,
		  L2_RA, 0, 0, 0);
	ASSERT_EQ(0, pthread_create(&thread, NULL, interrupt_l2, t));
	vcpu_start_call(t->vcpu, l1_run_interruptible, t->l2.l2_vcpu, TEST_GPA);
	vcpu_run_until_sync(t->vcpu, STAGE_TAKEN);
	set_external(t->vcpu, false);
	EXPECT_EQ(NESTED_EXIT_RETURN, vcpu_finish(t->vcpu));
	pthread_join(thread, NULL);
	if (t->vcpu->arch.cpu->exit.value != 1)
		TEST_FAIL("L2 should have ended when L1 took the interrupt, not by itself");
}

/* In L1, which has interrupts off: one try to run L2, that has to end without it. */
static uint64_t l1_enter_once(uint64_t hv_ra, uint64_t regs_ra)
{
	GUEST_SYNC(STAGE_READY);
	return HCALL(H_ENTER_NESTED, hv_ra, regs_ra);
}

/* What is pending for L1 keeps L2 from running, whether L1 takes it now or not. */
TEST_F(nested_interrupt, pending_external_of_l1_keeps_l2_out)
{
	struct nested_test *t = &self->t;
	uint64_t hv_ra = l1_ra((void *)t->l2.l2_vcpu), rc;

	vcpu_call(t->vcpu, l1_nested_prepare, t->l2.l2_vcpu,
		  (uint64_t)l2_store64, L2_RA, MARK_SEED_L2, 0, 0);
	vcpu_start_call(t->vcpu, l1_enter_once, hv_ra,
			hv_ra + offsetof(struct l2_vcpu, regs));
	vcpu_run_until_sync(t->vcpu, STAGE_READY);
	set_external(t->vcpu, true);
	rc = vcpu_finish(t->vcpu);
	set_external(t->vcpu, false);
	if (rc)
		TEST_FAIL("H_ENTER_NESTED should give 0, not %#lx", rc);
	if (*(uint64_t *)t->mem.hva)
		TEST_FAIL("L2 has run");
	EXPECT_EQ(NESTED_EXIT_RETURN,
		  vcpu_call(t->vcpu, l1_nested_resume, t->l2.l2_vcpu));
	EXPECT_EQ(MARK_SEED_L2, *(uint64_t *)t->mem.hva);
}

/* At both levels: doorbells that are taken when interrupts are let on for a moment. */
static uint64_t take_doorbells(void)
{
	unsigned int i;

	taken = 0;
	guest_install_handler(VECTOR_DOORBELL, count);
	guest_irqs_on();
	for (i = 0; i < MOMENT; i++)
		get_timebase();
	guest_irqs_off();
	guest_install_handler(VECTOR_DOORBELL, NULL);
	return READ_ONCE(taken);
}

static uint64_t leave_doorbells(void)
{
	return 1;
}

/* One that L1 has not taken yet is saved and restored, and taken once. */
TEST_F(nested_interrupt, doorbell_of_l1_is_saved)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;

	vcpu_set_reg(vcpu, KVM_REG_PPC_DPDES, 1);
	EXPECT_EQ(1, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	vcpu_call(vcpu, leave_doorbells);
	EXPECT_EQ(1, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, vcpu_call(vcpu, take_doorbells));
	EXPECT_EQ(0, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(0, vcpu_call(vcpu, take_doorbells));
}

static uint64_t call_l2(struct nested_test *t, uint64_t (*fn)(void))
{
	struct nested_result result = nested_call(&t->l2, fn, 0, 0, 0, 0);

	if (result.end != NESTED_RETURNED)
		TEST_FAIL("L2 should run: %s",
			  nested_result_name(&t->l2, &result));
	return result.exit.value;
}

/* L1 gives L2 a doorbell: L2 takes it once, or L1 gets it back. L1 has none of it. */
TEST_F(nested_interrupt, doorbell_of_l2)
{
	struct nested_test *t = &self->t;

	self->l2->hv.dpdes = 1;
	call_l2(t, leave_doorbells);
	EXPECT_EQ(1, self->l2->hv.dpdes);
	EXPECT_EQ(0, vcpu_get_reg(t->vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, call_l2(t, take_doorbells));
	EXPECT_EQ(0, self->l2->hv.dpdes);
	EXPECT_EQ(0, call_l2(t, take_doorbells));
	EXPECT_EQ(0, vcpu_call(t->vcpu, take_doorbells));
}

/* L1's own waits while L2 runs, which has none of it. */
TEST_F(nested_interrupt, doorbell_of_l1_over_a_run_of_l2)
{
	struct nested_test *t = &self->t;

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_DPDES, 1);
	EXPECT_EQ(0, call_l2(t, take_doorbells));
	EXPECT_EQ(0, self->l2->hv.dpdes);
	EXPECT_EQ(1, vcpu_get_reg(t->vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, vcpu_call(t->vcpu, take_doorbells));
}

TEST_HARNESS_MAIN
