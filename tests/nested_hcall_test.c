// SPDX-License-Identifier: GPL-2.0
/*
 * Which arguments H_SET_PARTITION_TABLE, H_ENTER_NESTED and H_COPY_TOFROM_GUEST accept,
 * and which they refuse: with the documented code, and without any other effect.
 *
 * L1 can pass anything. kvmhv_set_partition_table(), kvmhv_enter_nested_guest() and
 * kvmhv_copy_tofrom_guest_nested() have to validate it.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "file_util.h"
#include "guard.h"
#include "isa/hcall.h"
#include "host/host_probe.h"
#include "kernel_log.h"
#include "kernel_symbols.h"
#include "trace_session.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"
#include "isa/spr.h"

#define L2_RA		TEST_L2_RA

FIXTURE(nested_hcall)
{
	struct nested_test t;
	struct l2_vcpu *state;		/* L2's, in L1's memory */
	gpa_t hv_ra, regs_ra;		/* its parts, as L1 real addresses */
	uint64_t table;			/* L1's partition table */
};

FIXTURE_SETUP(nested_hcall)
{
	struct nested_test *t = &self->t;

	TEST_CASE_BEGIN(_metadata, NULL);
	/* A refusal must leave no object. */
	nested_test_setup_leak_check(t, &NESTED_ANY_CELL);
	self->state = nested_l2_state(&t->l2);
	self->hv_ra = nested_hv_ra(&t->l2);
	self->regs_ra = nested_regs_ra(&t->l2);
	sync_global_from_guest(t->vm, l1_partition_table);
	self->table = l1_ra(l1_partition_table);
	nested_map_rw(&t->l2, L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
}

NESTED_TEST_SUITE_TEARDOWN(nested_hcall, t, nested_test_teardown);

static long hypercall(struct kvm_vcpu *vcpu, uint64_t nr, uint64_t a4,
		      uint64_t a5, uint64_t a6)
{
	return vcpu_call(vcpu, hcall, nr, a4, a5, a6, 0, 0);
}

static long set_table(struct kvm_vcpu *vcpu, uint64_t ptcr)
{
	return hypercall(vcpu, H_SET_PARTITION_TABLE, ptcr, 0, 0);
}

/* L2's leaf is still in the shadow table, and L2 runs. */
static void expect_untouched(struct nested_test *t)
{
	shadow_expect_kept(&t->l2, L2_RA);
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
}

static void expect_refused(struct nested_test *t, long rc)
{
	struct nested_result result = nested_retry(&t->l2);

	if (result.end != NESTED_TO_L1 ||
	    result.exit.trap != NESTED_EXIT_REFUSED ||
	    result.exit.hcall_rc != rc)
		TEST_FAIL("H_ENTER_NESTED should return %ld: %s", rc,
			  nested_result_name(&t->l2, &result));
}

/*
 * L1 registers a table that is too large, or outside of its memory: refused. The previous
 * table stays in use: L0 reads an entry from it again, correctly.
 */
TEST_F(nested_hcall, partition_table_refused)
{
	const struct {
		const char *name;
		uint64_t ptcr;
	} rows[] = {
		{ "of 8192 entries", self->table | 5 },
		{ "of the largest size", self->table | 31 },
		{ "between memslots", TEST_NO_SLOT_GPA | 4 },
		{ "beyond all memslots", BIT(50) | 4 },
		{ "at the last address", 0x0ffffffffffff000UL },
	};
	struct nested_test *t = &self->t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		test_row("a table %s", rows[i].name);
		hcall_expect_rc(set_table(t->vcpu, rows[i].ptcr), H_PARAMETER);
		expect_untouched(t);
		nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
		nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
	}
	test_row_end();
}

static bool is_no_translation(const struct nested_exit *exit)
{
	return (exit->trap == VECTOR_H_INST_STORAGE &&
		exit->msr & SRR1_ISI_NOPT) ||
	       (exit->trap == VECTOR_H_DATA_STORAGE &&
		exit->hdsisr & DSISR_NOHPTE);
}

/* An L2 without a table entry was entered: its first fetch faults into L1. */
static void expect_no_entry(struct nested_test *t)
{
	struct nested_result result = nested_retry(&t->l2);

	if (result.end != NESTED_TO_L1 || !is_no_translation(&result.exit))
		TEST_FAIL("an L2 without an entry should fault into L1: %s",
			  nested_result_name(&t->l2, &result));
}

