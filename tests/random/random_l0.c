// SPDX-License-Identifier: GPL-2.0
/* What L0 does in a sequence: memory, memslots, the dirty log; and the witnesses. */
#include "kselftest.h"

#include <string.h>

#include "guest/l1_nested.h"
#include "host/host_probe.h"
#include "isa/processor.h"
#include "random_world.h"

/* A function that gives @value: lis r3; ori r3, r3; blr. */
void l0_random_put_code(void *hva, uint64_t value)
{
	uint32_t *code = hva;

	code[0] = value ? 0x3c600000 | value >> 16 : 0;
	code[1] = value ? 0x60630000 | (value & 0xffff) : 0;
	code[2] = value ? 0x4e800020 : 0;
	sync_icache(code, 3 * sizeof(*code));
}

void world_far(struct random_world *w, const struct random_step *step)
{
	unsigned int piece = step->arg[ARG_FAR_PIECE];
	unsigned int word = step->arg[ARG_FAR_WORD];
	uint64_t value = value_of(step->arg[ARG_FAR_VALUE]), seen;
	bool moved = w->m.part[piece / MODEL_PART_PIECES].moved;
	uint64_t gpa = piece_gpa(piece, moved) + word_offset(word);

	if (!model_is_free(&w->m, piece, 1))
		return;
	if (step->kind == STEP_L0_STORE) {
		WRITE_SHARED(*(uint64_t *)(piece_hva(w, piece) + word_offset(word)),
			     value);
		model_store_far(&w->m, piece, word, value, false);
	} else if (!model_has_slot(&w->m, piece, moved)) {
		return;
	} else if (step->kind == STEP_L1_STORE) {
		model_log_reach(&w->m, piece, MODEL_STORE);
		vcpu_call(w->t.vcpu, l1_store64, gpa, value);
		model_store_far(&w->m, piece, word, value, true);
	} else {
		model_log_reach(&w->m, piece, MODEL_LOAD);
		seen = vcpu_call(w->t.vcpu, l1_load64, gpa);
		if (seen != w->m.piece[piece].word[word])
			TEST_FAIL("L1 at %#lx finds %#lx, should find %#lx", gpa,
				  seen, w->m.piece[piece].word[word]);
	}
}

/* --- operations --- */

/* Each kind of memory has some that the others make impossible later. */
static bool fits_memory(const struct random_world *w, const struct l0_op *op)
{
	enum backing_type type = w->t.mem.type;
	bool renews = strstr(op->name, "map_fixed") || strstr(op->name, "munmap") ||
		      strstr(op->name, "mremap");

	if (!(op->on & 1UL << type))
		return false;
	if (type == BACKING_MEMFD)
		return !renews;
	return type != BACKING_HUGETLB_2M || !strstr(op->name, "mremap");
}

/* UFFDIO_MOVE takes no page that was shared; what somebody else has is looked at. */
static bool fits_past(const struct random_world *w, const struct l0_op *op)
{
	if (op->other_sum && w->nr_sums == WORLD_SUMS)
		return false;
	return !w->forks || (!op->wants_unheld &&
			     (!op->copied || w->forks < WORLD_FORKS));
}

static const struct l0_op *find_op(const struct random_world *w, const char *name)
{
	const struct l0_op_group *group;
	const struct l0_op *op;

	for (group = l0_op_groups; group->name; group++) {
		for (op = group->ops; op->name; op++) {
			if (!strcmp(op->name, name) && fits_memory(w, op))
				return op;
		}
	}
	return NULL;
}

struct op_range {
	unsigned int piece, pieces;
};

/* mremap() takes no two mappings at once: one page then. */
static struct op_range range_of(const struct random_world *w,
				const struct l0_op *op,
				const struct random_step *step)
{
	bool one = strstr(op->name, "mremap");
	unsigned int grain = one && w->t.mem.desc->thp ? 512 : w->m.grain;
	unsigned int piece = step->arg[ARG_OP_PAGE] / grain * grain;
	unsigned int pieces = one ? grain : (1 + step->arg[ARG_OP_PAGES]) * grain;

	if (op->scope == SCOPE_TO_END || pieces > MODEL_PIECES - piece)
		pieces = MODEL_PIECES - piece;
	return (struct op_range){ piece, pieces };
}

