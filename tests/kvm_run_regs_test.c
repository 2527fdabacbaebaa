// SPDX-License-Identifier: GPL-2.0
/*
 * ioctl(KVM_RUN) gives userspace its floating point and vector registers back.
 *
 * State: L1 alone, no L2; its memory is registered with userfaultfd and not
 * there. Action: L1 loads from a new page in each KVM_RUN, so that the vCPU's
 * thread sleeps in L0's page fault until another thread has brought the page,
 * and enters the guest again. What must hold: f14 to f31 and v20 to v31 are
 * after the ioctl what they were before, as after one that did not sleep.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "isa/fp_regs.h"
#include "host/host_probe.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

#define RUNS	16

static void register_missing(int uffd, struct backing *mem)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (uintptr_t)mem->hva, mem->size },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	TEST_REQUIRE(!ioctl(uffd, UFFDIO_API, &api),
		     "this kernel's userfaultfd has another API: %s",
		     strerror(errno));
	TEST_REQUIRE(!ioctl(uffd, UFFDIO_REGISTER, &reg),
		     "userfaultfd does not take anonymous memory: %s",
		     strerror(errno));
}

/* A thread: zeros for each page that somebody waits for. */
static void *bring_pages(void *arg)
{
	int uffd = *(int *)arg;
	size_t size = host_page_size();
	struct uffd_msg msg;

	for (;;) {
		struct uffdio_zeropage zero = { .range.len = size };

		TEST_ASSERT(read(uffd, &msg, sizeof(msg)) == sizeof(msg) &&
			    msg.event == UFFD_EVENT_PAGEFAULT,
			    "userfaultfd should have told a page fault");
		zero.range.start = msg.arg.pagefault.address & ~(size - 1);
		TEST_ASSERT(!ioctl(uffd, UFFDIO_ZEROPAGE, &zero),
			    "userfaultfd does not bring a page");
	}
	return NULL;
}

static long context_switches(void)
{
	struct rusage usage;

	TEST_ASSERT(!getrusage(RUSAGE_THREAD, &usage), "getrusage");
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

struct outcome {
	bool switched;		/* the thread left its CPU meanwhile */
	int lost_f, lost_v;	/* registers that changed */
};

/* L1 loads zeros from @gpa in one KVM_RUN. */
static struct outcome run_load(struct kvm_vcpu *vcpu, uint64_t gpa)
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

	/* No ticks, no printf: the plain run loop would do more than the run. */
	vcpu_start_call(vcpu, l1_load64, gpa);
	switches = context_switches();
	err = ioctl_with_fp_regs(vcpu->fd, KVM_RUN, &before, &after);
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

/* The page is there: nothing to sleep for. Other tasks may still come between. */
static void expect_kept_without_fault(struct kvm_vcpu *vcpu, uint64_t gpa)
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
		     "the CPU is too busy: other tasks came into each of %d KVM_RUNs",
		     RUNS);
}

/*
 * KVM_RUN sleeps in a page fault of the guest: when it returns, userspace has the
 * FP and vector registers that it called it with. Known defect.
 */
TEST(page_fault_keeps_fp_and_vector_registers)
{
	int uffd, i, runs_lost = 0, lost_f = 0, lost_v = 0;
	struct kvm_vcpu *vcpu;
	struct backing mem = {};
	struct kvm_vm *vm;
	unsigned long log;
	pthread_t thread;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_any());
	uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	TEST_REQUIRE(uffd >= 0,
		     "no userfaultfd here (CONFIG_USERFAULTFD, root): %s",
		     strerror(errno));

	log = kernel_log_mark();
	vm = vm_create_with_vcpus(1, &vcpu);
	backing_create(&mem, BACKING_ANON, (RUNS + 1) * SZ_64K);
	register_missing(uffd, &mem);
	vm_mem_region_add(vm, TEST_SLOT, 0, TEST_GPA, mem.size, mem.hva);
	/* On one CPU: the page comes only when the vCPU's thread has left it. */
	pin_self_to_cpu(0);
	ASSERT_EQ(0, pthread_create(&thread, NULL, bring_pages, &uffd));

	/* The first page, and all else that the first run has to wait for. */
	ASSERT_EQ(0, vcpu_call(vcpu, l1_load64, TEST_GPA));
	expect_kept_without_fault(vcpu, TEST_GPA);

	for (i = 1; i <= RUNS; i++) {
		struct outcome outcome = run_load(vcpu, TEST_GPA + i * SZ_64K);

		TEST_ASSERT(outcome.switched,
			    "KVM_RUN should have slept in the page fault");
		runs_lost += outcome.lost_f || outcome.lost_v;
		lost_f += outcome.lost_f;
		lost_v += outcome.lost_v;
	}
	kvm_vm_free(vm);
	kernel_log_check(log, "during this case");
	test_note("%d of %d KVM_RUNs that slept changed registers: %d of %zu f, %d of %zu v",
		  runs_lost, RUNS, lost_f, RUNS * ARRAY_SIZE(((struct fp_regs *)0)->f),
		  lost_v, RUNS * ARRAY_SIZE(((struct fp_regs *)0)->v));
	TEST_SHOWS_DEFECT(runs_lost, DEFECT_RUN_LOSES_FP);
}

TEST_HARNESS_MAIN