/* L1 registers a table of each size: its last LPID works, the next one is refused. */
TEST_F(nested_hcall, partition_table_sizes)
{
	struct nested_test *t = &self->t;
	uint64_t size;

	for (size = 0; size <= 4; size++) {
		uint32_t end = 256 << size;

		test_row("a table of %u entries", end);
		hcall_expect_rc(set_table(t->vcpu, self->table | size), H_SUCCESS);
		nested_prepare(&t->l2, l2_load64, L2_RA);
		self->state->hv.lpid = end;
		expect_refused(t, H_PARAMETER);
		self->state->hv.lpid = end - 1;
		expect_no_entry(t);
		self->state->hv.lpid = TEST_LPID;
		expect_untouched(t);
	}
	test_row_end();
}

/*
 * L1 registers a table whose end is outside of its memory: an L2 whose entry is there has
 * none. It faults into L1, and L1's other L2s are as before.
 */
TEST_F(nested_hcall, partition_table_over_the_end)
{
	struct nested_test *t = &self->t;
	uint64_t table = TEST_GPA + t->mem.size - SZ_4K;

	hcall_expect_rc(set_table(t->vcpu, table | 4), H_SUCCESS);
	nested_prepare(&t->l2, l2_load64, L2_RA);
	self->state->hv.lpid = NESTED_MAX_LPID;
	expect_no_entry(t);
	self->state->hv.lpid = TEST_LPID;
	hcall_expect_rc(set_table(t->vcpu, self->table | 4), H_SUCCESS);
	expect_untouched(t);
}

/* L1 removes its table: L2 cannot be entered, its leaf stays. With a table again it runs. */
TEST_F(nested_hcall, partition_table_taken_away)
{
	struct nested_test *t = &self->t;

	hcall_expect_rc(set_table(t->vcpu, 0), H_SUCCESS);
	nested_prepare(&t->l2, l2_load64, L2_RA);
	expect_refused(t, H_NOT_AVAILABLE);
	shadow_expect_kept(&t->l2, L2_RA);
	hcall_expect_rc(set_table(t->vcpu, self->table | 4), H_SUCCESS);
	expect_untouched(t);
}

/*
 * L1 enters L2 with an unknown version, an LPID or token out of bounds, or a transaction
 * state that L1 is not in: refused, and nothing is written back.
 */
TEST_F(nested_hcall, enter_refused)
{
	struct nested_test *t = &self->t;
	struct l2_vcpu before;
	unsigned long last_cpu;
	size_t i;

	TEST_ASSERT(file_read_number("/sys/devices/system/cpu/kernel_max",
				     &last_cpu), "no kernel_max");
	const struct {
		const char *name;
		uint64_t version;
		uint32_t lpid, token;
		uint64_t msr;
		long rc;
	} rows[] = {
		{ "version 0", 0, TEST_LPID, 0, 0, H_PARAMETER },
		{ "version 3", 3, TEST_LPID, 0, 0, H_PARAMETER },
		{ "the last version", ~0UL, TEST_LPID, 0, 0, H_PARAMETER },
		{ "version 2 in the low half", BIT(32) | 2, TEST_LPID, 0, 0,
		  H_P2 },
		{ "LPID beyond the table", 2, NESTED_MAX_LPID + 1, 0, 0,
		  H_PARAMETER },
		{ "a negative LPID", 2, 0x80000000U | TEST_LPID, 0, 0,
		  H_PARAMETER },
		{ "the last LPID", 2, ~0U, 0, 0, H_PARAMETER },
		{ "a token as large as NR_CPUS", 2, TEST_LPID, last_cpu + 1, 0,
		  H_PARAMETER },
		{ "the last token", 2, TEST_LPID, ~0U, 0, H_PARAMETER },
		{ "MSR[TS] suspended", 2, TEST_LPID, 0, MSR_TS_S, H_BAD_MODE },
		{ "MSR[TS] transactional", 2, TEST_LPID, 0, MSR_TS_T,
		  H_BAD_MODE },
		{ "MSR[TS] reserved", 2, TEST_LPID, 0, MSR_TS_S | MSR_TS_T,
		  H_BAD_MODE },
	};

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct nested_hv_state good = self->state->hv;

		test_row("%s", rows[i].name);
		nested_prepare(&t->l2, l2_store64, L2_RA, MARK_SEED_L2);
		self->state->hv.version = rows[i].version;
		self->state->hv.lpid = rows[i].lpid;
		self->state->hv.vcpu_token = rows[i].token;
		self->state->regs.msr |= rows[i].msr;
		before = *self->state;
		expect_refused(t, rows[i].rc);
		if (memcmp(&before, self->state, sizeof(before)))
			TEST_FAIL("L0 has written to a state that it refused");
		self->state->hv = good;
		expect_untouched(t);
	}
	test_row("the largest token");
	self->state->hv.vcpu_token = last_cpu;
	expect_untouched(t);
	test_row_end();
}

