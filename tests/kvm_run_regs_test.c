// SPDX-License-Identifier: GPL-2.0
/*
 * ioctl(KVM_RUN) preserves userspace's registers: floating point, vector, and those
 * that KVM switches itself, TAR, DSCR and VRSAVE.
 *
 * State: L1 without L2; its memory is registered with userfaultfd and missing. Action:
 * L1 loads from a new page in each KVM_RUN, so that the vCPU's thread sleeps in L0's
 * page fault until another thread has provided the page, and then enters the guest
 * again. What must hold: f14 to f31 and v20 to v31 have the same values after the ioctl
 * as before it, as after one that did not sleep.
 */
#include "kselftest_harness.h"

#include <string.h>
#include <sys/resource.h>

#include "isa/fp_regs.h"
#include "isa/spr.h"
#include "host/host_probe.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "uffd_handler.h"

#define RUNS	16

static long context_switches(void)
{
	struct rusage usage;

	TEST_ASSERT(!getrusage(RUSAGE_THREAD, &usage), "getrusage");
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

/* Values of userspace and of the guest. FSCR enables TAR and DSCR. */
static const struct user_sprs user_sprs = { 0x1234567890abcdecUL, 0x15, 0x5a5a5a5a };
static const struct user_sprs guest_sprs = { 0xfedcba9876543210UL, 0x2a, 0xa5a5a5a5 };

static void expect_sprs(const char *whose, const struct user_sprs *want,
			const struct user_sprs *got)
{
	if (memcmp(want, got, sizeof(*want)))
		TEST_FAIL("%s has TAR %#lx, DSCR %#lx, VRSAVE %#lx, not %#lx, %#lx, %#lx",
			  whose, got->tar, got->dscr, got->vrsave, want->tar,
			  want->dscr, want->vrsave);
}

static void guest_sprs_set(struct kvm_vcpu *vcpu)
{
	vcpu_set_reg(vcpu, KVM_REG_PPC_TAR, guest_sprs.tar);
	vcpu_set_reg(vcpu, KVM_REG_PPC_DSCR, guest_sprs.dscr);
	vcpu_set_reg(vcpu, KVM_REG_PPC_VRSAVE, guest_sprs.vrsave);
	/* Disables both facilities: if userspace gets it, access to TAR is SIGILL. */
	vcpu_set_reg(vcpu, KVM_REG_PPC_FSCR, 0);
}

static void expect_guest_sprs(struct kvm_vcpu *vcpu)
{
	const struct user_sprs got = {
		.tar = vcpu_get_reg(vcpu, KVM_REG_PPC_TAR),
		.dscr = vcpu_get_reg(vcpu, KVM_REG_PPC_DSCR),
		.vrsave = vcpu_get_reg(vcpu, KVM_REG_PPC_VRSAVE),
	};

	expect_sprs("the guest", &guest_sprs, &got);
}

struct outcome {
	bool switched;		/* the thread left its CPU meanwhile */
	int lost_f, lost_v;	/* changed registers */
	struct user_sprs sprs;	/* their new values */
};

/* L1 loads zeros from @gpa in one KVM_RUN. */
static struct outcome run_load(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	struct fp_regs before, after = {};
	struct outcome outcome = {};
	struct ucall *uc;
	long err, switches;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(before.f); i++)
		before.f[i] = gpa << 24 | 0xf00 | i;
	for (i = 0; i < ARRAY_SIZE(before.v); i++) {
		before.v[i][0] = gpa << 24 | 0xe00 | i;
		before.v[i][1] = ~before.v[i][0];
	}

	/* Without the run loop, whose ticks and printf change registers too. */
	vcpu_start_call(vcpu, l1_load64, gpa);
	switches = context_switches();
	user_sprs_set(&user_sprs);
	err = ioctl_with_fp_regs(vcpu->fd, KVM_RUN, &before, &after);
	user_sprs_get(&outcome.sprs);
	outcome.switched = context_switches() != switches;

	uc = err ? NULL : ucall_arch_get_ucall(vcpu);
	if (!uc || uc->cmd != UCALL_RETURN || uc->args[0])
		TEST_FAIL("L1 should have loaded 0 at %#lx: KVM_RUN gives %ld, KVM exit %u",
			  gpa, err, vcpu->run->exit_reason);
	for (i = 0; i < ARRAY_SIZE(before.f); i++)
		outcome.lost_f += before.f[i] != after.f[i];
	for (i = 0; i < ARRAY_SIZE(before.v); i++)
		outcome.lost_v += !!memcmp(before.v[i], after.v[i], 16);
	return outcome;
}

