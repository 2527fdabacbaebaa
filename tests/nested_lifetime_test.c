// SPDX-License-Identifier: GPL-2.0
/*
 * In whatever way a VM with live L2s ends, the kernel frees everything.
 *
 * When the last VM or vCPU file descriptor is closed, the kernel frees shadow tables, rmap
 * entries, L2s and their LPIDs (kvmhv_release_all_nested()). So does the switch to the
 * hash MMU, under which a VM has no L2.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/host_probe.h"
#include "kernel_log.h"
#include "once.h"
#include "witness/kvm_allocs.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"

#define NR_L2S		3
#define ALIASES		3
#define RUN_SLOT	(TEST_SLOT + 1)
#define RUN_GPA		(TEST_GPA + SZ_1G)
#define END_TICKS	200	/* of 10 ms: time limit for the end of a VM */

/* Memory shared by parent, child and the child's L2. */
struct shared {
	uint64_t counter;	/* incremented by the running L2, or by a child that waits */
	int vm_fd;
};

FIXTURE(nested_lifetime)
{
	struct nested_test t;
	struct nested_vcpu more[NR_L2S - 1];
	struct allocs_trace *trace;
	struct shared *shared;
};

FIXTURE_SETUP(nested_lifetime)
{
	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_any());
	TEST_REQUIRE_PRESENT(allocs_missing());
	self->t.log_mark = kernel_log_mark();
	self->shared = shared_alloc(SZ_64K);
	self->trace = allocs_start();
}

FIXTURE_TEARDOWN(nested_lifetime)
{
	allocs_stop(self->trace);
	nested_test_teardown(&self->t, _metadata->exit_code);
}

/* A VM with three L2s, each with rmap lists of three entries for two pages. */
static void make_live(struct nested_test *t, struct nested_vcpu *more)
{
	static const uint32_t lpids[] = { TEST_LPID_OTHER, NESTED_MAX_LPID };
	int i, alias;

	nested_test_setup(t, &NESTED_ANY_CELL);
	for (i = 0; i < NR_L2S; i++) {
		struct nested_vcpu *l2 = i ? &more[i - 1] : &t->l2;

		if (i)
			nested_create(l2, t->vcpu, lpids[i - 1]);
		for (alias = 0; alias < ALIASES; alias++) {
			gpa_t l2_ra = TEST_L2_ALIAS_RA(alias);

			nested_map_rw(l2, l2_ra, unit_gpa(t, UNIT_MIDDLE),
				      t->leaf_shift);
			nested_expect_unit(t, l2, l2_ra, UNIT_MIDDLE,
					   MARK_SEED_L0);
		}
		nested_test_map(t, l2, unit_l2_ra(t, UNIT_LAST), UNIT_LAST);
		nested_write(l2, unit_l2_ra(t, UNIT_LAST), i);
	}
}

/* Sanity check: a live VM shows 1 + NR_L2S LPIDs and roots. */
static void expect_live(struct allocs_trace *trace)
{
	const struct kvm_allocs *h = allocs_read(trace);

	if (h->lpids != 1 + NR_L2S || h->roots != h->lpids || !h->objects ||
	    !h->areas)
		TEST_ERROR("%d L2s: saw %zu LPIDs, %zu roots, %zu objects, %zu areas",
			   NR_L2S, h->lpids, h->roots, h->objects, h->areas);
}

/* Runs in L2 and does not end. */
static void l2_count(gva_t ea)
{
	for (;;)
		__atomic_fetch_add((uint64_t *)ea, 1, __ATOMIC_SEQ_CST);
}

/* The child's part: a VM, and an L2 that runs until the child is killed. */
static void run_for_ever(FIXTURE_DATA(nested_lifetime) *self)
{
	struct nested_test *t = &self->t;

	vm_mem_region_add(t->vm, RUN_SLOT, 0, RUN_GPA, SZ_64K, self->shared);
	nested_map_rw(&t->l2, TEST_L2_RA, RUN_GPA, 16);
	self->shared->vm_fd = t->vm->fd;
	nested_call(&t->l2, l2_count, TEST_L2_RA);
	TEST_ERROR("the endless L2 returned");
}

/* The child's part: it exits with all of the VM open, once the parent clears the counter. */
static void exit_on_request(FIXTURE_DATA(nested_lifetime) *self)
{
	WRITE_ONCE(self->shared->counter, 1);
	while (READ_ONCE(self->shared->counter))
		usleep(1000);
	_exit(0);
}

/* A child that makes the VM and does @fn, until it counts. */
static pid_t start_child(FIXTURE_DATA(nested_lifetime) *self,
			 void (*fn)(FIXTURE_DATA(nested_lifetime) *self))
{
	pid_t child;

	memset(self->shared, 0, sizeof(*self->shared));
	fflush(stdout);
	child = fork();
	TEST_ASSERT(child >= 0, "fork");
	if (!child) {
		make_live(&self->t, self->more);
		fn(self);
	}
	while (!READ_ONCE(self->shared->counter)) {
		TEST_ASSERT(!waitpid(child, NULL, WNOHANG),
			    "the child with the VM has ended");
		usleep(1000);
	}
	return child;
}