/* H_ENTER_NESTED until L2 has run. */
static long l1_enter(gpa_t hv_ra, gpa_t regs_ra)
{
	long rc;

	do {
		rc = HCALL(H_ENTER_NESTED, hv_ra, regs_ra);
	} while (l1_enters_again(rc));
	return rc;
}

/* L2's function stores: it must have run if @rc is VECTOR_SYSCALL, else not. */
static void expect_enter(struct nested_test *t, gpa_t hv_ra,
			 gpa_t regs_ra, long rc, bool runs)
{
	uint64_t *stored = (uint64_t *)t->mem.hva;

	*stored = mark(MARK_SEED_L0, 0);
	hcall_expect_rc(vcpu_call(t->vcpu, l1_enter, hv_ra, regs_ra), rc);
	if (*stored != mark(runs ? MARK_SEED_L2 : MARK_SEED_L0, 0))
		TEST_FAIL(runs ? "L2 has not run" : "L2 has run");
	*stored = mark(MARK_SEED_L0, 0);
}

/* L1's buffers are partly or wholly outside of its memory: L2 does not run. */
TEST_F(nested_hcall, enter_buffers_outside_memory)
{
	struct nested_test *t = &self->t;
	const size_t v1_size = offsetof(struct nested_hv_state, dawr1);
	void *mem_end = t->mem.hva + t->mem.size;
	uint64_t end = TEST_GPA + t->mem.size;

	nested_prepare(&t->l2, l2_store64, L2_RA, mark(MARK_SEED_L2, 0));
	test_row("no state");
	expect_enter(t, TEST_NO_SLOT_GPA, self->regs_ra, H_PARAMETER, false);
	test_row("no registers");
	expect_enter(t, self->hv_ra, TEST_NO_SLOT_GPA, H_PARAMETER, false);
	test_row("state at the last address");
	expect_enter(t, ~7UL, self->regs_ra, H_PARAMETER, false);
	test_row("state of version 2 with the size of version 1");
	memcpy(mem_end - v1_size, &self->state->hv, v1_size);
	expect_enter(t, end - v1_size, self->regs_ra, H_PARAMETER, false);
	test_row("registers of 8 bytes");
	expect_enter(t, self->hv_ra, end - 8, H_PARAMETER, false);
	test_row("state of version 1 with exactly its size");
	*(uint64_t *)(mem_end - v1_size) = HV_GUEST_STATE_V1;
	expect_enter(t, end - v1_size, self->regs_ra, VECTOR_SYSCALL, true);
	test_row_end();
	expect_untouched(t);
}

/* L0 can read the buffer at @offset of the memory, but cannot write it. */
static void expect_enter_read_only(struct nested_test *t, size_t offset,
				   gpa_t hv_ra, gpa_t regs_ra)
{
	backing_protect(&t->mem, offset, SZ_64K, PROT_READ);
	expect_enter(t, hv_ra, regs_ra, H_AUTHORITY, true);
	backing_protect(&t->mem, offset, SZ_64K, PROT_READ | PROT_WRITE);
}

/*
 * L0's userspace has made one of L1's buffers read-only: L2 runs, and L1 is told that its
 * state is lost. L1's own registers are as they were, and L2 can be entered again.
 */
TEST_F(nested_hcall, enter_buffers_read_only)
{
	struct nested_test *t = &self->t;
	const size_t offset = t->mem.size - SZ_64K;
	void *copy = t->mem.hva + offset;

	nested_prepare(&t->l2, l2_store64, L2_RA, mark(MARK_SEED_L2, 0));
	test_row("state");
	memcpy(copy, &self->state->hv, sizeof(self->state->hv));
	expect_enter_read_only(t, offset, TEST_GPA + offset, self->regs_ra);
	test_row("registers");
	nested_prepare(&t->l2, l2_store64, L2_RA, mark(MARK_SEED_L2, 0));
	memcpy(copy, &self->state->regs, sizeof(self->state->regs));
	expect_enter_read_only(t, offset, self->hv_ra, TEST_GPA + offset);
	test_row_end();
	expect_untouched(t);
}

/* In L2. */
static uint64_t l2_msr(void)
{
	uint64_t msr;

	asm volatile("mfmsr %0" : "=r" (msr));
	return msr;
}