static uint32_t fill_value;

static void fill(struct l0_act *act, void *hva)
{
	unsigned int first = act->offset / MODEL_PIECE, i, word;

	for (i = 0; i < act->len / MODEL_PIECE; i++) {
		char *piece = hva + i * MODEL_PIECE;

		for (word = 0; word < MODEL_WORDS; word++)
			*(uint64_t *)(piece + word_offset(word)) =
				fill_word(fill_value, first + i, word);
		l0_random_put_code(piece + CODE_OFFSET,
				   fill_code(fill_value, first + i));
	}
}

static enum model_data data_of(const struct l0_op *op)
{
	static const enum model_data data[] = {
		[DATA_SAME] = MODEL_SAME, [DATA_ZEROS] = MODEL_ZEROS,
		[DATA_NEW] = MODEL_NEW, [DATA_READ_ONLY] = MODEL_READ_ONLY,
		[DATA_NONE] = MODEL_NO_MEMORY,
	};

	return data[op->data];
}

/* Somebody else has what was there, from now on unchanged. */
static void keep_sum(struct random_world *w, const struct l0_op *op,
		     struct l0_act *act)
{
	if (!op->other_sum || w->nr_sums == WORLD_SUMS)
		return;
	act->other_sum = op->other_sum(act);
	w->sum[w->nr_sums].op = op;
	w->sum[w->nr_sums++].act = *act;
}

/* New memory is another mapping than the one around it. */
static void note_cuts(struct random_world *w, const struct l0_op *op,
		      struct op_range range)
{
	unsigned int part;

	if (!strstr(op->name, "map") || strstr(op->name, "mremap"))
		return;
	for (part = range.piece / MODEL_PART_PIECES;
	     part <= (range.piece + range.pieces - 1) / MODEL_PART_PIECES; part++)
		w->cut[part] = true;
}

static void do_op(struct random_world *w, const struct l0_op *op,
		  struct op_range range, uint32_t value)
{
	int slot = model_free_act(&w->m);
	struct l0_act *act = &w->act[slot];

	*act = (struct l0_act){
		.t = &w->t, .offset = range.piece * MODEL_PIECE,
		.len = range.pieces * MODEL_PIECE, .fill = fill,
	};
	fill_value = value;
	if (op->prepare)
		op->prepare(act);
	op->act(act);
	keep_sum(w, op, act);
	w->forks += act->twin.pid > 0;
	note_cuts(w, op, range);
	w->act_op[slot] = op;
	model_op(&w->m, data_of(op), range.piece, range.pieces, value,
		 op->undone == DATA_ZEROS);
	/* Another process that has the old pages stays. */
	if (!op->undo && act->twin.pid <= 0)
		l0_act_end(act);
}

void world_op(struct random_world *w, const struct random_step *step)
{
	const struct l0_op *op = find_op(w, random_ops[step->arg[ARG_OP]]);
	struct op_range range;

	if (!op || !fits_past(w, op) || (op->missing && op->missing(&w->t)))
		return;
	range = range_of(w, op, step);
	/* mremap() of a huge page takes one mapping, and no part of one beside another. */
	if (range.pieces > w->m.grain && strstr(op->name, "mremap") &&
	    w->cut[range.piece / MODEL_PART_PIECES])
		return;
	if (model_free_act(&w->m) >= 0 &&
	    model_is_free(&w->m, range.piece, range.pieces))
		do_op(w, op, range, step->arg[ARG_OP_VALUE]);
}

void world_undo(struct random_world *w, const struct random_step *step)
{
	int nr = model_nth_act(&w->m, step->arg[0]);

	if (nr < 0)
		return;
	w->act_op[nr]->undo(&w->act[nr]);
	l0_act_end(&w->act[nr]);
	model_undo(&w->m, nr);
}

/* --- memslots --- */