static void kill_child(pid_t child)
{
	kill(child, SIGKILL);
	TEST_ASSERT(waitpid(child, NULL, 0) == child, "waitpid");
}

/*
 * The process of a VM with three live L2s is killed while one of them runs: kvm_hv has
 * freed everything of the VM afterwards.
 */
/* Covers: S9, S19 */
TEST_F(nested_lifetime, process_killed)
{
	pid_t child = start_child(self, run_for_ever);

	expect_live(self->trace);
	kill_child(child);
	allocs_expect_none(self->trace, END_TICKS);
}

/*
 * The process of a VM with three live L2s exits with VM and vCPUs open: kvm_hv has freed
 * everything of the VM afterwards.
 */
/* Covers: S9, S19 */
TEST_F(nested_lifetime, process_exits)
{
	pid_t child = start_child(self, exit_on_request);

	expect_live(self->trace);
	WRITE_ONCE(self->shared->counter, 0);
	TEST_ASSERT(waitpid(child, NULL, 0) == child, "waitpid");
	allocs_expect_none(self->trace, END_TICKS);
}

/* Duplicate file descriptor @number of process @pid; -1 on failure. */
static int get_fd(pid_t pid, int number)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0), fd;

	if (pidfd < 0)
		return -1;
	fd = syscall(SYS_pidfd_getfd, pidfd, number, 0);
	close(pidfd);
	return fd;
}

/*
 * Another process has the VM's descriptor when the VM's own process is killed: the L2s
 * stay until that descriptor is closed, and then kvm_hv frees everything of the VM.
 */
/* Covers: S9, S19 */
TEST_F(nested_lifetime, vm_outlives_its_process)
{
	pid_t child;
	int fd, err;

	fd = get_fd(getpid(), STDOUT_FILENO);
	TEST_REQUIRE(fd >= 0, "no pidfd_open() and pidfd_getfd() here: %s",
		     strerror(errno));
	close(fd);
	child = start_child(self, run_for_ever);
	fd = get_fd(child, self->shared->vm_fd);
	if (fd < 0) {
		/* Of its own process anybody may. */
		err = errno;
		kill_child(child);
		TEST_REQUIRE(err != EPERM && err != EACCES,
			     "pidfd_getfd() of a child is refused (%s): sysctl kernel.yama.ptrace_scope=1, or setsebool deny_ptrace off",
			     strerror(err));
		TEST_ERROR("get the child's VM: %s", strerror(err));
	}
	kill_child(child);
	expect_live(self->trace);
	close(fd);
	allocs_expect_none(self->trace, END_TICKS);
}

/*
 * The VM's descriptor is closed and the vCPU's is not: L2 still runs, and L0's discard
 * invalidates its page. When the vCPU's descriptor is closed too, kvm_hv has freed
 * everything of the VM.
 */
/* Covers: S3, S19 */
TEST_F(nested_lifetime, vcpu_outlives_vm_fd)
{
	struct nested_test *t = &self->t;
	gpa_t l2_ra;

	make_live(t, self->more);
	l2_ra = unit_l2_ra(t, UNIT_LAST);
	close(t->vm->fd);
	expect_live(self->trace);
	nested_expect_value(&self->more[0], l2_ra, NR_L2S - 1);
	backing_discard(&t->mem, unit_offset(t, UNIT_LAST), t->unit);
	nested_expect_value(&self->more[0], l2_ra, 0);
	nested_write(&self->more[1], l2_ra, 1);
	EXPECT_EQ(1, *(uint64_t *)unit_hva(t, UNIT_LAST));

	munmap(t->vcpu->run, t->vcpu->run_size);
	close(t->vcpu->fd);
	t->vm = NULL;
	allocs_expect_none(self->trace, END_TICKS);
}

/*
 * A VM with L2s ends and a second one begins: it gets the LPIDs of the first, since
 * LPIDs are few.
 */
TEST_F(nested_lifetime, lpids_are_used_again)
{
	unsigned long max_lpid;

	kill_child(start_child(self, run_for_ever));
	allocs_expect_none(self->trace, END_TICKS);
	max_lpid = allocs_read(self->trace)->max_lpid;
	kill_child(start_child(self, run_for_ever));
	allocs_expect_none(self->trace, END_TICKS);
	EXPECT_EQ(max_lpid, allocs_read(self->trace)->max_lpid);
}

static void set_mmu(struct kvm_vm *vm, bool radix)
{
	struct kvm_ppc_mmuv3_cfg cfg = {};

	if (radix) {
		cfg.flags = KVM_PPC_MMUV3_RADIX | KVM_PPC_MMUV3_GTSE;
		cfg.process_table = RADIX_ROOT_HR | L1_PROCESS_TABLE;
	}
	vm_ioctl(vm, KVM_PPC_CONFIGURE_V3_MMU, &cfg);
}

