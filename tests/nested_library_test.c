// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of the test library that need KVM.
 *
 * Guests of both levels can send ucalls; an error in a guest becomes a failure with its
 * cause, place and level; vCPUs, L2s and invalidations work as documented in the
 * headers.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cpu_util.h"
#include "isa/hcall.h"
#include "host/host_probe.h"
#include "kernel_log.h"
#include "guest/l1_nested.h"
#include "library/create_race.h"
#include "library/fork_case.h"
#include "fixture/nested_test.h"
#include "witness/notifier_ranges.h"
#include "numa_util.h"
#include "isa/processor.h"
#include "witness/radix_dump.h"
#include "search.h"
#include "trace_session.h"

NESTED_TEST_SUITE_ON(nested_library, BACKING_ANON, 16, nested_test_setup);

#define DUMP_MAX	SZ_1M
#define DUMP_STEP	7	/* bytes: no line is a multiple of it */

/* Reads @step bytes at a time. */
static size_t read_dump(const char *path, char *text, size_t step)
{
	size_t len = 0;
	ssize_t got;
	int fd = open(path, O_RDONLY);

	TEST_ASSERT(fd >= 0, "open %s", path);
	while ((got = read(fd, text + len, step)) > 0) {
		len += got;
		TEST_ASSERT(len + step <= DUMP_MAX, "%s has no end", path);
	}
	TEST_ASSERT(!got, "read %s", path);
	close(fd);
	return len;
}

