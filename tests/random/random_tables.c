// SPDX-License-Identifier: GPL-2.0
/* L1's tables in the model, and the results of an access by them; see random_model.h. */
#include <string.h>

#include "random_model.h"

/*
 * Far from each other and at the edges: of bit 51, of the whole range, of 4G, of a
 * gigabyte and of 2M. Leaves of one 2M have one size.
 */
static const struct {
	gpa_t base;
	unsigned int shift;
} windows[MODEL_WINDOWS] = {
	{ 0x3200000000UL, 12 },
	{ 0x8000740000000UL, 16 },
	{ 0x8000740200000UL, 12 },
	{ (1UL << 52) - 0x200000UL, 16 },
	{ 0x100000000UL - 0x200000UL, 12 },
	{ 0x100000000UL, 16 },
	{ 0x8000780000000UL - 0x400000UL, 21 },
	{ 0x4200000000UL, 21 },
};

unsigned int window_shift(unsigned int window)
{
	return windows[window].shift;
}

gpa_t window_base(unsigned int window)
{
	return windows[window].base;
}

unsigned int window_slots(unsigned int window)
{
	switch (windows[window].shift) {
	case 12:
		return MODEL_SLOTS;
	case 16:
		return 32;
	default:
		return 4;
	}
}

gpa_t leaf_address(unsigned int window, unsigned int slot)
{
	unsigned int at = slot % window_slots(window);

	/* Of 512 leaves the first and the last ones. */
	if (windows[window].shift == 12 && at >= MODEL_SLOTS / 2)
		at += 512 - MODEL_SLOTS;
	return windows[window].base + ((uint64_t)at << windows[window].shift);
}

static unsigned int leaf_pieces(unsigned int window)
{
	return 1U << (windows[window].shift - 12);
}

struct model_place *model_place(struct model *m, const struct random_step *step)
{
	unsigned int window = step->arg[ARG_WINDOW];

	return &m->place[step->arg[ARG_L2]][window]
			[step->arg[ARG_SLOT] % window_slots(window)];
}

static bool same_target(const struct model_leaf *a, const struct model_leaf *b)
{
	return a->piece == b->piece && a->moved == b->moved;
}

/*
 * Two known defects of the kernel need an L1 that does not invalidate: a leaf that
 * leads elsewhere (second-leaf-ors-frames), and one that permits more
 * (nested-upgrade-warning). The first one stores to memory of others.
 */
static bool is_harmless_over(const struct model_leaf *leaf,
			     const struct model_leaf *old)
{
	if (!old->present)
		return true;
	if (!same_target(leaf, old))
		return false;
	return !(leaf->bits & ~old->bits & (BIT_READ | BIT_EXEC));
}

static bool is_harmless(const struct model_place *place,
			const struct model_leaf *leaf)
{
	unsigned int i;

	for (i = 0; i < place->nr_old; i++) {
		if (!is_harmless_over(leaf, &place->old[i]))
			return false;
	}
	return is_harmless_over(leaf, &place->leaf);
}

static enum random_by by_of(const struct random_step *step)
{
	return step->arg[step->kind == STEP_MAP ? ARG_MAP_BY : ARG_BITS_BY];
}

struct model_leaf model_new_leaf(struct model *m, const struct random_step *step)
{
	unsigned int pieces = leaf_pieces(step->arg[ARG_WINDOW]);
	struct model_place *place = model_place(m, step);
	struct model_leaf leaf = place->leaf;

	if (pieces < m->page_pieces)
		return (struct model_leaf){};
	if (step->kind == STEP_MAP) {
		leaf.piece = step->arg[ARG_PAGE] / pieces * pieces;
		leaf.moved = m->part[leaf.piece / (MODEL_PIECES / MODEL_PARTS)].moved;
		leaf.bits = step->arg[ARG_MAP_BITS];
		leaf.present = true;
	} else {
		leaf.bits = step->arg[ARG_BITS];
	}
	if (by_of(step) == BY_NONE &&
	    (place->nr_old == MODEL_OLD || !is_harmless(place, &leaf)))
		leaf.present = false;
	return leaf;
}

void model_set_leaf(struct model *m, const struct random_step *step,
		    struct model_leaf leaf, enum random_by by)
{
	struct model_place *place = model_place(m, step);

	if (place->leaf.present && place->nr_old < MODEL_OLD)
		place->old[place->nr_old++] = place->leaf;
	place->leaf = leaf;
	place->made = true;
	model_invalidate(m, step, by);
}

static void forget_old(struct model *m, unsigned int l2)
{
	unsigned int window, slot;

	for (window = 0; window < MODEL_WINDOWS; window++) {
		for (slot = 0; slot < MODEL_SLOTS; slot++)
			m->place[l2][window][slot].nr_old = 0;
	}
}

void model_invalidate(struct model *m, const struct random_step *step,
		      enum random_by by)
{
	unsigned int l2;

	switch (by) {
	case BY_NONE:
		break;
	case BY_PAGE:
	case BY_RPT_PAGE:
		model_place(m, step)->nr_old = 0;
		break;
	case BY_LPID:
	case BY_LPID_ALL:
	case BY_RPT_LPID:
		forget_old(m, step->arg[ARG_L2]);
		break;
	default:
		for (l2 = 0; l2 < MODEL_L2S; l2++)
			forget_old(m, l2);
	}
}

void model_flush(struct model *m, unsigned int l2, bool end)
{
	if (end)
		memset(m->place[l2], 0, sizeof(m->place[l2]));
	else
		forget_old(m, l2);
}

