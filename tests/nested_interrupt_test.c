// SPDX-License-Identifier: GPL-2.0
/*
 * External interrupts and doorbells of L1 and of L2, and the hypervisor facility
 * unavailable interrupt.
 *
 * kvmhv_enter_nested_guest() must not run L2 while L1 has an interrupt pending, and an
 * interrupt of one level must never be taken at the other one. L1 has no interrupt
 * controller (KVM_INTERRUPT), or a XIVE.
 */
#include "kselftest_harness.h"

#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>

#include "isa/hcall.h"
#include "isa/spr.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "guest/l1_xive.h"
#include "host/host_probe.h"
#include "host/vcpu_xive.h"
#include "fixture/nested_test.h"

#define L2_RA		TEST_L2_RA
#define MOMENT		100		/* instructions: a pending interrupt is taken at once */
#define GIVE_UP		BIT(32)		/* ticks after which a guest's loop ends by itself */

enum {
	STAGE_READY = 1,	/* the guest waits for an interrupt */
	STAGE_TAKEN,		/* it has taken the first one: userspace may clear it */
};

FIXTURE(nested_interrupt)
{
	struct nested_test t;
	struct l2_vcpu *state;	/* L2's, in L1's memory */
};

FIXTURE_SETUP(nested_interrupt)
{
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup(t, &NESTED_ANY_CELL);
	self->state = nested_l2_state(&t->l2);
	nested_map_rw(&t->l2, L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
	nested_write(&t->l2, L2_RA, 0);
}

NESTED_TEST_SUITE_TEARDOWN(nested_interrupt, t, nested_test_teardown);

/* L1's interrupt controller, if it has one. */
static struct vcpu_xive *l1_xive;

static void set_external_by_xive(bool pending)
{
	if (pending)
		vcpu_xive_raise(l1_xive);
	else
		vcpu_xive_end(l1_xive);
}

static void set_external(struct kvm_vcpu *vcpu, bool pending)
{
	struct kvm_interrupt irq = {
		.irq = pending ? KVM_INTERRUPT_SET_LEVEL : KVM_INTERRUPT_UNSET,
	};

	if (l1_xive)
		set_external_by_xive(pending);
	else
		TEST_ASSERT(!ioctl(vcpu->fd, KVM_INTERRUPT, &irq), "KVM_INTERRUPT");
}

/* At each level: the number of interrupts that it has taken. */
static uint64_t taken;

static void guest_count(struct interrupt_frame *frame)
{
	taken++;
}

/*
 * In L1: counts, and has the interrupt cleared. L1 acknowledges it at its XIVE; without a
 * XIVE userspace clears it after the GUEST_SYNC.
 */
static void l1_count_and_sync(struct interrupt_frame *frame)
{
	l1_xive_acknowledge();
	if (!taken++)
		GUEST_SYNC(STAGE_TAKEN);
}

/* MSR[EE] is on for a moment, without an exit. */
static void guest_permit_for_a_moment(void)
{
	unsigned int i;

	guest_irqs_on();
	for (i = 0; i < MOMENT; i++)
		get_timebase();
	guest_irqs_off();
}

/* In L1: an exit to L0 and an entry, by a hypercall that L0 refuses. */
static void l1_leave_and_enter(void)
{
	HCALL(H_TLB_INVALIDATE, ~0UL);
}

/* In L1: none is taken while MSR[EE] is off. Returns how many are taken once it is on. */
static uint64_t l1_wait_for_external(bool enabled)
{
	uint64_t start;

	taken = 0;
	guest_install_handler(VECTOR_EXTERNAL, l1_count_and_sync);
	if (enabled)
		guest_irqs_on();
	GUEST_SYNC(STAGE_READY);
	if (!enabled) {
		l1_leave_and_enter();
		GUEST_ASSERT_EQ(READ_ONCE(taken), 0);
		guest_irqs_on();
	}
	start = get_timebase();
	while (!READ_ONCE(taken) && get_timebase() - start < GIVE_UP)
		l1_leave_and_enter();
	l1_leave_and_enter();
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return READ_ONCE(taken);
}

/* L1 runs @fn(@arg), with its interrupt set from STAGE_READY to STAGE_TAKEN. */
static uint64_t call_with_external(struct kvm_vcpu *vcpu, void *fn, uint64_t arg)
{
	vcpu_start_call(vcpu, fn, arg);
	vcpu_run_until_sync(vcpu, STAGE_READY);
	set_external(vcpu, true);
	vcpu_run_until_sync(vcpu, STAGE_TAKEN);
	set_external(vcpu, false);
	return vcpu_finish(vcpu);
}

static void expect_external(struct kvm_vcpu *vcpu, bool enabled)
{
	uint64_t times = call_with_external(vcpu, l1_wait_for_external, enabled);

	if (times != 1)
		TEST_FAIL("L1 should take one interrupt, not %lu", times);
}

static void expect_externals(struct kvm_vcpu *vcpu)
{
	test_row("interrupts on");
	expect_external(vcpu, true);
	test_row("interrupts off at first");
	expect_external(vcpu, false);
	test_row_end();
}

/* Userspace sets L1's interrupt: L1 takes it once, at once or when it sets MSR[EE]. */
TEST_F(nested_interrupt, external_of_l1)
{
	expect_externals(self->t.vcpu);
}

/*
 * In L1: userspace sets the interrupt before the first entry after STAGE_READY, and clears
 * it after STAGE_TAKEN. Returns how many are taken.
 */
static uint64_t l1_expect_no_external(void)
{
	taken = 0;
	guest_install_handler(VECTOR_EXTERNAL, guest_count);
	GUEST_SYNC(STAGE_READY);
	l1_leave_and_enter();
	GUEST_SYNC(STAGE_TAKEN);
	guest_irqs_on();
	l1_leave_and_enter();
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return READ_ONCE(taken);
}

/* Userspace clears an interrupt before L1 sets MSR[EE]: L1 does not take it. */
TEST_F(nested_interrupt, external_that_was_taken_away)
{
	EXPECT_EQ(0, call_with_external(self->t.vcpu, l1_expect_no_external, 0));
}

/*
 * In L2: increments the first word until the second is set. MSR[EE] is on, and any
 * interrupt is unexpected.
 */
static uint64_t l2_spin(uint64_t *words)
{
	uint64_t start = get_timebase();

	guest_irqs_on();
	while (!READ_ONCE(words[1]) && get_timebase() - start < GIVE_UP)
		WRITE_ONCE(words[0], READ_ONCE(words[0]) + 1);
	guest_irqs_off();
	return READ_ONCE(words[1]);
}

/* In L1: the words of l2_spin(). Its handler ends L2's loop. */
static uint64_t *l1_words;

static void l1_end_l2(struct interrupt_frame *frame)
{
	l1_count_and_sync(frame);
	WRITE_ONCE(l1_words[1], 1);
}

/* In L1: runs a prepared L2 with MSR[EE] on. Returns how L2 ended. */
static uint64_t l1_run_interruptible(struct l2_vcpu *l2, gpa_t words_ra)
{
	uint64_t end;

	taken = 0;
	l1_words = l1_ptr(words_ra);
	guest_install_handler(VECTOR_EXTERNAL, l1_end_l2);
	guest_irqs_on();
	end = l1_nested_resume(l2);
	guest_irqs_off();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return end;
}

/* A thread: sets L1's interrupt once L2 runs. */
static void *interrupt_l2(void *arg)
{
	struct nested_test *t = arg;
	uint64_t *words = (uint64_t *)t->mem.hva;

	while (!READ_ONCE(words[0]))
		sched_yield();
	set_external(t->vcpu, true);
	return NULL;
}

static void expect_l2_is_interrupted(struct nested_test *t)
{
	uint64_t *words = (uint64_t *)t->mem.hva;
	pthread_t thread;

	words[0] = 0;
	words[1] = 0;
	nested_prepare(&t->l2, l2_spin, L2_RA);
	TEST_ASSERT(!pthread_create(&thread, NULL, interrupt_l2, t), "no thread");
	vcpu_start_call(t->vcpu, l1_run_interruptible, t->l2.l2_vcpu, TEST_GPA);
	vcpu_run_until_sync(t->vcpu, STAGE_TAKEN);
	set_external(t->vcpu, false);
	if (vcpu_finish(t->vcpu) != NESTED_EXIT_RETURN)
		TEST_FAIL("L2 should continue afterwards");
	pthread_join(thread, NULL);
	if (t->vcpu->arch.cpu->exit.value != 1)
		TEST_FAIL("L2 should have ended when L1 took the interrupt, not by itself");
}

/*
 * L2 runs with interrupts on, and userspace sets an interrupt of L1: L1 takes it at once,
 * L2 takes none and continues.
 */
TEST_F(nested_interrupt, external_of_l1_while_l2_runs)
{
	expect_l2_is_interrupted(&self->t);
}

/* In L1, with MSR[EE] off: one H_ENTER_NESTED. */
static uint64_t l1_enter_once(gpa_t hv_ra, gpa_t regs_ra)
{
	GUEST_SYNC(STAGE_READY);
	return HCALL(H_ENTER_NESTED, hv_ra, regs_ra);
}

/* The result of H_ENTER_NESTED with an interrupt of L1 pending: 0 if L2 has not run. */
static uint64_t enter_with_pending(struct nested_test *t)
{
	uint64_t rc;

	nested_prepare(&t->l2, l2_store64, L2_RA, MARK_SEED_L2);
	vcpu_start_call(t->vcpu, l1_enter_once, nested_hv_ra(&t->l2),
			nested_regs_ra(&t->l2));
	vcpu_run_until_sync(t->vcpu, STAGE_READY);
	set_external(t->vcpu, true);
	rc = vcpu_finish(t->vcpu);
	vcpu_call(t->vcpu, l1_xive_acknowledge);
	set_external(t->vcpu, false);
	return rc;
}

static void expect_l2_is_kept_out(struct nested_test *t)
{
	uint64_t rc = enter_with_pending(t);

	if (rc)
		TEST_FAIL("H_ENTER_NESTED should return 0, not %#lx", rc);
	if (*(uint64_t *)t->mem.hva)
		TEST_FAIL("L2 has run");
	vcpu_call(t->vcpu, l1_nested_resume, t->l2.l2_vcpu);
	if (*(uint64_t *)t->mem.hva != MARK_SEED_L2)
		TEST_FAIL("L2 should run when nothing is pending");
}

/*
 * An interrupt of L1 is pending, L1 has MSR[EE] off and enters L2: L2 does not run, and does
 * once nothing is pending.
 */
TEST_F(nested_interrupt, pending_external_of_l1_keeps_l2_out)
{
	expect_l2_is_kept_out(&self->t);
}

/* The same with a XIVE for L1: the CPU interrupts L1 without L0. */
FIXTURE(nested_xive)
{
	struct nested_test t;
	struct vcpu_xive xive;
};

FIXTURE_SETUP(nested_xive)
{
	struct nested_cell cell = {
		.backing = BACKING_HUGETLB_2M, .leaf_shift = 16,
	};
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup(t, &cell);
	TEST_REQUIRE_PRESENT(vcpu_xive_missing(t->vm));
	nested_map_rw(&t->l2, L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
	nested_write(&t->l2, L2_RA, 0);
	vcpu_xive_create(&self->xive, t->vcpu, TEST_GPA + SZ_64K);
	l1_xive = &self->xive;
}

FIXTURE_TEARDOWN(nested_xive)
{
	if (l1_xive)
		vcpu_xive_free(l1_xive);
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/*
 * Userspace raises an interrupt at L1's XIVE: L1 takes it once, at once or when it sets
 * MSR[EE].
 */
TEST_F(nested_xive, external_of_l1)
{
	expect_externals(self->t.vcpu);
}

/*
 * L2 runs with interrupts on, and userspace raises an interrupt at L1's XIVE: L1 takes it
 * at once, L2 takes none and continues.
 */
TEST_F(nested_xive, external_of_l1_while_l2_runs)
{
	expect_l2_is_interrupted(&self->t);
}

/*
 * An interrupt is pending at L1's XIVE, L1 has MSR[EE] off and enters L2: L2 does not run,
 * and does once nothing is pending. Known defect: where the interrupt controller saves the
 * context of L1's vCPU, L0 does not see the pending interrupt, and L2 runs.
 */
TEST_F(nested_xive, pending_external_of_l1_keeps_l2_out)
{
	uint64_t rc;

	if (!vcpu_xive_is_saved_by_host()) {
		expect_l2_is_kept_out(&self->t);
		return;
	}
	rc = enter_with_pending(&self->t);
	if (rc && rc != VECTOR_SYSCALL)
		TEST_FAIL("L2, if it runs, should end by itself and not by %#lx", rc);
	nested_test_known_defect(&self->t, rc, DEFECT_XIVE_PENDING);
}

/* In L1: MSR[EE] is on for a moment, without an exit before. Returns how many are taken. */
static uint64_t l1_permit_external(void)
{
	taken = 0;
	guest_install_handler(VECTOR_EXTERNAL, l1_count_and_sync);
	GUEST_SYNC(STAGE_READY);
	guest_permit_for_a_moment();
	guest_install_handler(VECTOR_EXTERNAL, NULL);
	return READ_ONCE(taken);
}

/* No interrupt was taken: a failure, unless the emulated CPU does not implement the bit. */
static void fail_without_mer(const char *who)
{
	TEST_REQUIRE(!host_is_stock_qemu(),
		     "QEMU, as of 10.0.2, does nothing by LPCR[MER]");
	TEST_FAIL("%s should take its interrupt at once", who);
}

/*
 * An interrupt is pending when L1 is entered with MSR[EE] off: L1 takes it as soon as it
 * sets MSR[EE], without an exit in between (LPCR[MER]).
 */
TEST_F(nested_interrupt, external_when_l1_permits_it)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;
	struct vcpu_stop stop;

	vcpu_start_call(vcpu, l1_permit_external);
	vcpu_run_until_sync(vcpu, STAGE_READY);
	set_external(vcpu, true);
	stop = vcpu_run_stop(vcpu);
	set_external(vcpu, false);
	if (stop.reason == VCPU_STOP_UCALL && stop.uc->cmd == UCALL_RETURN)
		fail_without_mer("L1");
	EXPECT_EQ(1, vcpu_finish(vcpu));
}

/*
 * LPCR[MER] keeps the interrupt pending as long as L2 runs: counts, and continues with
 * MSR[EE] off.
 */
static void guest_count_and_forbid(struct interrupt_frame *frame)
{
	taken++;
	frame->srr1 &= ~MSR_EE;
}

/* The number of interrupts @vector that are taken while MSR[EE] is on for a moment. */
static uint64_t guest_take(unsigned int vector, guest_handler_t handler)
{
	taken = 0;
	guest_install_handler(vector, handler);
	guest_permit_for_a_moment();
	guest_install_handler(vector, NULL);
	return READ_ONCE(taken);
}

static uint64_t guest_take_externals(void)
{
	return guest_take(VECTOR_EXTERNAL, guest_count_and_forbid);
}

/* L1 sets LPCR[MER] for L2: L2 takes one external interrupt, and L1 none. */
TEST_F(nested_interrupt, external_of_l2)
{
	struct nested_test *t = &self->t;
	uint64_t lpcr = self->state->hv.lpcr, times;

	self->state->hv.lpcr = lpcr | LPCR_MER;
	times = nested_call_value(&t->l2, guest_take_externals);
	self->state->hv.lpcr = lpcr;
	if (!times)
		fail_without_mer("L2");
	EXPECT_EQ(1, times);
	EXPECT_EQ(0, nested_call_value(&t->l2, guest_take_externals));
	EXPECT_EQ(0, vcpu_call(t->vcpu, guest_take_externals));
}

#define TRIES		64	/* to enter L2: interrupts of the host end some */

/* In L1: enters L2 until it ends by itself, a limited number of times. */
static uint64_t l1_enter_few_times(gpa_t hv_ra, gpa_t regs_ra)
{
	uint64_t rc = 0;
	int i;

	for (i = 0; i < TRIES && l1_enters_again(rc); i++)
		rc = HCALL(H_ENTER_NESTED, hv_ra, regs_ra);
	return rc;
}

/* In L2. */
static void l2_store_externals(uint64_t *word)
{
	WRITE_ONCE(*word, guest_take_externals());
}

/*
 * L1 sets LPCR[MER] for L2 and clears LPCR[LPES], which would direct the interrupt to the
 * hypervisor: L0 ignores L1's LPES, and L2 takes the interrupt.
 */
TEST_F(nested_interrupt, external_of_l2_whatever_lpes_l1_gives)
{
	struct nested_test *t = &self->t;
	const uint64_t *times = (void *)t->mem.hva;
	uint64_t end;

	TEST_REQUIRE(vcpu_get_reg(t->vcpu, KVM_REG_PPC_LPCR_64) & LPCR_LPES,
		     "this host takes guests' external interrupts itself (no XIVE)");
	nested_prepare(&t->l2, l2_store_externals, L2_RA);
	self->state->hv.lpcr |= LPCR_MER;
	self->state->hv.lpcr &= ~LPCR_LPES;
	end = vcpu_call(t->vcpu, l1_enter_few_times, nested_hv_ra(&t->l2),
			nested_regs_ra(&t->l2));
	if (end != VECTOR_SYSCALL)
		TEST_FAIL("L2 should run to its end, not exit by %#lx", end);
	if (!*times)
		fail_without_mer("L2");
	EXPECT_EQ(1, *times);
}

static uint64_t guest_take_doorbells(void)
{
	return guest_take(VECTOR_DOORBELL, guest_count);
}

static uint64_t guest_leave_doorbells(void)
{
	return 1;
}

/*
 * A doorbell of L1 is pending (DPDES): it stays pending over a run in which L1 does not take
 * it, and L1 takes it once.
 */
TEST_F(nested_interrupt, doorbell_of_l1_is_saved)
{
	struct kvm_vcpu *vcpu = self->t.vcpu;

	vcpu_set_reg(vcpu, KVM_REG_PPC_DPDES, 1);
	EXPECT_EQ(1, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	vcpu_call(vcpu, guest_leave_doorbells);
	EXPECT_EQ(1, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, vcpu_call(vcpu, guest_take_doorbells));
	EXPECT_EQ(0, vcpu_get_reg(vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(0, vcpu_call(vcpu, guest_take_doorbells));
}

/*
 * L1 sets DPDES for L2: it is set when L2 exits without having taken the doorbell, and L2
 * takes it once. L1 takes none.
 */
TEST_F(nested_interrupt, doorbell_of_l2)
{
	struct nested_test *t = &self->t;

	self->state->hv.dpdes = 1;
	nested_call_value(&t->l2, guest_leave_doorbells);
	EXPECT_EQ(1, self->state->hv.dpdes);
	EXPECT_EQ(0, vcpu_get_reg(t->vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, nested_call_value(&t->l2, guest_take_doorbells));
	EXPECT_EQ(0, self->state->hv.dpdes);
	EXPECT_EQ(0, nested_call_value(&t->l2, guest_take_doorbells));
	EXPECT_EQ(0, vcpu_call(t->vcpu, guest_take_doorbells));
}

/* A doorbell of L1 is pending while L2 runs: L2 takes none, and L1 takes it afterwards. */
TEST_F(nested_interrupt, doorbell_of_l1_over_a_run_of_l2)
{
	struct nested_test *t = &self->t;

	vcpu_set_reg(t->vcpu, KVM_REG_PPC_DPDES, 1);
	EXPECT_EQ(0, nested_call_value(&t->l2, guest_take_doorbells));
	EXPECT_EQ(0, self->state->hv.dpdes);
	EXPECT_EQ(1, vcpu_get_reg(t->vcpu, KVM_REG_PPC_DPDES));
	EXPECT_EQ(1, vcpu_call(t->vcpu, guest_take_doorbells));
}

/* Two vCPUs of one L2, each on a vCPU of L1. */
FIXTURE(nested_two_vcpus)
{
	struct nested_test t;
	struct kvm_vcpu *vcpus[2];
	struct nested_vcpu l2[2];
	struct l2_vcpu *state[2];
};

FIXTURE_SETUP(nested_two_vcpus)
{
	struct nested_test *t = &self->t;
	int i;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup_vcpus(t, &NESTED_ANY_CELL, 2, self->vcpus);
	self->l2[0] = t->l2;
	nested_add_vcpu(&self->l2[1], &t->l2, self->vcpus[1]);
	for (i = 0; i < 2; i++)
		self->state[i] = nested_l2_state(&self->l2[i]);
	nested_map_rw(&t->l2, L2_RA, TEST_GPA, t->leaf_shift);
}

NESTED_TEST_SUITE_TEARDOWN(nested_two_vcpus, t, nested_test_teardown);

#define MSGSNDP_R4	0x7c00211c
#define DBELL_SERVER	(5UL << 27)	/* message type; the thread's number is added */
#define TO_L1_MS	100		/* time limit for L1's interrupt */

/* In L2: a doorbell for the other thread. */
static uint64_t l2_send_doorbell(void)
{
	register uint64_t message asm("r4") = DBELL_SERVER | 1;

	asm volatile(".long %1" : : "r" (message), "i" (MSGSNDP_R4) : "memory");
	return 0;
}

/*
 * L1 got the instruction (hypervisor emulation assistance), or, on 7.2, the facility
 * (hypervisor facility unavailable).
 */
static bool is_msgsndp(const struct nested_exit *exit, const struct l2_vcpu *l2)
{
	if (exit->trap == VECTOR_H_EMUL_ASSIST)
		return exit->heir == MSGSNDP_R4;
	return exit->trap == VECTOR_H_FAC_UNAVAIL &&
	       HFSCR_CAUSE(l2->hv.hfscr) == HFSCR_CAUSE_MSGP;
}

/*
 * A thread of L2 sends another one a doorbell. KVM gives no guest that facility, so L1
 * emulates it: L1 gets an interrupt for the instruction and sets the other thread's DPDES,
 * and that thread takes the doorbell.
 */
TEST_F(nested_two_vcpus, doorbell_from_one_to_the_other)
{
	struct nested_vcpu *sender = &self->l2[0], *other = &self->l2[1];
	const struct nested_exit *exit = &sender->vcpu->arch.cpu->exit;
	struct vcpu_stop stop;

	nested_prepare(sender, l2_send_doorbell);
	vcpu_start_call(sender->vcpu, l1_nested_resume, sender->l2_vcpu);
	stop = vcpu_run_for(sender->vcpu, TO_L1_MS);
	if (stop.reason == VCPU_STOP_STILL_RUNNING)
		TEST_REQUIRE_PRESENT(nested_mmio_missing(sender));
	if (stop.reason != VCPU_STOP_UCALL || !is_msgsndp(exit, self->state[0]))
		TEST_FAIL("L1 should get L2's msgsndp: %s, %#lx, HEIR %#lx, HFSCR %#lx",
			  vcpu_stop_name(sender->vcpu, &stop), exit->trap,
			  exit->heir, self->state[0]->hv.hfscr);
	self->state[1]->hv.dpdes = 1;
	EXPECT_EQ(1, nested_call_value(other, guest_take_doorbells));
	/* Return from L2's function: QEMU 10.0.2 gives another NIP than the instruction's. */
	self->state[0]->regs.nip = self->state[0]->regs.link;
	self->state[0]->regs.gpr[3] = MOMENT;
	vcpu_call(sender->vcpu, l1_nested_resume, sender->l2_vcpu);
	EXPECT_EQ(NESTED_EXIT_RETURN, exit->trap);
	EXPECT_EQ(MOMENT, exit->value);
	EXPECT_EQ(0, nested_call_value(sender, guest_take_doorbells));
	EXPECT_EQ(0, nested_call_value(other, guest_take_doorbells));
}

/* In L2: waits for the other vCPU, then uses TAR. */
static uint64_t l2_meet_and_use_tar(uint64_t *words, uint64_t me)
{
	uint64_t start = get_timebase();

	WRITE_ONCE(words[me], 1);
	while (!READ_ONCE(words[!me]) && get_timebase() - start < GIVE_UP)
		;
	set_spr(SPRN_TAR, me);
	return get_spr(SPRN_TAR);
}

static void prepare_to_meet(FIXTURE_DATA(nested_two_vcpus) *self, int nr)
{
	nested_prepare(&self->l2[nr], l2_meet_and_use_tar, L2_RA, nr);
}

struct second_run {
	struct nested_vcpu *l2;
	const uint64_t *first_is_there;
	struct nested_result result;
};

/* A thread: enters L2's second vCPU once the first one runs. */
static void *run_second(void *arg)
{
	struct second_run *second = arg;

	while (!READ_ONCE(*second->first_is_there))
		sched_yield();
	second->result = nested_retry(second->l2);
	return NULL;
}

/* L2's vCPU @nr runs without HFSCR[TAR], then the other one is entered with it. */
static void expect_one_lacks(FIXTURE_DATA(nested_two_vcpus) *self, int nr)
{
	uint64_t *words = (uint64_t *)self->t.mem.hva;
	struct second_run second = {
		.l2 = &self->l2[!nr], .first_is_there = &words[nr],
	};
	struct nested_result result;
	pthread_t thread;

	words[0] = 0;
	words[1] = 0;
	prepare_to_meet(self, 0);
	prepare_to_meet(self, 1);
	self->state[nr]->hv.hfscr &= ~HFSCR_TAR;
	TEST_ASSERT(!pthread_create(&thread, NULL, run_second, &second), "no thread");
	result = nested_retry(&self->l2[nr]);
	pthread_join(thread, NULL);
	if (result.end != NESTED_TO_L1 || result.exit.trap != VECTOR_H_FAC_UNAVAIL ||
	    HFSCR_CAUSE(self->state[nr]->hv.hfscr) != HFSCR_CAUSE_TAR)
		TEST_FAIL("L1 should get an interrupt for the facility that L2 lacks: %s",
			  nested_result_name(&self->l2[nr], &result));
	if (second.result.end != NESTED_RETURNED)
		TEST_FAIL("the vCPU with the facility should use it: %s",
			  nested_result_name(second.l2, &second.result));
}

/*
 * Two vCPUs of an L2 run at the same time, one with HFSCR[TAR] and one without: L1 gets an
 * interrupt when the one without uses TAR, whichever of the two that is, and the other one
 * uses it.
 */
TEST_F(nested_two_vcpus, one_lacks_a_facility)
{
	uint64_t *words = (uint64_t *)self->t.mem.hva;
	struct nested_result result;

	words[1] = 1;
	prepare_to_meet(self, 0);
	self->state[0]->hv.hfscr &= ~HFSCR_TAR;
	result = nested_retry(&self->l2[0]);
	if (result.end == NESTED_RETURNED)
		TEST_REQUIRE(!host_is_stock_qemu(),
			     "QEMU, as of 10.0.2, does not check HFSCR for TAR");
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	test_row("the first");
	expect_one_lacks(self, 0);
	test_row("the second");
	expect_one_lacks(self, 1);
	test_row_end();
}

TEST_HARNESS_MAIN