/* The page is present: no sleep. Other tasks may still preempt the run. */
static void expect_kept_without_fault(struct kvm_vcpu *vcpu, gpa_t gpa)
{
	int i, quiet = 0;

	for (i = 0; i < RUNS; i++) {
		struct outcome outcome = run_load(vcpu, gpa);

		if (outcome.switched)
			continue;
		quiet++;
		if (outcome.lost_f || outcome.lost_v)
			TEST_FAIL("a KVM_RUN without a sleep loses %d of f14-f31, %d of v20-v31",
				  outcome.lost_f, outcome.lost_v);
	}
	TEST_REQUIRE(quiet,
		     "the CPU is too busy: other tasks preempted each of %d KVM_RUNs",
		     RUNS);
}

/* L1 with memory in which each first access to a page sleeps. */
struct sleeper {
	struct uffd_handler handler;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	struct backing mem;
	unsigned long log;
};

static void sleeper_start(struct sleeper *s)
{
	TEST_REQUIRE_PRESENT(host_missing_any());
	TEST_REQUIRE_PRESENT(uffd_handler_missing());
	s->log = kernel_log_mark();
	s->vm = vm_create_with_vcpus(1, &s->vcpu);
	backing_create(&s->mem, BACKING_ANON, (RUNS + 1) * SZ_64K);
	vm_mem_region_add(s->vm, TEST_SLOT, 0, TEST_GPA, s->mem.size, s->mem.hva);
	/* On one CPU: the handler runs only when the vCPU's thread sleeps. */
	pin_self_to_cpu(0);
	uffd_handler_start(&s->handler, s->mem.hva, s->mem.size, host_page_size(),
			   NULL);
	/* The first page, and everything else that the first run faults in. */
	TEST_ASSERT(!vcpu_call(s->vcpu, l1_load64, TEST_GPA), "L1 reads no zeros");
}

static struct outcome sleep_in_run(struct sleeper *s, int nr)
{
	struct outcome outcome = run_load(s->vcpu, TEST_GPA + nr * SZ_64K);

	TEST_ASSERT(outcome.switched,
		    "KVM_RUN should have slept in the page fault");
	return outcome;
}

static void sleeper_end(struct sleeper *s)
{
	kvm_vm_free(s->vm);
	uffd_handler_stop(&s->handler);
	kernel_log_check(s->log);
}

/*
 * KVM_RUN sleeps in a page fault of the guest: on return, userspace's FP and vector
 * registers, TAR, DSCR and VRSAVE are unchanged. Known defect.
 */
TEST(page_fault_keeps_fp_and_vector_registers)
{
	int i, runs_lost = 0, lost_f = 0, lost_v = 0;
	struct sleeper s = {};

	TEST_CASE_BEGIN(_metadata, NULL);
	sleeper_start(&s);
	expect_kept_without_fault(s.vcpu, TEST_GPA);

	for (i = 1; i <= RUNS; i++) {
		struct outcome outcome = sleep_in_run(&s, i);

		runs_lost += outcome.lost_f || outcome.lost_v;
		lost_f += outcome.lost_f;
		lost_v += outcome.lost_v;
	}
	sleeper_end(&s);
	test_note("%d of %d KVM_RUNs that slept changed registers: %d of %zu f, %d of %zu v",
		  runs_lost, RUNS, lost_f, RUNS * ARRAY_SIZE(((struct fp_regs *)0)->f),
		  lost_v, RUNS * ARRAY_SIZE(((struct fp_regs *)0)->v));
	TEST_SHOWS_DEFECT(runs_lost, DEFECT_RUN_LOSES_FP);
}

/*
 * KVM_RUN sleeps in a page fault of the guest: TAR, DSCR and VRSAVE are unchanged, userspace's
 * on return, and the guest's when it continues.
 */
TEST(page_fault_keeps_tar_dscr_and_vrsave)
{
	struct sleeper s = {};
	struct outcome outcome;
	int i;

	TEST_CASE_BEGIN(_metadata, NULL);
	sleeper_start(&s);
	guest_sprs_set(s.vcpu);
	outcome = run_load(s.vcpu, TEST_GPA);
	test_row("a run that does not sleep");
	expect_sprs("userspace", &user_sprs, &outcome.sprs);
	expect_guest_sprs(s.vcpu);
	for (i = 1; i <= RUNS; i++) {
		test_row("sleep %d", i);
		outcome = sleep_in_run(&s, i);
		expect_sprs("userspace", &user_sprs, &outcome.sprs);
		expect_guest_sprs(s.vcpu);
	}
	test_row_end();
	sleeper_end(&s);
}

TEST_HARNESS_MAIN