bool model_owes(const struct model *m)
{
	unsigned int l2, window, slot;

	for (l2 = 0; l2 < MODEL_L2S; l2++) {
		for (window = 0; window < MODEL_WINDOWS; window++) {
			for (slot = 0; slot < MODEL_SLOTS; slot++) {
				if (m->place[l2][window][slot].nr_old)
					return true;
			}
		}
	}
	return false;
}

/* Power ISA 3.0B, Book III, 5.7.12.1: write includes read, none includes execute. */
static bool permits(unsigned int bits, enum model_access access)
{
	switch (access) {
	case MODEL_LOAD:
		return bits & (BIT_READ | BIT_WRITE);
	case MODEL_STORE:
		return bits & BIT_WRITE;
	default:
		return bits & BIT_EXEC;
	}
}

/* L1's leaf must have R, for a store also C, or the access faults into L1. */
static bool has_rc(unsigned int bits, enum model_access access)
{
	unsigned int need = access == MODEL_STORE ? BIT_R | BIT_C : BIT_R;

	return (bits & need) == need;
}

/* Add the results that @leaf permits; only the current leaf's fault is permitted. */
static void expect_leaf(const struct model *m, struct model_expect *e,
			const struct model_leaf *leaf, unsigned int offset,
			enum model_access access, bool now)
{
	const struct model_piece *piece = &m->piece[leaf->piece + offset];
	bool refused, rc = has_rc(leaf->bits, access);
	enum model_cause cause;

	if (!leaf->present || !permits(leaf->bits, access)) {
		cause = leaf->present ? CAUSE_PERMISSION : CAUSE_HOLE;
		if (now) {
			e->ends |= MAY_FAULT;
			e->cause = cause;
		}
		return;
	}
	if (!now && !model_has_slot(m, leaf->piece + offset, leaf->moved))
		return;
	/* L0 finds out about the memory before, or after it has a leaf without R. */
	refused = access == MODEL_STORE ? piece->no_store : piece->no_load;
	if (refused)
		e->ends |= now ? MAY_FIND_NONE : 0;
	if (now && !refused) {
		e->reaches = true;
		e->reached = leaf->piece + offset;
	}
	if (!rc && now) {
		e->ends |= MAY_FAULT;
		e->cause = CAUSE_SET_RC;
	}
	if (refused || !rc)
		return;
	if (access == MODEL_FETCH && !piece->code)
		e->ends |= MAY_BE_ILLEGAL;
	else
		e->ends |= MAY_PASS;
	e->value[e->nr_pieces] = access == MODEL_FETCH ? piece->code :
				 piece->word[e->word];
	e->piece[e->nr_pieces++] = leaf->piece + offset;
}

static enum model_access access_of(const struct random_step *step)
{
	return step->kind == STEP_LOAD ? MODEL_LOAD :
	       step->kind == STEP_STORE ? MODEL_STORE : MODEL_FETCH;
}

static void set_where(struct model_expect *e, const struct random_step *step,
		      unsigned int offset)
{
	e->address = leaf_address(step->arg[ARG_WINDOW], step->arg[ARG_SLOT]) +
		     offset * MODEL_PIECE;
	if (step->kind == STEP_FETCH) {
		e->address += CODE_OFFSET;
		return;
	}
	/* Of 32 places 4 are words, and 8 bytes or halves of each of them. */
	e->bytes = 1U << step->arg[ARG_WIDTH];
	e->word = step->arg[ARG_WORD] % MODEL_WORDS;
	e->shift = step->arg[ARG_WORD] / MODEL_WORDS % (8 / e->bytes) * e->bytes * 8;
	e->address += word_offset(e->word) + e->shift / 8;
	e->store = value_of(step->arg[ARG_VALUE]);
}

static void cut_values(struct model_expect *e)
{
	unsigned int i;

	if (!e->bytes)
		return;
	for (i = 0; i < e->nr_pieces; i++) {
		e->value[i] >>= e->shift;
		if (e->bytes < 8)
			e->value[i] &= (1UL << 8 * e->bytes) - 1;
	}
}

/* An access of L2 that would be MMIO is left out, since no device answers it. */
static bool is_mmio(const struct model *m, const struct model_leaf *leaf,
		    unsigned int offset)
{
	return leaf->present &&
	       !model_has_slot(m, leaf->piece + offset, leaf->moved);
}

/*
 * The known defect write-only-leaf-hangs: where L0's page is read-only, and L2 cannot
 * know that, a load through a leaf that permits stores alone never ends.
 */
static bool may_hang(const struct model_leaf *leaf, enum model_access access)
{
	return access == MODEL_LOAD && leaf->present &&
	       (leaf->bits & (BIT_READ | BIT_WRITE)) == BIT_WRITE;
}

static bool is_avoided(const struct model_place *place, enum model_access access)
{
	unsigned int i;

	for (i = 0; i < place->nr_old; i++) {
		if (may_hang(&place->old[i], access))
			return true;
	}
	return may_hang(&place->leaf, access);
}

struct model_expect model_expect(const struct model *m,
				 const struct random_step *step)
{
	const struct model_place *place = model_place((struct model *)m, step);
	unsigned int offset = step->arg[ARG_PIECE] %
			      leaf_pieces(step->arg[ARG_WINDOW]);
	enum model_access access = access_of(step);
	struct model_expect e = { .access = access };
	unsigned int i;

	if (is_mmio(m, &place->leaf, offset) || !place->made ||
	    is_avoided(place, access))
		return e;
	set_where(&e, step, offset);
	expect_leaf(m, &e, &place->leaf, offset, access, true);
	for (i = 0; i < place->nr_old; i++)
		expect_leaf(m, &e, &place->old[i], offset, access, false);
	cut_values(&e);
	for (i = 1; access == MODEL_STORE && i < e.nr_pieces; i++) {
		if (e.piece[i] != e.piece[0])
			e.ends = 0;
	}
	return e;
}
