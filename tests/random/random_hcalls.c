// SPDX-License-Identifier: GPL-2.0
/* L1's hypercalls of any form: which ones L0 accepts, and which it refuses. */
#include "kselftest.h"

#include <string.h>

#include "file_util.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "isa/hcall.h"
#include "isa/processor.h"
#include "isa/tlbie.h"
#include "random_run.h"
#include "random_world.h"

#define BEHIND		BIT(50)		/* all memslots */
#define LAST		0x0ffffffffffff000UL

#define MAX_ENTRIES	(NESTED_MAX_LPID + 1U)

static void expect_rc(long rc, long expected)
{
	if (rc != expected)
		TEST_FAIL("the hypercall gave %ld, not %ld", rc, expected);
}

/* --- H_TLB_INVALIDATE --- */

static uint64_t rs_of(const struct nested_vcpu *l2, unsigned int rs)
{
	switch (rs) {
	case RS_OWN:
		return l2->lpid;
	case RS_WITH_PID:
		return 0x1234UL << 32 | l2->lpid;
	case RS_NOBODY:
		return TEST_LPID_OTHER;
	case RS_BEHIND_TABLE:
		return MAX_ENTRIES + l2->lpid;
	default:
		return 0x80000000UL | l2->lpid;
	}
}

/* Known defect small-page-negative-shift: a page smaller than the host's. */
static bool is_small_page(const struct random_world *w,
			  const struct random_step *step)
{
	return FORM_IS(step->arg[ARG_FORM]) == TLBIE_IS_PAGE &&
	       !step->arg[ARG_AP] && w->m.page_pieces > 1;
}

void world_tlbie(struct random_world *w, const struct random_step *step)
{
	unsigned int form = step->arg[ARG_FORM];
	gpa_t address = leaf_address(step->arg[ARG_WINDOW], step->arg[ARG_SLOT]);
	struct nested_vcpu *l2;
	long rc;

	if (is_small_page(w, step))
		return;
	l2 = world_l2(w, step->arg[ARG_L2]);
	rc = vcpu_call(l2->vcpu, hcall, H_TLB_INVALIDATE,
		       H_TLBIE_P1(FORM_RIC(form), FORM_PRS(form), FORM_R(form)),
		       rs_of(l2, step->arg[ARG_RS]),
		       H_TLBIE_RB(address >> 12, FORM_IS(form), step->arg[ARG_AP]),
		       0, 0);
	expect_rc(rc, model_tlbie(&w->m, step) ? H_SUCCESS : H_PARAMETER);
}

/* --- H_SET_PARTITION_TABLE --- */

static long set_table(struct random_world *w, uint64_t ptcr)
{
	return vcpu_call(w->t.vcpu, hcall, H_SET_PARTITION_TABLE, ptcr, 0, 0, 0, 0);
}

static struct l2_vcpu *state_of(struct random_world *w, struct nested_vcpu *l2)
{
	return addr_gva2hva(w->t.vm, l2->l2_vcpu);
}

/* L1 enters @l2 with the state that it gives; what it gives stays. */
static void expect_refused(struct random_world *w, struct nested_vcpu *l2, long rc)
{
	struct l2_vcpu before = *state_of(w, l2);
	struct nested_result r = nested_retry(l2);

	if (r.end != NESTED_TO_L1 || r.exit.trap != NESTED_EXIT_REFUSED ||
	    r.exit.hcall_rc != rc)
		TEST_FAIL("H_ENTER_NESTED should give %ld: %s", rc,
			  nested_result_name(l2, &r));
	if (memcmp(&before, state_of(w, l2), sizeof(before)))
		TEST_FAIL("L0 has written to the state that it refused");
}

static void prepare(struct nested_vcpu *l2)
{
	vcpu_call(l2->vcpu, l1_nested_prepare, l2->l2_vcpu, (uint64_t)l2_load64, 0, 0,
		  0, 0);
}

/* L0 has another table, or none: @lpid is beyond its end, and H_ENTER_NESTED returns @rc. */
static void expect_no_l2(struct random_world *w, struct nested_vcpu *l2,
			 uint32_t lpid, long rc)
{
	struct nested_hv_state good = state_of(w, l2)->hv;

	prepare(l2);
	state_of(w, l2)->hv.lpid = lpid;
	expect_refused(w, l2, rc);
	state_of(w, l2)->hv = good;
}

/* After a refusal the old table is in use: L0 reads an entry from it again, correctly. */
static void read_table_anew(struct random_world *w, unsigned int nr)
{
	nested_tlbie_lpid(world_l2(w, nr), TLBIE_RIC_ALL);
	model_flush(&w->m, nr, false);
}