static void check_log(struct random_world *w, unsigned int part)
{
	unsigned int first = part * MODEL_PART_PIECES, page = w->m.page_pieces, i, nr;
	uint64_t log[MODEL_PART_PIECES / 64] = {};

	vm_get_dirty_log(w->t.vm, TEST_SLOT + part, log);
	for (i = 0; i < MODEL_PART_PIECES; i += page) {
		enum model_log want = model_log_of(&w->m, first + i);
		bool has;

		nr = i / page;
		has = log[nr / 64] >> nr % 64 & 1;
		if (has ? want == LOG_MUST_NOT : want == LOG_NEEDS)
			TEST_FAIL("page %u of slot %u is %sin the dirty log", nr,
				  TEST_SLOT + part, has ? "" : "not ");
	}
	model_log_read(&w->m, part);
}

void world_log(struct random_world *w, const struct random_step *step)
{
	unsigned int part = step->arg[ARG_PART], how = step->arg[ARG_HOW];
	bool on = how == LOG_ON;

	if (!w->m.part[part].present)
		return;
	if (how == LOG_READ) {
		if (w->m.part[part].logged)
			check_log(w, part);
		return;
	}
	if (w->m.part[part].logged == on)
		return;
	vm_mem_region_set_flags(w->t.vm, TEST_SLOT + part,
				on ? KVM_MEM_LOG_DIRTY_PAGES : 0);
	model_log_unmapped(&w->m);
	model_log_read(&w->m, part);
	w->m.part[part].logged = on;
}

static void add_slot(struct random_world *w, unsigned int part)
{
	unsigned int piece = part * MODEL_PART_PIECES;

	vm_mem_region_add(w->t.vm, TEST_SLOT + part, 0,
			  piece_gpa(piece, w->m.part[part].moved), SZ_2M,
			  piece_hva(w, piece));
	w->m.part[part].present = true;
}

static void delete_slot(struct random_world *w, unsigned int part)
{
	vm_mem_region_delete(w->t.vm, TEST_SLOT + part);
	model_log_read(&w->m, part);
	w->m.part[part].present = false;
	w->m.part[part].logged = false;
}

void world_slot(struct random_world *w, const struct random_step *step)
{
	unsigned int part = step->arg[ARG_PART];
	bool moved = !w->m.part[part].moved;

	model_log_unmapped(&w->m);
	if (!w->m.part[part].present) {
		if (step->arg[ARG_HOW] == SLOT_ADD)
			add_slot(w, part);
	} else if (step->arg[ARG_HOW] == SLOT_DELETE) {
		delete_slot(w, part);
	} else if (step->arg[ARG_HOW] == SLOT_MOVE) {
		vm_mem_region_move(w->t.vm, TEST_SLOT + part,
				   piece_gpa(part * MODEL_PART_PIECES, moved));
		w->m.part[part].moved = moved;
	}
}

/* --- witnesses --- */

static void check_piece(const struct random_world *w, unsigned int piece)
{
	const struct model_piece *p = &w->m.piece[piece];
	unsigned int word;
	uint64_t seen;

	for (word = 0; word < MODEL_WORDS; word++) {
		seen = READ_SHARED(*(uint64_t *)(piece_hva(w, piece) +
						 word_offset(word)));
		if (seen != p->word[word])
			TEST_FAIL("L0 in page %u, word %u finds %#lx, should find %#lx",
				  piece, word, seen, p->word[word]);
	}
}

void world_check(struct random_world *w)
{
	unsigned int piece, i;

	for (piece = 0; piece < MODEL_PIECES; piece++) {
		if (!w->m.piece[piece].no_load)
			check_piece(w, piece);
	}
	for (i = 0; i < w->nr_sums; i++) {
		if (w->sum[i].op->other_sum(&w->sum[i].act) !=
		    w->sum[i].act.other_sum)
			TEST_FAIL("what %s took away has changed since",
				  w->sum[i].op->name);
	}
	if (w->census)
		census_expect_lawful(w->census);
	if (!model_owes(&w->m))
		shadow_expect_composed(w->t.vm);
}