/* L1 passes other MSR bits for L2: L2 runs without MSR[HV] and with MSR[ME]. */
TEST_F(nested_hcall, msr_of_l2)
{
	struct nested_test *t = &self->t;
	struct nested_result result;

	nested_prepare(&t->l2, l2_msr);
	self->state->regs.msr |= MSR_HV;
	self->state->regs.msr &= ~MSR_ME;
	result = nested_retry(&t->l2);
	if (result.end != NESTED_RETURNED)
		TEST_FAIL("L2 should run: %s",
			  nested_result_name(&t->l2, &result));
	EXPECT_EQ(MSR_GUEST, result.exit.value);
	EXPECT_EQ(0, result.exit.msr & MSR_HV);
	expect_untouched(t);
}

#define LPCR_OF_L1	(LPCR_DPFD | LPCR_ILE | LPCR_TC | LPCR_AIL | LPCR_LD | \
			 LPCR_MER)
#define DEC_START	0x170000000UL

/* In L2: the bits above 32 of a decrementer that was set to DEC_START. */
static uint64_t l2_decrementer(void)
{
	uint64_t dec;

	asm volatile("mtdec %1; mfdec %0; mtdec %2" : "=&r" (dec)
		     : "r" (DEC_START), "r" (0x7fffffffUL));
	return dec >> 32;
}

/*
 * L1 passes other LPCR bits for L2: those that L1 may choose take effect, and no others.
 * L2 still uses radix translation, and the host still gets its interrupts.
 */
TEST_F(nested_hcall, lpcr_of_l2)
{
	static const struct {
		const char *name;
		uint64_t lpcr;
		bool large_decrementer;
	} rows[] = {
		{ "large decrementer", LPCR_ILE | LPCR_LD, true },
		{ "small decrementer", LPCR_ILE, false },
		{ "all but L1's bits", ~LPCR_OF_L1 | LPCR_ILE, false },
		{ "prefetch depth, location of interrupts, all else",
		  ~LPCR_MER, true },
	};
	struct nested_test *t = &self->t;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t is_large;

		test_row("%s", rows[i].name);
		self->state->hv.lpcr = rows[i].lpcr;
		is_large = nested_call_value(&t->l2, l2_decrementer);
		/* Do not let L2's decrementer, which L1 has continued with, expire. */
		vcpu_set_reg(t->vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
		if (is_large != rows[i].large_decrementer)
			TEST_FAIL("L2 should have a %s decrementer",
				  rows[i].large_decrementer ? "large" : "small");
		expect_untouched(t);
	}
	test_row_end();
}

/* A value that the LPCRs of L0 and L1 do not have, to recognize L2's: L1's is 4. */
#define DPFD_OF_L2	(5UL << 52)

/* Takes the LPCR of the last entry of L2. */
static void take_lpcr_of_l2(const struct trace_record *record, void *context)
{
	uint64_t lpcr = trace_number(record, "lpcr"), *last = context;

	if ((lpcr & LPCR_DPFD) == DPFD_OF_L2)
		*last = lpcr;
}

/*
 * L1 passes LPCR[LPES] for L2, which directs external interrupts to the hypervisor or to the
 * guest: L2 runs with the value that L0 has set for L1, whatever L1 passes.
 */
TEST_F(nested_hcall, lpes_of_l2)
{
	static const uint64_t given[] = { 0, LPCR_LPES };
	struct nested_test *t = &self->t;
	struct trace_session *session;
	uint64_t l1, lpcr;
	size_t i;

	TEST_REQUIRE_PRESENT(host_missing_kprobes());
	session = trace_session_start("lpcr");
	TEST_REQUIRE(__trace_session_probe(session, "enter",
					   host_probe_place("kvmhv_run_single_vcpu"),
					   "lpcr=%gpr5:x64"),
		     "this kernel's kvmhv_run_single_vcpu() cannot be traced");
	l1 = vcpu_get_reg(t->vcpu, KVM_REG_PPC_LPCR_64);
	for (i = 0; i < ARRAY_SIZE(given); i++) {
		test_row("L1 gives %#lx", given[i]);
		self->state->hv.lpcr = LPCR_ILE | LPCR_LD | DPFD_OF_L2 | given[i];
		lpcr = 0;
		expect_untouched(t);
		trace_session_read(session, take_lpcr_of_l2, &lpcr);
		TEST_ASSERT(lpcr, "the trace has no entry of L2");
		if ((lpcr ^ l1) & LPCR_LPES)
			TEST_FAIL("L2's LPCR should have L1's LPES, of %#lx, and is %#lx",
				  l1, lpcr);
	}
	test_row_end();
	trace_session_stop(session);
}

/* In L2: read DPDES, of the msgsndp facility, which KVM permits to no guest. */
static uint64_t l2_doorbells(void)
{
	return get_spr(SPRN_DPDES);
}

/*
 * L1 permits its L2 every facility. L2 gets none that L1 does not have: L1 gets an
 * interrupt for the instruction (7.2: for the facility), and L2 does not continue. If L0
 * cannot read the instruction for L1, it retries for ever.
 */