void world_ptcr(struct random_world *w, const struct random_step *step)
{
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	unsigned int row = step->arg[ARG_ROW];
	uint64_t table;

	sync_global_from_guest(w->t.vm, l1_partition_table);
	table = l1_ra(l1_partition_table);
	const uint64_t refused[] = {
		[PTCR_TOO_LARGE] = table | 5, [PTCR_LARGEST] = table | 31,
		[PTCR_NO_SLOT] = TEST_NO_SLOT_GPA | 4, [PTCR_BEHIND_SLOTS] = BEHIND | 4,
		[PTCR_LAST_ADDRESS] = LAST,
	};

	if (row < PTCR_NONE) {
		expect_rc(set_table(w, refused[row]), H_PARAMETER);
		read_table_anew(w, step->arg[ARG_L2]);
		return;
	}
	expect_rc(set_table(w, row == PTCR_NONE ? 0 : table | (row - PTCR_256)),
		  H_SUCCESS);
	if (row == PTCR_NONE)
		expect_no_l2(w, l2, l2->lpid, H_NOT_AVAILABLE);
	else
		expect_no_l2(w, l2, 256U << (row - PTCR_256), H_PARAMETER);
	expect_rc(set_table(w, table | 4), H_SUCCESS);
}

/* --- H_ENTER_NESTED --- */

static uint32_t first_bad_token(void)
{
	unsigned long last_cpu;

	TEST_ASSERT(file_read_number("/sys/devices/system/cpu/kernel_max", &last_cpu),
		    "no kernel_max");
	return last_cpu + 1;
}

void world_enter(struct random_world *w, const struct random_step *step)
{
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	struct l2_vcpu *state = state_of(w, l2);
	struct nested_hv_state good = state->hv;
	const struct {
		uint64_t version;
		uint32_t lpid, token;
		uint64_t msr;
		long rc;
	} rows[] = {
		{ 0, l2->lpid, 0, 0, H_PARAMETER },
		{ 3, l2->lpid, 0, 0, H_PARAMETER },
		{ ~0UL, l2->lpid, 0, 0, H_PARAMETER },
		{ BIT(32) | 2, l2->lpid, 0, 0, H_P2 },
		{ 2, MAX_ENTRIES, 0, 0, H_PARAMETER },
		{ 2, 0x80000000U | l2->lpid, 0, 0, H_PARAMETER },
		{ 2, ~0U, 0, 0, H_PARAMETER },
		{ 2, l2->lpid, first_bad_token(), 0, H_PARAMETER },
		{ 2, l2->lpid, ~0U, 0, H_PARAMETER },
		{ 2, l2->lpid, 0, MSR_TS_S, H_BAD_MODE },
		{ 2, l2->lpid, 0, MSR_TS_T, H_BAD_MODE },
		{ 2, l2->lpid, 0, MSR_TS_S | MSR_TS_T, H_BAD_MODE },
	};
	unsigned int row = step->arg[ARG_ROW];

	prepare(l2);
	state->hv.version = rows[row].version;
	state->hv.lpid = rows[row].lpid;
	state->hv.vcpu_token = rows[row].token;
	state->regs.msr |= rows[row].msr;
	expect_refused(w, l2, rows[row].rc);
	state->hv = good;
}

/* --- H_COPY_TOFROM_GUEST --- */

#define COPIED		0x5eed5eed5eed5eedUL

/* Refused before L0 looks at L2. L1's buffer stays as it was. */
void world_copy(struct random_world *w, const struct random_step *step)
{
	struct nested_vcpu *l2 = world_l2(w, step->arg[ARG_L2]);
	uint64_t ea = window_base(0), l1 = vcpu_call(l2->vcpu, l1_scratch);
	const struct {
		uint64_t lpid, ea, to, from, len;
		long rc;
	} rows[] = {
		{ l2->lpid, ea, l1, l1, 8, H_PARAMETER },
		{ l2->lpid, BIT(62) | ea, l1, 0, 8, H_PARAMETER },
		{ l2->lpid, BIT(52) | ea, 0, l1, 8, H_PARAMETER },
		{ TEST_LPID_OTHER, ea, l1, 0, 8, H_PARAMETER },
		{ MAX_ENTRIES, ea, l1, 0, 8, H_PARAMETER },
		{ l2->lpid, ea, l1, 0, BIT(40), H_NO_MEM },
		{ l2->lpid, ea, 0, l1, BIT(63), H_NO_MEM },
		{ l2->lpid, ea, 0, l1, ~0UL, H_NO_MEM },
		{ l2->lpid, ea, 0, TEST_NO_SLOT_GPA, 8, H_NOT_FOUND },
	};
	unsigned int row = step->arg[ARG_ROW];

	/* L0 creates its state of an L2 when it is first entered. */
	nested_call(l2, l2_nothing, 0, 0, 0, 0);
	vcpu_call(l2->vcpu, l1_store64, l1, COPIED);
	expect_rc(vcpu_call(l2->vcpu, l1_copy_tofrom_guest, rows[row].lpid, 0,
			    rows[row].ea, rows[row].to, rows[row].from,
			    rows[row].len), rows[row].rc);
	if (vcpu_call(l2->vcpu, l1_load64, l1) != COPIED)
		TEST_FAIL("a copy that L0 refused has changed L1's memory");
}
