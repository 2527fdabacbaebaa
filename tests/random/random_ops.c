// SPDX-License-Identifier: GPL-2.0
/* Operations of L0 in a sequence: see l0_op.h. */
#include "kselftest.h"

#include <string.h>

#include "random_world.h"

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
	const struct l0_op * const *ops;
	const struct l0_op *op;

	for (ops = l0_op_groups; *ops; ops++) {
		for (op = *ops; op->name; op++) {
			if (!strcmp(op->name, name) && fits_memory(w, op))
				return op;
		}
	}
	return NULL;
}

struct op_range {
	unsigned int piece, pieces;
};

/* mremap() refuses a range of several VMAs: use one page then. */
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

/* The old memory has another owner: keep its checksum, which must not change. */
static void keep_sum(struct random_world *w, const struct l0_op *op,
		     struct l0_act *act)
{
	if (!op->other_sum || w->nr_sums == WORLD_SUMS)
		return;
	act->other_sum = op->other_sum(act);
	w->sum[w->nr_sums].op = op;
	w->sum[w->nr_sums++].act = *act;
}

static unsigned int first_part(struct op_range range)
{
	return range.piece / MODEL_PART_PIECES;
}

static unsigned int last_part(struct op_range range)
{
	return (range.piece + range.pieces - 1) / MODEL_PART_PIECES;
}

/* An operation that maps new memory splits the VMA. */
static void note_cuts(struct random_world *w, const struct l0_op *op,
		      struct op_range range)
{
	bool is_whole = range.pieces % MODEL_PART_PIECES == 0;
	unsigned int part;

	if (!strstr(op->name, "map") || (is_whole && strstr(op->name, "mremap")))
		return;
	for (part = first_part(range); part <= last_part(range); part++)
		w->cut[part] = true;
}

/* mremap() and UFFDIO_MOVE refuse a range of several VMAs. */
static bool wants_one_mapping(const struct l0_op *op)
{
	return strstr(op->name, "mremap") || strstr(op->name, "uffdio");
}

static bool is_cut(const struct random_world *w, struct op_range range)
{
	unsigned int part;

	for (part = first_part(range); part <= last_part(range); part++) {
		if (w->cut[part])
			return true;
	}
	return false;
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
	w->forks += act->child.pid > 0;
	note_cuts(w, op, range);
	w->act_op[slot] = op;
	model_op(&w->m, data_of(op), range.piece, range.pieces, value,
		 op->undone == DATA_ZEROS);
	/* Another process that has the old pages stays. */
	if (!op->undo && act->child.pid <= 0)
		l0_act_end(act);
}

void world_op(struct random_world *w, const struct random_step *step)
{
	const struct l0_op *op = find_op(w, random_ops[step->arg[ARG_OP]]);
	struct op_range range;

	if (!op || !fits_past(w, op) || (op->missing && op->missing(&w->t)))
		return;
	range = range_of(w, op, step);
	if (wants_one_mapping(op) && range.pieces > w->m.grain && is_cut(w, range))
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