TEST_F(nested_hcall, hfscr_of_l2)
{
	struct nested_test *t = &self->t;
	const struct nested_exit *exit = &t->vcpu->arch.cpu->exit;
	struct vcpu_stop stop;

	nested_prepare(&t->l2, l2_doorbells);
	vcpu_start_call(t->vcpu, l1_nested_resume, t->l2.l2_vcpu);
	stop = vcpu_run_retried(t->vcpu);
	if (stop.reason == VCPU_STOP_STILL_RUNNING) {
		if (!nested_mmio_missing(&t->l2))
			TEST_FAIL("L1 should get an interrupt for L2's instruction");
	} else if (stop.reason != VCPU_STOP_UCALL ||
		   stop.uc->cmd != UCALL_RETURN ||
		   (exit->trap != VECTOR_H_EMUL_ASSIST &&
		    exit->trap != VECTOR_H_FAC_UNAVAIL)) {
		TEST_FAIL("L2 should not continue after the instruction: %s, %#lx",
			  vcpu_stop_name(t->vcpu, &stop), exit->trap);
	}
	expect_untouched(t);
}

static uint64_t traced;

/*
 * Leave the function. QEMU stops before the instruction, and would stop again at once;
 * POWER9 stops after it.
 */
static void l2_count_trace(struct interrupt_frame *frame)
{
	traced++;
	frame->srr0 = frame->lr;
}

/* In L2: call @fn. Returns how often it was stopped there. */
static uint64_t l2_run_to(uint64_t (*fn)(gva_t ea), gva_t ea)
{
	traced = 0;
	guest_install_handler(VECTOR_TRACE, l2_count_trace);
	fn(ea);
	guest_install_handler(VECTOR_TRACE, NULL);
	return READ_ONCE(traced);
}

/* L2 runs with the breakpoint @ciabr and must be stopped @times times. */
static void expect_stops(FIXTURE_DATA(nested_hcall) *self, uint64_t ciabr,
			 uint64_t times)
{
	struct nested_test *t = &self->t;
	struct nested_result result;

	self->state->hv.ciabr = ciabr;
	result = nested_call(&t->l2, l2_run_to, (uint64_t)l2_load64, L2_RA);
	self->state->hv.ciabr = 0;
	if (result.end != NESTED_RETURNED || result.exit.value != times)
		TEST_FAIL("L2 should be stopped %lu times: %s", times,
			  nested_result_name(&t->l2, &result));
}

/*
 * L1 sets a breakpoint (CIABR) for L2: it stops L2 at the address and in the state that
 * L1 chose. It has no effect on the host, neither at an address of L2's nor at the one
 * where the host enters its guests, where it would cause an oops.
 */
TEST_F(nested_hcall, ciabr_of_l2)
{
	struct nested_test *t = &self->t;
	uint64_t fn = (uint64_t)l2_load64;
	unsigned long entry;

	TEST_REQUIRE(kernel_symbol_address("kvmppc_p9_enter_guest", &entry),
		     "the address where the host enters its guests is hidden: sysctl kernel.kptr_restrict=1");
	test_row("none");
	expect_stops(self, 0, 0);
	test_row("of a user");
	expect_stops(self, fn | CIABR_PROBLEM, 0);
	test_row("of L2");
	expect_stops(self, fn | CIABR_SUPERVISOR, 1);
	test_row("of the hypervisor, at L2's instruction");
	expect_stops(self, fn | CIABR_HYPERVISOR, 0);
	test_row("of the hypervisor, at its own");
	expect_stops(self, entry | CIABR_HYPERVISOR, 0);
	test_row_end();
	expect_untouched(t);
}

/*
 * L1 requests a copy to or from L2 with invalid arguments, among them huge sizes: L0
 * refuses it, and L1's memory is unchanged.
 */
