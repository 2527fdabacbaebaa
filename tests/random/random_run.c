// SPDX-License-Identifier: GPL-2.0
/* Runs a sequence: the VM, each step, the witnesses. */
#include "kselftest.h"

#include "host/host_probe.h"
#include "isa/processor.h"
#include "random_run.h"
#include "random_world.h"
#include "witness/kvm_allocs.h"

/* Each step is short; what hangs does so many times while it is shrunk. */
#define HANG_TICKS	8
/* Of 10 ms: what waits for a grace period of RCU goes within them. */
#define LEAK_TICKS	300

static const enum backing_type types[] = {
	BACKING_ANON, BACKING_ANON_THP, BACKING_HUGETLB_2M, BACKING_SHMEM,
	BACKING_MEMFD,
};

void *piece_hva(const struct random_world *w, unsigned int piece)
{
	return w->t.mem.hva + piece * MODEL_PIECE;
}

/* Moved, they lie apart. */
gpa_t piece_gpa(unsigned int piece, bool moved)
{
	unsigned int part = piece / 512;

	return (moved ? TEST_SPLIT_GPA + part * 4 * SZ_2M : TEST_GPA + part * SZ_2M) +
	       piece % 512 * MODEL_PIECE;
}

static void fill_piece(struct random_world *w, unsigned int piece)
{
	const struct model_piece *p = &w->m.piece[piece];
	unsigned int word;

	for (word = 0; word < MODEL_WORDS; word++)
		*(uint64_t *)(piece_hva(w, piece) + word_offset(word)) =
			p->word[word];
	l0_random_put_code(piece_hva(w, piece) + CODE_OFFSET, p->code);
}

/* The slots are three in the place of the fixture's one. */
static void split_slots(struct random_world *w)
{
	unsigned int part;

	vm_mem_region_delete(w->t.vm, TEST_SLOT);
	for (part = 0; part < MODEL_PARTS; part++)
		vm_mem_region_add(w->t.vm, TEST_SLOT + part, 0,
				  piece_gpa(part * 512, false), SZ_2M,
				  w->t.mem.hva + part * SZ_2M);
}

void world_setup(struct random_world *w, int memory)
{
	struct nested_cell cell = { .backing = types[memory], .leaf_shift = 21 };
	unsigned int piece;

	if (!census_missing())
		w->census = census_start();
	w->leaks = nested_leak_check_begin();
	nested_test_setup(&w->t, &cell);
	TEST_ASSERT(w->t.mem.size == MODEL_PIECES * MODEL_PIECE,
		    "%zu bytes of memory", w->t.mem.size);
	split_slots(w);
	model_init(&w->m, memory, host_page_size() / MODEL_PIECE,
		   w->t.mem.desc->hugetlb ? 512 : host_page_size() / MODEL_PIECE);
	w->m.leaf_sizes |= (host_missing_leaf(21) ? 0 : 1UL << 21) |
			   (host_missing_leaf(30) ? 0 : 1UL << 30);
	for (piece = 0; piece < MODEL_PIECES; piece++)
		fill_piece(w, piece);
	w->l2[0] = w->t.l2;
	w->has_l2[0] = true;
	w->l2s_made = 1;
	w->has_rpt = vm_check_cap(w->t.vm, KVM_CAP_PPC_RPT_INVALIDATE) > 0;
}

/* The VM has ended. */
static void end_census(struct rmap_census *census)
{
	unsigned long live;

	if (!census)
		return;
	live = census_read(census)->live;
	if (live)
		TEST_FAIL("%lu rmap objects outlive the VM", live);
	census_stop(census);
}

void world_teardown(struct random_world *w)
{
	int i;

	world_check(w);
	test_row_end();
	w->t.tables_are_stale = model_owes(&w->m);
	for (i = 0; i < MODEL_ACTS; i++) {
		if (w->m.act[i].used)
			l0_act_end(&w->act[i]);
	}
	/* A later process has the pipes of an earlier one. */
	for (i = w->nr_sums; i--;)
		l0_act_end(&w->sum[i].act);
	nested_test_end_vm(&w->t, KSFT_PASS);
	if (w->leaks) {
		allocs_expect_none(w->leaks, LEAK_TICKS);
		allocs_stop(w->leaks);
	}
	end_census(w->census);
	nested_test_teardown(&w->t, KSFT_PASS);
}

static void run_step(struct random_world *w, const struct random_step *step)
{
	switch (step->kind) {
	case STEP_LOAD:
	case STEP_STORE:
	case STEP_FETCH:
		world_access(w, step);
		break;
	case STEP_L1_LOAD:
	case STEP_L1_STORE:
	case STEP_L0_STORE:
		world_far(w, step);
		break;
	case STEP_OP:
		world_op(w, step);
		break;
	case STEP_UNDO:
		world_undo(w, step);
		break;
	case STEP_LOG:
		world_log(w, step);
		break;
	case STEP_SLOT:
		world_slot(w, step);
		break;
	case STEP_TLBIE:
		world_tlbie(w, step);
		break;
	case STEP_PTCR:
		world_ptcr(w, step);
		break;
	case STEP_ENTER:
		world_enter(w, step);
		break;
	case STEP_COPY:
		world_copy(w, step);
		break;
	case STEP_REGS:
		world_regs(w, step);
		break;
	case STEP_STATE:
		world_state(w, step);
		break;
	case STEP_CHECK:
		world_check(w);
		break;
	default:
		world_l1(w, step);
	}
}

void random_run(const struct random_sequence *sequence)
{
	static struct random_world w;
	size_t i;

	vcpu_timeout_ticks = HANG_TICKS;
	world_setup(&w, sequence->memory);
	for (i = 0; i < sequence->nr; i++) {
		test_row("step %zu: %s", i, random_step_text(&sequence->step[i]));
		run_step(&w, &sequence->step[i]);
	}
	test_row("step %zu: the end", i);
	world_teardown(&w);
}
