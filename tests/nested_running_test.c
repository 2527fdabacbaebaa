// SPDX-License-Identifier: GPL-2.0
/*
 * L2 runs continuously while another CPU unmaps the page that it accesses.
 *
 * The shadow leaf must be invalidated in the other CPU's TLB before the unmapping
 * continues (kvmppc_radix_tlbie_page() for each leaf, kvmhv_flush_lpid() if all tables of
 * an L2 are freed). An L2 that has to be entered again would not show it: QEMU flushes the
 * TLB at an entry, and a real CPU may have evicted the entry by then.
 *
 * Each round first checks that L2 runs and that its accesses reach the right page. Then
 * the page is unmapped, and L2's next access must not use it.
 *
 * An emulated POWER9 hides a missing tlbie if L0 changes its own mapping too: the kernel
 * works around an erratum by a tlbie of PID 0 (CPU_FTR_P9_TLBIE_ERAT_BUG), for which
 * QEMU flushes everything. An emulated POWER10 shows it.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "isa/hcall.h"
#include "cpu_util.h"
#include "frames.h"
#include "fixture/l0_op_tests.h"
#include "host/host_probe.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_spinner.h"
#include "isa/radix.h"
#include "trace_session.h"

#define VCPUS		2
#define L0_ROUNDS	6	/* per case: L2 may be descheduled by chance */
#define L1_ROUNDS	12
#define STORES		16	/* that L2 completes before the old page is checked */

/* Offset in a unit of the word that L2 accesses. */
#define WORD		(3 * SZ_4K + 8)

struct running {
	struct nested_test t;
	struct kvm_vcpu *vcpus[VCPUS];	/* the second one for L1 itself */
	struct nested_spinner s;
};

static void running_setup(struct running *r, const struct nested_cell *cell,
			  enum nested_access access)
{
	struct nested_test *t = &r->t;
	gva_t ea;

	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	nested_test_setup_vcpus(t, cell, VCPUS, r->vcpus);
	ea = unit_l2_ra(t, UNIT_MIDDLE);
	nested_test_map(t, &t->l2, ea, UNIT_MIDDLE);
	spinner_start(&r->s, t, &t->l2, access, ea + WORD);
}

static void running_setup_load(struct running *r, const struct nested_cell *cell)
{
	running_setup(r, cell, NESTED_LOAD);
}

static void running_setup_store(struct running *r, const struct nested_cell *cell)
{
	running_setup(r, cell, NESTED_STORE);
}

static void running_teardown(struct running *r, int exit_code)
{
	if (!exit_code)
		spinner_stop(&r->s);
	nested_test_teardown(&r->t, exit_code);
}

static uint64_t *word(const struct running *r, int unit)
{
	return unit_hva(&r->t, unit) + WORD;
}

/* The host page of the word. */
static size_t page_offset(const struct running *r)
{
	return align_down(unit_offset(&r->t, UNIT_MIDDLE) + WORD,
			  r->t.mem.page_size);
}

static void make_live(struct running *r, int unit, uint64_t value)
{
	WRITE_ONCE(*word(r, unit), value);
	spinner_wait_value(&r->s, value);
	spinner_expect_running(&r->s, 2);
}

static void expect_first_value(struct running *r, uint64_t turn, uint64_t value)
{
	uint64_t seen = spinner_first_value(&r->s, turn);

	if (seen != value)
		TEST_FAIL("running L2 reads %#lx at %#lx, turn %lu, should read %#lx",
			  seen, r->s.ea, turn, value);
}

/* L2's next access must fail. */
static void expect_refused(struct running *r, const char *what)
{
	if (!spinner_is_refused(&r->s))
		TEST_FAIL("running L2 %s at %#lx, which should fail",
			  what, r->s.ea);
}

/* A store of L2 arrives in L0's memory. */
static void expect_store(struct running *r)
{
	uint64_t old = READ_ONCE(*word(r, UNIT_MIDDLE));
	int stores;

	for (stores = 0; stores < STORES; stores++) {
		spinner_expect_running(&r->s, 1);
		if (READ_ONCE(*word(r, UNIT_MIDDLE)) != old)
			return;
	}
	TEST_FAIL("running L2's stores at %#lx do not reach L0's memory",
		  r->s.ea);
}

static void fill_word(struct l0_act *act, void *hva)
{
	size_t offset = unit_offset(act->t, UNIT_MIDDLE) + WORD - act->offset;

	*(uint64_t *)(hva + offset) = mark(MARK_SEED_NEW, 0);
}