/* Nothing of it is lost by a reader that has no memory, and nothing can be written. */
static void expect_dump_refused(const char *path, const char *begin)
{
	void *nowhere = mmap(NULL, SZ_64K, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char text[DUMP_STEP];
	int fd = open(path, O_RDONLY), times;

	TEST_ASSERT(fd >= 0, "open %s", path);
	TEST_ASSERT(nowhere != MAP_FAILED, "mmap");
	for (times = 0; times < 2; times++) {
		if (read(fd, nowhere, sizeof(text)) != -1 || errno != EFAULT)
			TEST_FAIL("a read to no memory should fail with EFAULT");
	}
	if (read(fd, text, sizeof(text)) != sizeof(text) ||
	    memcmp(text, begin, sizeof(text)))
		TEST_FAIL("%s should begin where no read has got it", path);
	close(fd);

	fd = open(path, O_WRONLY);
	TEST_ASSERT(fd >= 0, "open %s", path);
	if (write(fd, text, sizeof(text)) != -1 || errno != EACCES)
		TEST_FAIL("a write to %s should fail with EACCES", path);
	close(fd);
}

/*
 * The kernel's dump of the tables of L1 and two L2s, which the suite relies on, is the
 * same whether it is read at once or in pieces.
 */
TEST_F(nested_library, radix_dump_in_pieces)
{
	static char whole[DUMP_MAX], pieces[DUMP_MAX];
	struct nested_test *t = &self->t;
	char path[128];
	size_t len;

	TEST_REQUIRE_PRESENT(radix_dump_missing(t->vm->fd));
	nested_create(&t->other, t->vcpu, TEST_LPID_OTHER);
	nested_test_map(t, &t->l2, TEST_L2_RA, UNIT_FIRST);
	nested_test_map(t, &t->other, TEST_L2_RA, UNIT_FIRST);
	nested_expect_unit(t, &t->l2, TEST_L2_RA, UNIT_FIRST, MARK_SEED_L0);
	nested_expect_unit(t, &t->other, TEST_L2_RA, UNIT_FIRST, MARK_SEED_L0);
	vm_debugfs_path(path, sizeof(path), t->vm->fd, "/radix");
	len = read_dump(path, whole, DUMP_MAX / 2);
	EXPECT_EQ(len, read_dump(path, pieces, DUMP_STEP));
	EXPECT_EQ(0, memcmp(whole, pieces, len));
	expect_dump_refused(path, whole);
}

/* A global of the image has one instance in the host, in L1 and in each L2. */
static uint64_t counter = 5;

static uint64_t guest_count(void)
{
	return ++counter;
}

/*
 * L1, L2 and the host increment one global variable: each level has its own instance,
 * and sync_global_*() copies between the host's and L1's.
 */
TEST_F(nested_library, globals_are_each_levels_own)
{
	struct nested_test *t = &self->t;

	counter = 100;
	EXPECT_EQ(6, vcpu_call(t->vcpu, guest_count));
	EXPECT_EQ(7, vcpu_call(t->vcpu, guest_count));
	EXPECT_EQ(6, nested_call_value(&t->l2, guest_count));
	EXPECT_EQ(100, counter);
	sync_global_to_guest(t->vm, counter);
	EXPECT_EQ(101, vcpu_call(t->vcpu, guest_count));
	sync_global_from_guest(t->vm, counter);
	EXPECT_EQ(101, counter);
	EXPECT_EQ(7, nested_call_value(&t->l2, guest_count));
}

static void take_range(const struct trace_record *record, void *context)
{
	notifier_ranges_take(context, record);
}

/*
 * L0 discards a range: the trace has the range of the MMU notifier, its VM, and when KVM
 * was done with it. The tlbie witness depends on these; without them it would accept
 * any late tlbie.
 */
TEST_F(nested_library, trace_tells_when_a_page_may_go)
{
	struct nested_test *t = &self->t;
	unsigned long hva = (unsigned long)unit_hva(t, UNIT_MIDDLE);
	const struct notifier_range *range;
	struct notifier_ranges *ranges;
	struct trace_session *session;
	size_t i, nr, found = 0;

	TEST_REQUIRE_PRESENT(host_missing_kprobes());
	session = trace_session_start("ranges");
	ranges = notifier_ranges_start(session);
	TEST_REQUIRE(ranges, "this kernel's MMU notifier cannot be traced");

	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	notifier_ranges_show_ours(ranges);
	trace_session_read(session, take_range, ranges);
	range = notifier_ranges_get(ranges, &nr);
	for (i = 0; i < nr; i++) {
		if (!notifier_ranges_is_ours(ranges, &range[i]) ||
		    hva < range[i].start || hva >= range[i].end)
			continue;
		EXPECT_NE(0, range[i].done);
		found++;
	}
	EXPECT_LT(0, found);
	trace_session_stop(session);
}

static uint64_t guest_sync_twice(uint64_t stage)
{
	GUEST_SYNC(stage);
	GUEST_PRINTF("between %s and %lu", "stages", stage + 1);
	GUEST_SYNC(stage + 1);
	return stage + 2;
}

/* L1 and L2 call GUEST_SYNC: the host gets each of them, with its level. */
TEST_F(nested_library, sync_from_both_levels)
{
	struct nested_test *t = &self->t;
	struct nested_result result;

	vcpu_start_call(t->vcpu, guest_sync_twice, 1);
	vcpu_run_until_sync(t->vcpu, 1);
	EXPECT_EQ(1, t->vcpu->last_sync.level);
	vcpu_run_until_sync(t->vcpu, 2);
	EXPECT_EQ(3, vcpu_finish(t->vcpu));

	result = nested_call(&t->l2, guest_sync_twice, 11);
	ASSERT_EQ(NESTED_SYNCED, result.end);
	EXPECT_EQ(11, result.stop.uc->args[0]);
	EXPECT_EQ(2, t->vcpu->last_sync.level);
	EXPECT_STREQ(__FILE__, t->vcpu->last_sync.file);
	result = nested_continue(&t->l2);
	ASSERT_EQ(NESTED_SYNCED, result.end);
	EXPECT_EQ(12, result.stop.uc->args[0]);
	EXPECT_EQ(13, nested_continue_value(&t->l2));
}

static uint64_t guest_trap(void)
{
	asm volatile(".long 0");
	return 77;
}

static void guest_skip_instruction(struct interrupt_frame *frame)
{
	frame->srr0 += 4;
}

static uint64_t guest_handle_trap(void)
{
	uint64_t value;

	guest_install_handler(VECTOR_PROGRAM, guest_skip_instruction);
	value = guest_trap();
	guest_install_handler(VECTOR_PROGRAM, NULL);
	return value;
}

/* L1 installs a handler and executes an illegal instruction: the handler gets it. */
TEST_F(nested_library, handler_in_l1)
{
	EXPECT_EQ(77, vcpu_call(self->t.vcpu, guest_handle_trap));
}

static uint64_t guest_handle_dsi(gva_t ea)
{
	guest_install_handler(VECTOR_DATA_STORAGE, guest_skip_instruction);
	l2_store64(ea, 1);
	guest_install_handler(VECTOR_DATA_STORAGE, NULL);
	return 78;
}

/* L2 stores to an address that its own tables do not map: L2's handler gets the interrupt. */
TEST_F(nested_library, handler_in_l2)
{
	struct nested_test *t = &self->t;

	EXPECT_EQ(78, nested_call_value(&t->l2, guest_handle_dsi, 0x7700000000UL));
}

static void run_on_vm(void *fn)
{
	void (*run)(struct nested_test *t) = fn;
	struct nested_test t;

	nested_test_setup(&t, &NESTED_ANY_CELL);
	vcpu_timeout_ticks = 2;
	run(&t);
}

/*
 * Run @fn on a VM in a child, since it ends with a verdict: the output must have @kind,
 * @text1 and @text2.
 */
static void expect_verdict(const char *kind, void (*fn)(struct nested_test *t),
			   const char *text1, const char *text2)
{
	char out[8192];
	int status;

	fflush(stdout);
	status = fork_case(run_on_vm, fn, 0, out, sizeof(out));
	if (status != KSFT_FAIL || !strstr(out, kind) || !strstr(out, text1) ||
	    !strstr(out, text2))
		TEST_ERROR("expected '%s' with '%s' and '%s', got status %d and: %s",
			   kind, text1, text2, status, out);
}

static void expect_failure(void (*fn)(struct nested_test *t),
			   const char *text1, const char *text2)
{
	expect_verdict("# FAIL: ", fn, text1, text2);
}

static uint64_t guest_assert_equal(uint64_t a, uint64_t b)
{
	GUEST_ASSERT_EQ(a, b);
	return 0;
}

static void assert_in_l1(struct nested_test *t)
{
	vcpu_call(t->vcpu, guest_assert_equal, 3, 4);
}

static void assert_in_l2(struct nested_test *t)
{
	nested_call(&t->l2, guest_assert_equal, 3, 4);
}

/*
 * A guest assertion fails in L1, then in L2: the failure names the level, both
 * values and the line of the assertion.
 */
TEST_F(nested_library, assertions_name_level_and_values)
{
	expect_failure(assert_in_l1, "L1: a == b: 0x3, 0x4",
		       "nested_library_test.c:");
	expect_failure(assert_in_l2, "L2: a == b: 0x3, 0x4",
		       "nested_library_test.c:");
}

static void trap_in_l1(struct nested_test *t)
{
	vcpu_call(t->vcpu, guest_trap);
}

static void dsi_in_l2(struct nested_test *t)
{
	nested_read(&t->l2, 0x7700000000UL);
}

/*
 * L1 traps, then L2 loads from an address that it has not mapped: the failure names
 * the interrupt, the level and the registers.
 */
TEST_F(nested_library, unexpected_interrupts_are_failures)
{
	expect_failure(trap_in_l1, "unexpected interrupt 0x700 in L1",
		       "srr0 ");
	expect_failure(dsi_in_l2, "unexpected interrupt 0x300 in L2",
		       "dar 0000007700000000");
}

static uint64_t guest_hang(uint64_t stage)
{
	uint64_t never = stage;

	GUEST_SYNC(stage);
	while (READ_ONCE(never))
		;
	return 0;
}

static void hang_in_l1(struct nested_test *t)
{
	vcpu_start_call(t->vcpu, guest_hang, 41);
	vcpu_run_until_sync(t->vcpu, 41);
	vcpu_finish(t->vcpu);
}

static void hang_in_l2(struct nested_test *t)
{
	nested_call(&t->l2, guest_hang, 42);
	nested_continue(&t->l2);
}

/*
 * L1, then L2 never returns after a GUEST_SYNC(): the failure names the level and
 * the last sync point.
 */
TEST_F(nested_library, hangs_name_level_and_sync_point)
{
	expect_failure(hang_in_l1, "hangs in L1", "stage 41 of L1");
	expect_failure(hang_in_l2, "hangs in L2", "stage 42 of L2");
}

static uint64_t l1_set_version(struct l2_vcpu *vcpu, uint64_t version)
{
	vcpu->hv.version = version;
	return 0;
}

/* L1 enters L2 with each version of the buffer: H_ENTER_NESTED accepts 1 and 2 only. */
TEST_F(nested_library, enter_nested_versions)
{
	struct nested_test *t = &self->t;
	struct nested_result result;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	vcpu_call(t->vcpu, l1_set_version, t->l2.l2_vcpu, HV_GUEST_STATE_V1);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	vcpu_call(t->vcpu, l1_set_version, t->l2.l2_vcpu, HV_GUEST_STATE_V2);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	vcpu_call(t->vcpu, l1_set_version, t->l2.l2_vcpu, 3);
	result = nested_access(&t->l2, NESTED_LOAD, TEST_L2_RA, 0);
	ASSERT_EQ(NESTED_TO_L1, result.end);
	EXPECT_EQ(NESTED_EXIT_REFUSED, result.exit.trap);
	EXPECT_EQ(H_PARAMETER, result.exit.hcall_rc);
}

/* L1 unmaps pages and uses H_RPT_INVALIDATE by range and for all: L2 faults into L1. */
TEST_F(nested_library, rpt_invalidate)
{
	static const enum l1_way ways[] = { L1_BY_RPT_RANGE, L1_BY_RPT_LPID_ALL_CACHES };
	struct nested_test *t = &self->t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
		nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
		nested_set_leaf(&t->l2, TEST_L2_RA, 0);
		nested_invalidate(&t->l2, TEST_L2_RA, t->leaf_shift, ways[i]);
		nested_expect_fault(&t->l2, NESTED_LOAD, TEST_L2_RA, DSISR_NOHPTE);
	}
}