TEST_F(nested_hcall, copy_refused)
{
	struct nested_test *t = &self->t;
	const uint64_t end = TEST_GPA + t->mem.size;
	const struct {
		const char *name;
		uint64_t lpid, ea, to, from, len;
		long rc;
	} rows[] = {
		{ "in both directions", TEST_LPID, L2_RA, TEST_GPA, TEST_GPA,
		  8, H_PARAMETER },
		{ "with quadrant bits", TEST_LPID, BIT(62) | L2_RA, TEST_GPA, 0,
		  8, H_PARAMETER },
		{ "beyond 52 bits", TEST_LPID, BIT(52) | L2_RA, 0, TEST_GPA, 8,
		  H_PARAMETER },
		{ "of no such L2", TEST_LPID + 1, L2_RA, TEST_GPA, 0, 8,
		  H_PARAMETER },
		{ "of an LPID beyond the table", NESTED_MAX_LPID + 1, L2_RA,
		  TEST_GPA, 0, 8, H_PARAMETER },
		{ "of 1T", TEST_LPID, L2_RA, TEST_GPA, 0, BIT(40), H_NO_MEM },
		{ "of half of all", TEST_LPID, L2_RA, 0, TEST_GPA, BIT(63),
		  H_NO_MEM },
		{ "of all but a byte", TEST_LPID, L2_RA, 0, TEST_GPA, ~0UL,
		  H_NO_MEM },
		{ "from outside memory", TEST_LPID, L2_RA, 0, TEST_NO_SLOT_GPA, 8,
		  H_NOT_FOUND },
		{ "from the end of memory", TEST_LPID, L2_RA, 0, end - 8, 16,
		  H_NOT_FOUND },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		test_row("a copy %s", rows[i].name);
		hcall_expect_rc(vcpu_call(t->vcpu, l1_copy_tofrom_guest, rows[i].lpid, 0,
					  rows[i].ea, rows[i].to, rows[i].from, rows[i].len),
				rows[i].rc);
		host_expect_marks(t, t->mem.hva, t->mem.size, MARK_SEED_L0, 0);
		expect_untouched(t);
	}
	test_row_end();
}

#define L2_PID		0x155UL
#define HOST_PIDS	64UL		/* the first ones that the host uses, from 1 or */
#define HOST_FIRST_PID	BIT(19)		/* from here, by the version of the CPU */
#define NOT_MAPPED	TEST_L2_ALIAS_RA(4)

/* H_COPY_TOFROM_GUEST of 8 bytes, to or from L1's memory. */
static long copy(struct nested_test *t, uint64_t lpid, uint64_t pid, gva_t ea, gpa_t to,
		 gpa_t from)
{
	return vcpu_call(t->vcpu, l1_copy_tofrom_guest, lpid, pid, ea, to, from, 8);
}

/* L0 copies by a PID that L2 does not have, among them its process's own: not found. */
static void expect_no_process(struct nested_test *t, gva_t ea, gpa_t scratch)
{
	uint64_t pid;

	test_row("from a process that L2 does not have");
	hcall_expect_rc(copy(t, TEST_LPID, L2_PID, ea, scratch, 0), H_NOT_FOUND);
	for (pid = 1; pid < HOST_PIDS; pid++) {
		test_row("from a process, PID %#lx or %#lx, that the host has", pid,
			 HOST_FIRST_PID + pid);
		hcall_expect_rc(copy(t, TEST_LPID, pid, ea, scratch, 0), H_NOT_FOUND);
		hcall_expect_rc(copy(t, TEST_LPID, HOST_FIRST_PID + pid, ea, scratch, 0),
				H_NOT_FOUND);
	}
}

/*
 * Two L2s have different pages of L1 at the same address. L1 copies from each, and to
 * one: L0 uses the tables of the L2 that L1 named, and the other's page is unchanged. What
 * L1 or the L2 does not have is not found.
 */
TEST_F(nested_hcall, copies_of_the_named_l2)
{
	struct nested_test *t = &self->t;
	const uint64_t ra = TEST_L2_ALIAS_RA(3), new_mark = mark(MARK_SEED_NEW, 0);
	struct nested_vcpu other;
	uint64_t scratch;

	nested_create(&other, t->vcpu, TEST_LPID_OTHER);
	nested_map_rw(&t->l2, ra, TEST_GPA, t->leaf_shift);
	nested_map_rw(&other, ra, TEST_GPA + t->leaf_size, t->leaf_shift);
	nested_expect_value(&t->l2, ra, mark(MARK_SEED_L0, 0));
	nested_expect_value(&other, ra, mark(MARK_SEED_L0, t->leaf_size));
	TEST_REQUIRE_PRESENT(nested_mmio_missing(&t->l2));

	scratch = vcpu_call(t->vcpu, l1_scratch);
	hcall_expect_rc(copy(t, TEST_LPID, 0, ra, scratch, 0), H_SUCCESS);
	EXPECT_EQ(mark(MARK_SEED_L0, 0), vcpu_call(t->vcpu, l1_load64, scratch));
	hcall_expect_rc(copy(t, TEST_LPID_OTHER, 0, ra, scratch, 0), H_SUCCESS);
	EXPECT_EQ(mark(MARK_SEED_L0, t->leaf_size),
		  vcpu_call(t->vcpu, l1_load64, scratch));

	test_row("to outside of L1's memory");
	hcall_expect_rc(copy(t, TEST_LPID, 0, ra, TEST_NO_SLOT_GPA, 0), H_NOT_FOUND);
	expect_no_process(t, ra, scratch);
	test_row("to a page that L2 does not have");
	hcall_expect_rc(copy(t, TEST_LPID, 0, NOT_MAPPED, 0, scratch), H_NOT_FOUND);
	test_row_end();

	/* L0 does not make a page writable for a copy, so L2 stores there first. */
	nested_write(&other, ra, 0);
	vcpu_call(t->vcpu, l1_store64, scratch, new_mark);
	hcall_expect_rc(copy(t, TEST_LPID_OTHER, 0, ra, 0, scratch), H_SUCCESS);
	nested_expect_value(&other, ra, new_mark);
	nested_expect_value(&t->l2, ra, mark(MARK_SEED_L0, 0));
}