static bool is_refused_then(const struct l0_op *op)
{
	return op->data == DATA_NONE || op->data == DATA_READ_ONLY;
}

/*
 * L2 stores if the operation keeps the data, to see where the stores arrive; otherwise it
 * loads.
 */
static void op_setup(struct running *r, const struct l0_op_case *c)
{
	const struct l0_op *op = c->op;
	const char *missing;

	running_setup(r, &c->cell, op->data == DATA_SAME || op->other_sum ||
		      op->data == DATA_READ_ONLY ? NESTED_STORE : NESTED_LOAD);
	missing = op->missing ? op->missing(&r->t) : NULL;
	TEST_REQUIRE_PRESENT(missing);
	__atomic_store_n(&r->s.may_fault, is_refused_then(op), __ATOMIC_RELEASE);
}

static void expect_data(struct running *r, const struct l0_op *op,
			struct l0_act *act, uint64_t turn)
{
	uint64_t sum;

	if (is_refused_then(op)) {
		expect_refused(r, op->data == DATA_NONE ? "loads" : "stores");
		op->undo(act);
		spinner_expect_running(&r->s, 2);
	} else if (r->s.access == NESTED_LOAD) {
		expect_first_value(r, turn, op->data == DATA_NEW ?
				   mark(MARK_SEED_NEW, 0) : 0);
	} else {
		sum = op->other_sum ? op->other_sum(act) : 0;
		spinner_expect_running(&r->s, STORES);
		if (op->other_sum && op->other_sum(act) != sum)
			TEST_FAIL("running L2 stored to memory that %s gave away",
				  op->name);
		expect_store(r);
	}
}

/*
 * L2 loads or stores in a loop on another CPU, and L0 repeats the operation on the page:
 * L2's next load returns the new contents, or its next store reaches the new memory; or it
 * fails until L0 has undone the operation.
 */
static void op_drive(struct running *r, const struct l0_op_case *c)
{
	struct nested_test *t = &r->t;
	const struct l0_op *op = c->op;
	struct l0_act act;
	uint64_t turn;
	int round;

	for (round = 0; round < L0_ROUNDS; round++) {
		act = (struct l0_act){
			.t = t, .offset = page_offset(r), .fill = fill_word,
			.len = op->scope == SCOPE_TO_END ?
			       t->mem.size - page_offset(r) : t->mem.page_size,
		};
		turn = spinner_next_turn(&r->s);
		if (r->s.access == NESTED_LOAD)
			make_live(r, UNIT_MIDDLE, mark(MARK_SEED_L0, round));
		else
			expect_store(r);
		op->act(&act);
		spinner_raise(&r->s, turn);
		expect_data(r, op, &act, turn);
		l0_act_end_spare(&act);
	}
}

L0_OP_TESTS_OF(nested_running, l0_op_running_cases(l0_op_groups, nr), struct running, op_setup,
	       op_drive, running_teardown)

NESTED_TEST_SUITE_OF(nested_running_load, struct running, r, running_setup_load,
		     running_teardown);
NESTED_CELL(nested_running_load, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_running_load, thp_2m, BACKING_ANON_THP, 2m, 21);

/*
 * L2 loads in a loop on another CPU, and L0 deletes the slot and adds it again with other
 * memory: L2 waits in between, and its next load reads the new memory.
 */
/* Covers: S3 */
TEST_F(nested_running_load, slot_on_other_memory)
{
	struct running *r = &self->r;
	struct nested_test *t = &r->t;
	char *hvas[2];
	uint64_t turn;
	int round;

	backing_create(&t->spare, t->mem.type, t->mem.size);
	backing_populate(&t->spare);
	hvas[0] = t->mem.hva;
	hvas[1] = t->spare.hva;
	__atomic_store_n(&r->s.may_fault, true, __ATOMIC_RELEASE);
	/* An even number, to end with the first memory. */
	for (round = 1; round <= 4; round++) {
		turn = spinner_next_turn(&r->s);
		make_live(r, UNIT_MIDDLE, mark(MARK_SEED_L0, round));
		vm_mem_region_delete(t->vm, TEST_SLOT);
		t->mem.hva = hvas[round & 1];
		WRITE_ONCE(*word(r, UNIT_MIDDLE), mark(MARK_SEED_NEW, round));
		vm_mem_region_add(t->vm, TEST_SLOT, 0, t->gpa, t->mem.size,
				  t->mem.hva);
		spinner_raise(&r->s, turn);
		expect_first_value(r, turn, mark(MARK_SEED_NEW, round));
	}
}