/* KVM names its debugfs directory after the VM's first file descriptor, not after this one. */
static void look_by_another_number(struct nested_test *t)
{
	t->vm->fd = fcntl(t->vm->fd, F_DUPFD_CLOEXEC, 1000);
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_read(&t->l2, TEST_L2_RA);
	shadow_expect_live(&t->l2, TEST_L2_RA);
}

/* The VM's debugfs directory cannot be found: the case ends as a test error. */
TEST_F(nested_library, vm_without_tables_is_an_error)
{
	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	expect_verdict("# ERROR: ", look_by_another_number, "-1000",
		       "radix_dump.c:");
}

/*
 * A vCPU keeps a VM alive whose file descriptor number is free again: the next VM still
 * has a debugfs directory, with its own tables.
 */
TEST_F(nested_library, vm_gets_a_number_that_was_used)
{
	struct nested_test *old = &self->t, next;
	struct radix_dump dump;
	int number;

	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	nested_map_rw(&old->l2, TEST_L2_RA, TEST_GPA, old->leaf_shift);
	nested_read(&old->l2, TEST_L2_RA);
	shadow_expect_live(&old->l2, TEST_L2_RA);
	number = old->vm->fd;
	close(number);
	close(old->vm->kvm_fd);

	nested_test_setup(&next, &NESTED_ANY_CELL);
	ASSERT_LT(number, next.vm->fd);
	ASSERT_TRUE(radix_dump_is_there(next.vm->fd));
	shadow_dump_read(next.vm, &dump);
	EXPECT_EQ(NULL, radix_dump_tree(&dump, old->l2.lpid));
	shadow_dump_free(next.vm, &dump);

	/* The same when the other VM has ended. */
	munmap(old->vcpu->run, old->vcpu->run_size);
	close(old->vcpu->fd);
	nested_map_rw(&next.l2, TEST_L2_RA, TEST_GPA, next.leaf_shift);
	nested_read(&next.l2, TEST_L2_RA);
	shadow_expect_live(&next.l2, TEST_L2_RA);
	shadow_expect_bits(&next.l2, TEST_L2_RA, RADIX_R,
			   RADIX_R);
	backing_destroy(&old->mem);
	*old = next;
}

