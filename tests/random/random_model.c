// SPDX-License-Identifier: GPL-2.0
/* L0's memory and memslots, and what becomes of them; see random_model.h. */
#include <string.h>

#include "random_model.h"

void model_init(struct model *m, int memory, unsigned int page_pieces,
		unsigned int grain)
{
	unsigned int piece, word, part;

	memset(m, 0, sizeof(*m));
	m->memory = memory;
	m->page_pieces = page_pieces;
	m->grain = grain;
	m->leaf_sizes = 1UL << 12 | 1UL << 16;
	for (part = 0; part < MODEL_PARTS; part++)
		m->part[part].present = true;
	for (piece = 0; piece < MODEL_PIECES; piece++) {
		for (word = 0; word < MODEL_WORDS; word++)
			m->piece[piece].word[word] = first_word(piece, word);
		m->piece[piece].code = fill_code(0, piece);
	}
}

unsigned int word_offset(unsigned int word)
{
	static const unsigned int offsets[MODEL_WORDS] = {
		0, 0x7f8, 0x810, 0xff8
	};

	return offsets[word];
}

uint64_t first_word(unsigned int piece, unsigned int word)
{
	return fill_word(0, piece, word);
}

uint64_t value_of(uint32_t value)
{
	return 0x0101010101010101UL * (value >> 8 & 0xff) ^
	       0x8040201008040201UL * (1 + (value & 0xff));
}

uint64_t fill_word(uint32_t value, unsigned int piece, unsigned int word)
{
	return 0x5eed000000000000UL | (uint64_t)value << 24 | piece << 4 |
	       (word + 1);
}

uint64_t fill_code(uint32_t value, unsigned int piece)
{
	return 0x10000000UL + ((uint64_t)(value & 0x3fff) << 12) + piece;
}

bool model_has_slot(const struct model *m, unsigned int piece, bool moved)
{
	unsigned int part = piece / MODEL_PART_PIECES;

	return m->part[part].present && m->part[part].moved == moved;
}

void model_stored(struct model *m, const struct model_expect *expect)
{
	uint64_t mask = expect->bytes == 8 ? ~0UL :
			((1UL << 8 * expect->bytes) - 1) << expect->shift;
	uint64_t *word = &m->piece[expect->piece[0]].word[expect->word];

	*word = (*word & ~mask) | (expect->store << expect->shift & mask);
	model_log_store(m, expect->piece[0]);
}

void model_accessed(struct model *m, const struct model_expect *expect)
{
	if (expect->reaches)
		model_log_reach(m, expect->reached, expect->access);
}

void model_store_far(struct model *m, unsigned int piece, unsigned int word,
		     uint64_t value, bool by_l1)
{
	m->piece[piece].word[word] = value;
	if (by_l1)
		model_log_store(m, piece);
}

bool model_is_free(const struct model *m, unsigned int piece,
		   unsigned int pieces)
{
	for (; pieces--; piece++) {
		if (m->piece[piece].no_load || m->piece[piece].no_store)
			return false;
	}
	return true;
}

static void put_data(struct model *m, unsigned int piece, bool zeros,
		     uint32_t value)
{
	struct model_piece *p = &m->piece[piece];
	unsigned int word;

	for (word = 0; word < MODEL_WORDS; word++)
		p->word[word] = zeros ? 0 : fill_word(value, piece, word);
	p->code = zeros ? 0 : fill_code(value, piece);
}

int model_free_act(const struct model *m)
{
	int i;

	for (i = 0; i < MODEL_ACTS; i++) {
		if (!m->act[i].used)
			return i;
	}
	return -1;
}

void model_op(struct model *m, enum model_data data, unsigned int piece,
	      unsigned int pieces, uint32_t value, bool undone_zeros)
{
	unsigned int i;

	model_log_unmapped(m);
	if (data == MODEL_READ_ONLY || data == MODEL_NO_MEMORY)
		m->act[model_free_act(m)] = (struct model_act){
			.used = true, .piece = piece, .pieces = pieces,
			.zeros = undone_zeros,
		};
	for (i = piece; i < piece + pieces; i++) {
		if (data == MODEL_ZEROS || data == MODEL_NEW)
			put_data(m, i, data == MODEL_ZEROS, value);
		m->piece[i].no_store = data >= MODEL_READ_ONLY;
		m->piece[i].no_load = data == MODEL_NO_MEMORY;
	}
}

int model_nth_act(const struct model *m, unsigned int nth)
{
	unsigned int used = 0;
	int i;

	for (i = 0; i < MODEL_ACTS; i++)
		used += m->act[i].used;
	if (!used)
		return -1;
	nth %= used;
	for (i = 0; !m->act[i].used || nth--; i++)
		;
	return i;
}

void model_undo(struct model *m, int nr)
{
	struct model_act *act = &m->act[nr];
	unsigned int i;

	model_log_unmapped(m);
	for (i = act->piece; i < act->piece + act->pieces; i++) {
		m->piece[i].no_load = false;
		m->piece[i].no_store = false;
		if (act->zeros)
			put_data(m, i, true, 0);
	}
	act->used = false;
}