NESTED_TEST_SUITE_OF(nested_running_store, struct running, r, running_setup_store,
		     running_teardown);
NESTED_CELL(nested_running_store, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_running_store, thp_2m, BACKING_ANON_THP, 2m, 21);

/*
 * L2 stores in a loop on another CPU, and L0 reads the dirty log repeatedly: the page is
 * in each log, since no CPU may still use a translation with C set. Known defect.
 */
TEST_F(nested_running_store, dirty_log)
{
	struct running *r = &self->r;
	struct nested_test *t = &r->t;
	size_t offset = (char *)word(r, UNIT_MIDDLE) - t->mem.hva;
	uint64_t *log;
	bool logged;
	int round;

	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	expect_store(r);
	free(nested_test_read_log(t));
	for (round = 0; round < L0_ROUNDS; round++) {
		spinner_expect_running(&r->s, STORES);
		log = nested_test_read_log(t);
		logged = is_logged(log, offset);
		free(log);
		if (logged)
			continue;
		/* Stock QEMU ignores the LPID of a tlbie: there it is a failure. */
		spinner_stop(&r->s);
		if (!nested_mmio_missing(&t->l2))
			TEST_KNOWN_DEFECT(true,
					  known_defects[DEFECT_RC_WRONG_LPID].name,
					  "L2's stores are not in the log");
		TEST_FAIL("running L2 stores, and the page is not in the dirty log");
	}
}

/* Invalidations by one vCPU of L1 for the L2 on the other. */
NESTED_TEST_SUITE_OF(nested_running_l1, struct running, r, running_setup_load,
		     running_teardown);
NESTED_CELL(nested_running_l1, anon, BACKING_ANON, 64k, 16);

/* L1 increments the turn itself: an exit to the host would take too long. */
static long l1_repoint(struct l2_vm *l2, gpa_t l2_ra, uint64_t leaf,
		       unsigned int shift, enum l1_way way, uint64_t turn)
{
	long rc;

	GUEST_ASSERT_EQ(l1_nested_set_leaf(l2, l2_ra, leaf), 0);
	rc = l1_invalidate(l2->lpid, l2_ra, shift, way);
	l1_store64(SPINNER_TURN_GPA, turn);
	return rc;
}