/* L2 maps the page; then L0 unmaps it on its own, and L1 maps it again. */
static void make_live_and_take(struct nested_test *t)
{
	nested_write(&t->l2, TEST_L2_RA, mark(MARK_SEED_L2, 0));
	backing_protect(&t->mem, 0, t->unit, PROT_NONE);
	backing_protect(&t->mem, 0, t->unit, PROT_READ | PROT_WRITE);
}

/*
 * L2 stores, and the host unmaps the page before the shadow leaf is looked for, as khugepaged
 * may: the check repeats L2's access, finds the leaf, and the data is L2's.
 */
TEST_F(nested_library, look_after_the_host_took_the_page)
{
	struct nested_test *t = &self->t;

	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	make_live_and_take(t);
	shadow_expect_live(&t->l2, TEST_L2_RA);
	make_live_and_take(t);
	shadow_expect_bits_of(&t->l2, NESTED_STORE, TEST_L2_RA, RADIX_C,
			      RADIX_C);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L2, 0));
}

static void look_at_what_was_kept(struct nested_test *t)
{
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	make_live_and_take(t);
	shadow_expect_kept(&t->l2, TEST_L2_RA);
}

/* L0's leaf for L1 is in place: the host has not unmapped the page. */
static void look_at_what_l1_took(struct nested_test *t)
{
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_read(&t->l2, TEST_L2_RA);
	nested_tlbie_page(&t->l2, TEST_L2_RA, t->leaf_shift);
	shadow_expect_live(&t->l2, TEST_L2_RA);
}

