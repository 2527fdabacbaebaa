// SPDX-License-Identifier: GPL-2.0
/* What L0 does in a sequence: its stores, memslots, the dirty log; and the witnesses. */
#include "kselftest.h"

#include <string.h>

#include "guest/l1_nested.h"
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
	gpa_t gpa = piece_gpa(piece, moved) + word_offset(word);

	if (!model_is_free(&w->m, piece, 1))
		return;
	if (step->kind == STEP_L0_STORE) {
		WRITE_ONCE(*(uint64_t *)(piece_hva(w, piece) + word_offset(word)),
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

/* --- memslots --- */

static void check_log(struct random_world *w, unsigned int part)
{
	unsigned int first = part * MODEL_PART_PIECES, page = w->m.page_pieces, i, nr;
	uint64_t log[MODEL_PART_PIECES / 64] = {};

	kvm_vm_get_dirty_log(w->t.vm, TEST_SLOT + part, log);
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
		seen = READ_ONCE(*(uint64_t *)(piece_hva(w, piece) +
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