/* In L2, as a hypervisor: an invalidation for a guest of its own. */
static long l2_invalidates_for_its_guest(void)
{
	return HCALL(H_RPT_INVALIDATE, TEST_LPID_OTHER, H_RPTI_TARGET_CMMU,
		     H_RPTI_TYPE_NESTED | H_RPTI_TYPE_TLB, H_RPTI_PAGE_64K, 0,
		     SZ_64K);
}

/*
 * L2 has guests too, and invalidates for one by H_RPT_INVALIDATE: that is for L1 to do,
 * which gets the hypercall. L1's own L2s are not affected.
 */
TEST_F(nested_hcall, rpt_invalidate_for_l3_goes_to_l1)
{
	struct nested_test *t = &self->t;
	struct nested_result result;

	TEST_REQUIRE_PRESENT(nested_missing_rpt_invalidate(t->vm));
	result = nested_call(&t->l2, l2_invalidates_for_its_guest);
	if (result.end != NESTED_TO_L1 || result.exit.trap != VECTOR_SYSCALL)
		TEST_FAIL("L1 should get L2's hypercall: %s",
			  nested_result_name(&t->l2, &result));
	EXPECT_EQ(H_RPT_INVALIDATE, self->state->regs.gpr[3]);
	EXPECT_EQ(TEST_LPID_OTHER, self->state->regs.gpr[4]);
	expect_untouched(t);
}

/* Registers that L1 and L2 have separately. */
struct l1_registers {
	uint64_t sprg0, sprg2, sprg3, pid, ppr, tb;
};

static void l1_registers_read(struct l1_registers *regs)
{
	regs->sprg0 = get_spr(SPRN_SPRG0);
	regs->sprg2 = get_spr(SPRN_SPRG2);
	regs->sprg3 = get_spr(SPRN_SPRG3);
	regs->pid = get_spr(SPRN_PID);
	regs->ppr = get_spr(SPRN_PPR);
	regs->tb = get_timebase();
}

/* In L1: its registers before and after a run of L2, which is prepared. */
static struct l1_registers l1_before, l1_after;

static uint64_t l1_around_l2(struct l2_vcpu *l2)
{
	uint64_t end;

	set_spr(SPRN_SPRG2, 0x1111111111111111UL);
	set_spr(SPRN_SPRG3, 0x2222222222222222UL);
	l1_registers_read(&l1_before);
	end = l1_nested_resume(l2);
	l1_registers_read(&l1_after);
	return end;
}

/* In L2: change registers that L1 must get back unchanged. Returns the timebase. */
static uint64_t l2_changes_registers(void)
{
	set_spr(SPRN_SPRG2, 0x3333333333333333UL);
	set_spr(SPRN_SPRG3, 0x4444444444444444UL);
	return get_timebase();
}

#define L2_TB_OFFSET	BIT(44)

/*
 * L2 runs with SPRGs, PID and timebase offset of its own: afterwards L1 has its own
 * values again, and L2's are in the state that L1 passed.
 */
TEST_F(nested_hcall, l1_comes_back_as_it_went)
{
	struct nested_test *t = &self->t;
	struct nested_hv_state *hv;
	struct nested_vcpu l2;
	uint64_t l2_tb;

	nested_create_real_mode(&l2, t->vcpu, TEST_LPID_OTHER);
	hv = &nested_l2_state(&l2)->hv;
	nested_prepare(&l2, l2_changes_registers);
	hv->pidr = L2_PID;
	hv->tb_offset = L2_TB_OFFSET;
	ASSERT_EQ(NESTED_EXIT_RETURN,
		  vcpu_call(t->vcpu, l1_around_l2, l2.l2_vcpu));
	l2_tb = t->vcpu->arch.cpu->exit.value;
	sync_global_from_guest(t->vm, l1_before);
	sync_global_from_guest(t->vm, l1_after);

	EXPECT_EQ(l1_before.sprg0, l1_after.sprg0);
	EXPECT_EQ(l1_before.sprg2, l1_after.sprg2);
	EXPECT_EQ(l1_before.sprg3, l1_after.sprg3);
	EXPECT_EQ(l1_before.pid, l1_after.pid);
	EXPECT_EQ(l1_before.ppr, l1_after.ppr);
	EXPECT_GE(l1_after.tb, l1_before.tb);
	EXPECT_LT(l1_after.tb, l1_before.tb + L2_TB_OFFSET);
	EXPECT_GE(l2_tb, l1_before.tb + L2_TB_OFFSET);
	EXPECT_EQ(0x3333333333333333UL, hv->sprg[2]);
	EXPECT_EQ(0x4444444444444444UL, hv->sprg[3]);
	EXPECT_EQ(L2_PID, hv->pidr);
	expect_untouched(t);
}