/* In each round L1 maps the address to the other one of two units. */
static void repoint_in_l1(struct running *r, enum l1_way way)
{
	struct nested_test *t = &r->t;
	int round, from, to;
	uint64_t turn;
	long rc;

	for (round = 0; round < L1_ROUNDS; round++) {
		from = round & 1 ? UNIT_FIRST : UNIT_MIDDLE;
		to = round & 1 ? UNIT_MIDDLE : UNIT_FIRST;
		turn = spinner_next_turn(&r->s);
		WRITE_ONCE(*word(r, to), mark(MARK_SEED_NEW, round));
		make_live(r, from, mark(MARK_SEED_L0, round));
		rc = vcpu_call(r->vcpus[1], l1_repoint, t->l2.l2_vm,
			       unit_l2_ra(t, UNIT_MIDDLE),
			       nested_leaf(unit_gpa(t, to),
					   RADIX_RW | RADIX_RC),
			       t->leaf_shift, way, turn);
		TEST_ASSERT(rc == H_SUCCESS, "L1's invalidation gave %ld", rc);
		expect_first_value(r, turn, mark(MARK_SEED_NEW, round));
	}
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates by tlbie of the LPID: L2's next load reads that page.
 */
TEST_F(nested_running_l1, tlbie_lpid)
{
	repoint_in_l1(&self->r, L1_BY_LPID);
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates by tlbie of the LPID with RIC=2: L2's next load reads that page.
 */
TEST_F(nested_running_l1, tlbie_lpid_ric2)
{
	repoint_in_l1(&self->r, L1_BY_LPID_ALL_CACHES);
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates by tlbie of all LPIDs: L2's next load reads that page.
 */
TEST_F(nested_running_l1, tlbie_all)
{
	repoint_in_l1(&self->r, L1_BY_ALL);
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates by tlbie of all LPIDs with RIC=2: L2's next load reads that page.
 */
TEST_F(nested_running_l1, tlbie_all_ric2)
{
	repoint_in_l1(&self->r, L1_BY_ALL_ALL_CACHES);
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates its range by H_RPT_INVALIDATE: L2's next load reads that page.
 */
TEST_F(nested_running_l1, rpt_invalidate_range)
{
	TEST_REQUIRE_PRESENT(nested_missing_rpt_invalidate(self->r.t.vm));
	repoint_in_l1(&self->r, L1_BY_RPT_RANGE);
}

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates the LPID by H_RPT_INVALIDATE: L2's next load reads that page.
 */
TEST_F(nested_running_l1, rpt_invalidate_lpid)
{
	TEST_REQUIRE_PRESENT(nested_missing_rpt_invalidate(self->r.t.vm));
	repoint_in_l1(&self->r, L1_BY_RPT_LPID);
}

/*
 * L2 loads in a loop, and userspace switches the VM to the hash MMU: refused while a vCPU
 * runs. L2 goes on, and sees what L0 stores.
 */
TEST_F(nested_running_l1, hash_mmu_refused)
{
	struct running *r = &self->r;
	struct kvm_ppc_mmuv3_cfg hash = {};

	make_live(r, UNIT_MIDDLE, mark(MARK_SEED_L0, 1));
	if (__vm_ioctl(r->t.vm, KVM_PPC_CONFIGURE_V3_MMU, &hash) != -EBUSY)
		TEST_FAIL("the hash MMU should be refused with EBUSY: a vCPU runs");
	make_live(r, UNIT_MIDDLE, mark(MARK_SEED_NEW, 1));
}

/* In L1: L2's entry is cleared and L0 told, which ends the L2, and written again. */
static long l1_end_and_restore(struct l2_vm *l2)
{
	long rc;

	l1_set_partition_entry(l2->lpid, 0, 0);
	rc = l1_tlbie(l2->lpid, 0, TLBIE_RIC_ALL, TLBIE_IS_LPID, 0);
	l1_nested_enter_table(l2);
	return rc;
}

/* Root is refused real time in a cgroup that has no budget for it (CONFIG_RT_GROUP_SCHED). */
static void set_policy(int policy)
{
	struct sched_param param = { .sched_priority = policy == SCHED_FIFO };
	int err = sched_setscheduler(0, policy, &param) ? errno : 0;

	TEST_REQUIRE(err != EPERM,
		     "SCHED_FIFO is refused: run it in the root cgroup of the cpu controller");
	TEST_ASSERT(!err, "scheduling policy %d: %s", policy, strerror(err));
}

/*
 * In L1's second vCPU, on L2's CPU and ahead of L2: L2 is inside H_ENTER_NESTED, and does
 * nothing until the entry is back.
 */
static void end_and_restore(struct running *r)
{
	long rc;

	pin_self_to_cpu(1);
	set_policy(SCHED_FIFO);
	rc = vcpu_call(r->vcpus[1], l1_end_and_restore, r->t.l2.l2_vm);
	set_policy(SCHED_OTHER);
	pin_self_to_cpu(0);
	TEST_ASSERT(rc == H_SUCCESS, "L1's invalidation gave %ld", rc);
}

/*
 * L2 loads in a loop. L1 clears its partition table entry, invalidates, so that L0 ends
 * the L2, and writes the entry again. L0 discards L2's page, and the frame gets another
 * owner: L2's next load returns zeros. Known defect: the L2 runs on, and L0 does not find
 * what it has mapped since.
 */
/* Covers: S2, S3 */
TEST_F(nested_running_l1, ended_while_it_runs)
{
	struct running *r = &self->r;
	struct nested_test *t = &r->t;
	bool shows = false;
	uint64_t turn;
	int round;

	TEST_REQUIRE_PRESENT(frames_missing());
	/* Or the case is skipped, before anything depends on it. */
	set_policy(SCHED_FIFO);
	set_policy(SCHED_OTHER);
	frames_prepare();
	__atomic_store_n(&r->s.may_end, true, __ATOMIC_RELEASE);
	/* L2 is entered anew if it happens to exit to L1. */
	for (round = 0; round < L0_ROUNDS && !shows; round++) {
		unsigned long frame;

		turn = spinner_next_turn(&r->s);
		make_live(r, UNIT_MIDDLE, mark(MARK_SEED_L0, round));
		end_and_restore(r);
		make_live(r, UNIT_MIDDLE, mark(MARK_SEED_NEW, round));
		frame = frame_of(word(r, UNIT_MIDDLE));
		backing_discard(&t->mem, page_offset(r), t->mem.page_size);
		frame_occupy(frame, t->mem.type, mark(MARK_SEED_FOREIGN, 0));
		spinner_raise(&r->s, turn);
		shows = spinner_first_value(&r->s, turn) != 0;
	}
	nested_test_known_defect(t, shows, DEFECT_ENDED_L2_MAPS);
}

/* By page: each size that L0 has. */
NESTED_TEST_SUITE_OF(nested_running_l1_page, struct running, r, running_setup_load,
		     running_teardown);
NESTED_CELL(nested_running_l1_page, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_running_l1_page, thp_2m, BACKING_ANON_THP, 2m, 21);

/*
 * L2 loads in a loop, and L1's other vCPU points the address to another page and
 * invalidates by tlbie of the page: L2's next load reads that page.
 */
TEST_F(nested_running_l1_page, tlbie)
{
	repoint_in_l1(&self->r, L1_BY_PAGE);
}

/*
 * L2 loads in a loop, and L1's other vCPU unmaps the page: L2's next load faults
 * into L1, until the page is mapped again.
 */
TEST_F(nested_running_l1_page, unmap)
{
	struct running *r = &self->r;
	struct nested_test *t = &r->t;
	gpa_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE);
	uint64_t turn = 1;
	int round;

	__atomic_store_n(&r->s.may_fault, true, __ATOMIC_RELEASE);
	for (round = 0; round < L1_ROUNDS; round++) {
		uint64_t leaf = nested_leaf(unit_gpa(t, UNIT_MIDDLE),
					    RADIX_RW | RADIX_RC);

		spinner_expect_running(&r->s, 2);
		vcpu_call(r->vcpus[1], l1_repoint, t->l2.l2_vm, l2_ra, 0,
			  t->leaf_shift, L1_BY_PAGE, turn++);
		expect_refused(r, "loads");
		vcpu_call(r->vcpus[1], l1_nested_map, t->l2.l2_vm, l2_ra,
			  leaf & RADIX_RPN_MASK, t->leaf_shift,
			  RADIX_RW | RADIX_RC);
	}
	spinner_expect_running(&r->s, 2);
}

/* The function that L0 makes a CPU run after a vCPU has left it. */
#define LEFT_FUNCTION	"do_migrate_away_vcpu"

static void count_call(const struct trace_record *record, void *count)
{
	++*(int *)count;
}

static void read_on_cpu(struct nested_vcpu *l2, int nth)
{
	TEST_ASSERT(cpu_run_on(cpu_usable(nth)), "run on CPU %d",
		    cpu_usable(nth));
	nested_read(l2, TEST_L2_RA);
}

/*
 * L1's second vCPU, on the second CPU, enters the L2 vCPU that the first one ran on the
 * first CPU: L0 makes the first CPU leave L2's context. The previous CPU must be looked up
 * by L2's token, since L1's second vCPU has not moved, and has run L2's other vCPU there.
 */
TEST(vcpu_of_l2_moves_to_another_cpu)
{
	struct trace_session *left_a_cpu;
	struct kvm_vcpu *vcpus[VCPUS];
	struct nested_vcpu second, moved;
	struct nested_test t;
	int calls = 0;

	TEST_CASE_BEGIN(_metadata, NULL);
	TEST_REQUIRE_PRESENT(host_missing_cpus(VCPUS));
	TEST_REQUIRE_PRESENT(trace_missing());
	nested_test_setup_vcpus(&t, &NESTED_ANY_CELL, VCPUS, vcpus);
	left_a_cpu = trace_session_start("left");
	TEST_REQUIRE(trace_session_calls(left_a_cpu, LEFT_FUNCTION),
		     "this kernel cannot trace %s()", LEFT_FUNCTION);

	nested_test_map(&t, &t.l2, TEST_L2_RA, UNIT_FIRST);
	nested_add_vcpu(&second, &t.l2, vcpus[1]);
	moved = t.l2;
	moved.vcpu = vcpus[1];
	read_on_cpu(&t.l2, 0);
	read_on_cpu(&second, 1);
	trace_session_clear(left_a_cpu);

	read_on_cpu(&moved, 1);
	trace_session_read(left_a_cpu, count_call, &calls);
	if (!calls)
		TEST_FAIL("an L2 vCPU moved to another CPU, the previous CPU was not interrupted");
	trace_session_stop(left_a_cpu);
	nested_test_teardown(&t, _metadata->exit_code);
}

L0_OP_HARNESS_MAIN