/* A load does not set C. */
static void look_for_another_access(struct nested_test *t)
{
	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	make_live_and_take(t);
	shadow_expect_bits_of(&t->l2, NESTED_LOAD, TEST_L2_RA, RADIX_C,
			      RADIX_C);
}

/*
 * A shadow leaf is missing or lacks bits, and the host has not unmapped the page on its
 * own: the check fails at once, without another access of L2.
 */
TEST_F(nested_library, looks_that_are_not_taken_again)
{
	TEST_REQUIRE_PRESENT(host_missing_debugfs());
	expect_failure(look_at_what_was_kept, "no shadow leaf for",
		       "nested_library_test.c:");
	expect_failure(look_at_what_l1_took, "no shadow leaf for",
		       "nested_library_test.c:");
	expect_failure(look_for_another_access, "has leaf",
		       "nested_library_test.c:");
}

/*
 * L0 migrates L2's memory between nodes four times: after each move L2 reads the same
 * data, and can store.
 */
/* Covers: S3 */
TEST_F(nested_library, numa_migration)
{
	struct nested_test *t = &self->t;
	int node;

	TEST_REQUIRE_PRESENT(numa_missing(2));
	nested_test_map(t, &t->l2, unit_l2_ra(t, UNIT_FIRST), UNIT_FIRST);
	for (node = 0; node < 4; node++) {
		numa_move(t->mem.hva, t->mem.size, numa_node(node & 1));
		EXPECT_EQ(numa_node(node & 1), numa_node_of(t->mem.hva));
		nested_expect_unit(t, &t->l2, unit_l2_ra(t, UNIT_FIRST),
				   UNIT_FIRST, MARK_SEED_L0);
		nested_mark_unit(t, &t->l2, unit_l2_ra(t, UNIT_FIRST),
				 UNIT_FIRST, MARK_SEED_L0);
	}
}

/*
 * L0 frees a huge page that is the last one of its pool: frame_occupy() does not take it,
 * since L2's next access needs it.
 */
TEST(last_huge_page_of_the_pool)
{
	struct nested_cell cell = {
		.backing = BACKING_HUGETLB_2M, .leaf_shift = 21,
	};
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE;
	struct nested_test t;
	unsigned long frame;

	TEST_CASE_BEGIN(_metadata, NULL);
	nested_test_setup(&t, &cell);
	while (!backing_missing(cell.backing))
		TEST_ASSERT(mmap(NULL, SZ_2M, PROT_READ | PROT_WRITE, flags, -1,
				 0) != MAP_FAILED, "map a huge page");
	nested_test_map(&t, &t.l2, TEST_L2_RA, UNIT_MIDDLE);
	nested_expect_unit(&t, &t.l2, TEST_L2_RA, UNIT_MIDDLE, MARK_SEED_L0);
	frame = unit_frame(&t, UNIT_MIDDLE);
	backing_discard(&t.mem, unit_offset(&t, UNIT_MIDDLE), t.unit);
	EXPECT_EQ(0, occupy_frame(&t, frame));
	nested_expect_unit(&t, &t.l2, TEST_L2_RA, UNIT_MIDDLE, 0);
	nested_test_teardown(&t, _metadata->exit_code);
}

/*
 * A frame was freed on another CPU: frame_occupy() finds it there, and the vCPU's thread is
 * then on its own CPU again.
 */
TEST(frame_freed_on_another_cpu)
{
	struct nested_test t;
	unsigned long frame;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	nested_test_setup(&t, &NESTED_ANY_CELL);
	frame = unit_frame(&t, UNIT_MIDDLE);
	pin_self_to_cpu(1);
	backing_discard(&t.mem, unit_offset(&t, UNIT_MIDDLE), t.unit);
	pin_self_to_cpu(0);
	EXPECT_EQ(frame, occupy_frame(&t, frame));
	EXPECT_EQ(cpu_usable(0), sched_getcpu());
	nested_test_teardown(&t, _metadata->exit_code);
}