/* The four hypercalls of an L1 without partition table; @nested: is nesting enabled? */
static void expect_of_fresh_l1(bool nested, const long *rc)
{
	struct kvm_vcpu *vcpu;
	unsigned long log_mark;
	struct kvm_vm *vm;

	TEST_REQUIRE_PRESENT(host_missing_any());
	log_mark = kernel_log_mark();
	vm_arch_nested = nested;
	vm = vm_create_with_vcpus(1, &vcpu);
	test_row("H_ENTER_NESTED");
	hcall_expect_rc(hypercall(vcpu, H_ENTER_NESTED, TEST_NO_SLOT_GPA, TEST_NO_SLOT_GPA, 0),
			rc[0]);
	test_row("H_TLB_INVALIDATE of a page");
	hcall_expect_rc(hypercall(vcpu, H_TLB_INVALIDATE, H_TLBIE_P1(0, 0, 1), TEST_LPID,
				  H_TLBIE_RB(L2_RA >> 12, 0, 5)), rc[1]);
	test_row("H_TLB_INVALIDATE of all");
	hcall_expect_rc(hypercall(vcpu, H_TLB_INVALIDATE, H_TLBIE_P1(2, 0, 1), 0,
				  H_TLBIE_RB(0, TLBIE_IS_ALL, 0)), rc[1]);
	test_row("H_COPY_TOFROM_GUEST");
	hcall_expect_rc(vcpu_call(vcpu, l1_copy_tofrom_guest, TEST_LPID, 0, L2_RA, SZ_1M, 0,
				  8), rc[2]);
	test_row("H_SET_PARTITION_TABLE");
	hcall_expect_rc(set_table(vcpu, SZ_1M), rc[3]);
	test_row_end();
	kvm_vm_free(vm);
	kernel_log_check(log_mark);
}

/* L1 has no partition table: it cannot enter, invalidate, or copy from any L2. */
TEST(without_partition_table)
{
	static const long rc[] = { H_NOT_AVAILABLE, H_SUCCESS, H_PARAMETER,
				   H_SUCCESS };

	TEST_CASE_BEGIN(_metadata, NULL);
	expect_of_fresh_l1(true, rc);
}

/* Userspace has not enabled nesting for the VM: its hypercalls are refused. */
TEST(without_capability)
{
	static const long rc[] = { H_FUNCTION, H_FUNCTION, H_FUNCTION,
				   H_FUNCTION };

	TEST_CASE_BEGIN(_metadata, NULL);
	expect_of_fresh_l1(false, rc);
}

#define NESTED_PARAMETER	"/sys/module/kvm_hv/parameters/nested"

/*
 * Nesting is switched off for the host: no further VM gets the capability, and KVM does
 * not offer it. The L2 of a VM that has it runs on.
 */
TEST_F(nested_hcall, parameter_of_the_module)
{
	struct kvm_enable_cap enable = { .cap = KVM_CAP_PPC_NESTED_HV };
	struct nested_test *t = &self->t;

	guard_restore_file(NESTED_PARAMETER);
	file_must_write(NESTED_PARAMETER, "N");
	EXPECT_EQ(0, vm_check_cap(t->vm, KVM_CAP_PPC_NESTED_HV));
	EXPECT_EQ(-EPERM, __vm_ioctl(t->vm, KVM_ENABLE_CAP, &enable));
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));

	file_must_write(NESTED_PARAMETER, "Y");
	EXPECT_EQ(1, vm_check_cap(t->vm, KVM_CAP_PPC_NESTED_HV));
	EXPECT_EQ(0, __vm_ioctl(t->vm, KVM_ENABLE_CAP, &enable));
	nested_expect_value(&t->l2, L2_RA, mark(MARK_SEED_L0, 0));
}

TEST_HARNESS_MAIN
