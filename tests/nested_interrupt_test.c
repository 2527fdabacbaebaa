// SPDX-License-Identifier: GPL-2.0
/*
 * External interrupts and doorbells of L1 and of L2, and what L1 finds afterwards in the
 * state that it gave to L0.
 */
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

#define PATTERN(n)	(0x0123456789abcdefUL * (2 * (n) + 1))

/* L2 maps it, L1 does not. */
#define NOWHERE		(L2_RA + SZ_16M)

/*
 * In L2: its own registers all differ, then it leaves for good, by a fault: a hypercall
 * would change SRR0 and SRR1.
 */
static void l2_fill_registers(const uint64_t *gpr)
{
	set_spr(SPRN_SRR0, PATTERN(40));
	set_spr(SPRN_SRR1, PATTERN(41));
	set_spr(SPRN_SPRG1, PATTERN(43));
	set_spr(SPRN_SPRG2, PATTERN(44));
	set_spr(SPRN_SPRG3, PATTERN(45));
	asm volatile("ld 4, 32*8(%0); mtlr 4\n"
		     "ld 4, 33*8(%0); mtctr 4\n"
		     "ld 4, 34*8(%0); mtcr 4\n"
		     "mr 3, %0; ld 0, 0(3); ld 1, 8(3); ld 2, 16(3)\n"
		     ".set n, 4\n"
		     ".rept 28; ld n, n*8(3); .set n, n + 1; .endr\n"
		     "ld 3, 3*8(3); ld 3, 0(3)"
		     : : "b" (gpr) : "memory");
	__builtin_unreachable();
}

static uint64_t l2_gprs[35];	/* GPRs, LR, CTR, CR */

/* In L2, before. */
static uint64_t l2_make_gprs(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(l2_gprs); i++)
		l2_gprs[i] = i == 3 ? NOWHERE : PATTERN(i);
	return 0;
}

static void expect_same(const char *name, uint64_t want, uint64_t got)
{
	if (want != got)
		TEST_FAIL("%s should be %#lx and is %#lx", name, want, got);
}

static void expect_inputs_untouched(const struct nested_hv_state *want,
				    const struct nested_hv_state *got)
{
	expect_same("version", want->version, got->version);
	expect_same("lpid", want->lpid, got->lpid);
	expect_same("vcpu_token", want->vcpu_token, got->vcpu_token);
	expect_same("lpcr", want->lpcr, got->lpcr);
	expect_same("pcr", want->pcr, got->pcr);
	expect_same("amor", want->amor, got->amor);
	expect_same("hfscr", want->hfscr, got->hfscr);
	expect_same("tb_offset", want->tb_offset, got->tb_offset);
	expect_same("dawr0", want->dawr0, got->dawr0);
	expect_same("dawrx0", want->dawrx0, got->dawrx0);
	expect_same("ciabr", want->ciabr, got->ciabr);
	expect_same("hdec_expiry", want->hdec_expiry, got->hdec_expiry);
	expect_same("heir", want->heir, got->heir);
	expect_same("dawr1", want->dawr1, got->dawr1);
	expect_same("dawrx1", want->dawrx1, got->dawrx1);
}

/*
 * L2 leaves by a fault. L1 finds what it gave as it gave it, what L2 has
 * as L2 left it, and counters that went on.
 */
TEST_F(nested_interrupt, state_that_l1_finds)
{
	struct nested_test *t = &self->t;
	struct nested_hv_state want, *hv = &self->l2->hv;
	struct nested_regs *regs = &self->l2->regs;
	size_t i;

	call_l2(t, l2_make_gprs);
	vcpu_call(t->vcpu, l1_nested_prepare, t->l2.l2_vcpu,
		  (uint64_t)l2_fill_registers, (uint64_t)l2_gprs, 0, 0, 0);
	hv->tb_offset = BIT(44);
	hv->dawr0 = PATTERN(50) & ~7UL;
	hv->dawr1 = PATTERN(51) & ~7UL;
	hv->hdar = PATTERN(52);
	hv->hdsisr = PATTERN(53);
	hv->heir = PATTERN(54);
	hv->asdr = PATTERN(55);
	hv->amor = PATTERN(56);
	/* QEMU 10.0.2 has one register for both. */
	hv->purr = BIT(40);
	hv->spurr = BIT(40);
	hv->vtb = BIT(42);
	want = *hv;
	EXPECT_EQ(VECTOR_H_DATA_STORAGE,
		  vcpu_call(t->vcpu, l1_nested_resume, t->l2.l2_vcpu));

	expect_inputs_untouched(&want, hv);
	want.srr0 = PATTERN(40) & ~3UL;
	want.srr1 = PATTERN(41);
	hv->srr0 &= ~3UL;
	want.sprg[1] = PATTERN(43);
	want.sprg[2] = PATTERN(44);
	want.sprg[3] = PATTERN(45);
	want.dpdes = 0;
	want.hdar = NOWHERE;
	want.hdsisr = DSISR_NOHPTE;
	want.asdr = NOWHERE;
	expect_same("srr0", want.srr0, hv->srr0);
	expect_same("srr1", want.srr1, hv->srr1);
	expect_same("sprg[0]", want.sprg[0], hv->sprg[0]);
	expect_same("sprg[1]", want.sprg[1], hv->sprg[1]);
	expect_same("sprg[2]", want.sprg[2], hv->sprg[2]);
	expect_same("sprg[3]", want.sprg[3], hv->sprg[3]);
	expect_same("pidr", want.pidr, hv->pidr);
	expect_same("dpdes", want.dpdes, hv->dpdes);
	expect_same("hdar", want.hdar, hv->hdar);
	expect_same("hdsisr", want.hdsisr, hv->hdsisr);
	expect_same("asdr", want.asdr, hv->asdr & ~0xfffUL);
	for (i = 0; i < 32; i++) {
		uint64_t value = i == 3 ? NOWHERE : PATTERN(i);

		if (regs->gpr[i] != value)
			TEST_FAIL("r%zu should be %#lx and is %#lx", i, value,
				  regs->gpr[i]);
	}
	EXPECT_EQ(PATTERN(32), regs->link);
	EXPECT_EQ(PATTERN(33), regs->ctr);
	EXPECT_EQ(PATTERN(34) & 0xffffffff, regs->ccr);
	/* Counters went on from what L1 gave, and not by hours. */
	EXPECT_GE(hv->purr, want.purr);
	EXPECT_LT(hv->purr, want.purr + BIT(39));
	EXPECT_GE(hv->spurr, want.spurr);
	EXPECT_LT(hv->spurr, want.spurr + BIT(39));
	EXPECT_GE(hv->vtb, want.vtb);
	EXPECT_LT(hv->vtb, want.vtb + BIT(39));
}

TEST_HARNESS_MAIN