#define VCPUS		2
#define COUNTS		200

/* A vCPU of L1 on a host CPU of its own, with the shared L2 and an L2 of its own. */
struct worker {
	struct nested_vcpu shared;
	struct nested_vcpu own;
	int cpu;
	uint64_t value;
};

static uint64_t l2_count_up(gva_t ea, uint64_t times)
{
	uint64_t i;

	for (i = 0; i < times; i++)
		__atomic_fetch_add((uint64_t *)ea, 1, __ATOMIC_SEQ_CST);
	return l2_load64(ea);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	int i;

	pin_self_to_cpu(w->cpu);
	for (i = 0; i < 4; i++) {
		struct nested_result result = nested_call(&w->shared,
							  l2_count_up,
							  TEST_L2_RA, COUNTS);

		if (result.end != NESTED_RETURNED)
			TEST_FAIL("the shared L2: %s",
				  nested_result_name(&w->shared, &result));
		result = nested_call(&w->own, l2_count_up, TEST_L2_RA, COUNTS);
		w->value = result.exit.value;
	}
	return NULL;
}

/*
 * Two vCPUs of L1 run one L2 at the same time, and an L2 of their own each, all of
 * which count: no increment is lost.
 */
TEST(vcpus_share_an_l2)
{
	struct kvm_vcpu *vcpus[VCPUS];
	struct worker workers[VCPUS];
	pthread_t threads[VCPUS];
	struct nested_test t;
	int i;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_cpus(VCPUS));
	nested_test_setup_vcpus(&t, &NESTED_ANY_CELL, VCPUS, vcpus);
	memset(t.mem.hva, 0, t.mem.size);
	nested_map_rw(&t.l2, TEST_L2_RA, TEST_GPA, 16);
	for (i = 0; i < VCPUS; i++) {
		workers[i].shared = t.l2;
		if (i)
			nested_add_vcpu(&workers[i].shared, &t.l2, vcpus[i]);
		nested_create(&workers[i].own, vcpus[i], 100 + i);
		nested_map_rw(&workers[i].own, TEST_L2_RA,
			      TEST_GPA + (i + 1) * SZ_64K, 16);
		workers[i].cpu = i;
	}
	/*
	 * DEFECT_NESTED_CREATE_RACE: of two L2s that are entered for the first time
	 * at once, one may be lost. So enter them one after the other.
	 */
	nested_read(&t.l2, TEST_L2_RA);
	for (i = 0; i < VCPUS; i++)
		nested_read(&workers[i].own, TEST_L2_RA);
	for (i = 0; i < VCPUS; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, work,
					    &workers[i]));
	for (i = 0; i < VCPUS; i++) {
		pthread_join(threads[i], NULL);
		EXPECT_EQ(4 * COUNTS, workers[i].value);
	}
	EXPECT_EQ(4 * COUNTS * VCPUS, *(uint64_t *)t.mem.hva);
	nested_test_teardown(&t, _metadata->exit_code);
}

/* With --stress, its time limit applies. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	1000000	/* seconds */

/*
 * Two vCPUs enter a new L2 at the same time: both entries must succeed. Known defect:
 * kvmhv_get_nested() allocates the L2's state outside of its lock, and the second vCPU, which
 * finds the LPID in use but no state, gets H_PARAMETER.
 */
TEST(vcpus_enter_a_new_l2_at_once)
{
	unsigned long log, tried = 0;
	const unsigned long defects = BIT(DEFECT_NESTED_CREATE_RACE);
	bool shows = false;
	int round;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_any());
	TEST_REQUIRE_PRESENT(host_missing_cpus(VCPUS));
	log = kernel_log_mark();
	kernel_log_note(KERNEL_LOG_BEGINS);
	for (round = 0; !shows && search_goes_on(round, 1); round++)
		shows = create_race(&tried) || kernel_log_complaint(log);
	test_note("%lu new L2s tried", tried);
	kernel_log_judge(log, known_defects_splat, &defects);
	TEST_SHOWS_DEFECT(shows, DEFECT_NESTED_CREATE_RACE);
}

TEST_HARNESS_MAIN