/* The allocations of kvm_hv for a VM with the hash MMU that has not run. */
static size_t objects_of_idle_vm(struct allocs_trace *trace)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = vm_create_with_vcpus(1, &vcpu);
	size_t objects;

	set_mmu(vm, false);
	objects = allocs_read(trace)->objects;
	kvm_vm_free(vm);
	allocs_expect_none(trace, END_TICKS);
	return objects;
}

/*
 * The VM switches to the hash MMU: its L2s are freed, and kvm_hv has no more allocated
 * than for a VM that never ran. Back with radix, L1 enters its L2s again, and they read
 * the current contents of their pages.
 */
/* Covers: S3, S19, S20 */
TEST_F(nested_lifetime, hash_mmu_and_back)
{
	struct nested_test *t = &self->t;
	const struct kvm_allocs *h;
	size_t never_ran;
	gpa_t l2_ra;

	never_ran = objects_of_idle_vm(self->trace);
	make_live(t, self->more);
	l2_ra = unit_l2_ra(t, UNIT_LAST);
	expect_live(self->trace);

	set_mmu(t->vm, false);
	h = allocs_read(self->trace);
	EXPECT_LE(h->lpids, 1);
	EXPECT_LE(h->roots, 1);
	EXPECT_EQ(never_ran, h->objects);
	backing_discard(&t->mem, unit_offset(t, UNIT_LAST), t->unit);

	set_mmu(t->vm, true);
	nested_expect_value(&t->l2, l2_ra, 0);
	nested_write(&self->more[0], l2_ra, 5);
	EXPECT_EQ(5, *(uint64_t *)unit_hva(t, UNIT_LAST));
	backing_discard(&t->mem, unit_offset(t, UNIT_LAST), t->unit);
	shadow_expect_gone(t, &t->l2, l2_ra);
	shadow_expect_gone(t, &self->more[0], l2_ra);

	kvm_vm_free(t->vm);
	t->vm = NULL;
	allocs_expect_none(self->trace, END_TICKS);
}

/*
 * A VM without nesting switches to the hash MMU and back: L1 runs, and the kernel frees
 * all of it.
 */
/* Covers: S20 */
TEST_F(nested_lifetime, hash_mmu_without_nesting)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	vm_arch_nested = false;
	vm = vm_create_with_vcpus(1, &vcpu);
	set_mmu(vm, false);
	set_mmu(vm, true);
	EXPECT_NE(0, vcpu_call(vcpu, l1_scratch));
	kvm_vm_free(vm);
	allocs_expect_none(self->trace, END_TICKS);
}

#define MMU_RADIX	(KVM_PPC_MMUV3_RADIX | KVM_PPC_MMUV3_GTSE)
#define MMU_FLAG_UNKNOWN	4
#define MMU_TABLE	(RADIX_ROOT_HR | L1_PROCESS_TABLE)
#define MMU_SIZE_TOO_LARGE	25	/* 2^(12 + n) bytes */

static const struct {
	const char *name;
	uint64_t flags, process_table;
} bad_mmu[] = {
	{ "an unknown flag", MMU_RADIX | MMU_FLAG_UNKNOWN, MMU_TABLE },
	{ "radix, and a process table of hash", MMU_RADIX, L1_PROCESS_TABLE },
	{ "hash, and a process table of radix", 0, MMU_TABLE },
	{ "a process table that is too large", MMU_RADIX,
	  MMU_TABLE | MMU_SIZE_TOO_LARGE },
};

/*
 * KVM_PPC_CONFIGURE_V3_MMU with settings that no VM can have is refused, and leaves the
 * VM as it is: no L2 is freed, and each of them runs.
 */
TEST_F(nested_lifetime, bad_mmu_settings)
{
	struct nested_test *t = &self->t;
	int i;

	make_live(t, self->more);
	for (i = 0; i < (int)ARRAY_SIZE(bad_mmu); i++) {
		struct kvm_ppc_mmuv3_cfg cfg = {
			.flags = bad_mmu[i].flags,
			.process_table = bad_mmu[i].process_table,
		};

		/* With a hash MMU or a wrong table nothing would run. */
		if (__vm_ioctl(t->vm, KVM_PPC_CONFIGURE_V3_MMU, &cfg) != -EINVAL)
			TEST_FAIL("%s: should be refused with EINVAL",
				  bad_mmu[i].name);
	}
	expect_live(self->trace);
	for (i = 0; i < NR_L2S; i++)
		nested_expect_value(i ? &self->more[i - 1] : &t->l2,
				    unit_l2_ra(t, UNIT_LAST), NR_L2S - 1);
}

TEST_HARNESS_MAIN
