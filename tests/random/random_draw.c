// SPDX-License-Identifier: GPL-2.0
/*
 * Draws steps. Each sequence uses a few places and pages, so that steps affect each other;
 * some of the pages are at the edges of memslots and of huge pages.
 */
#include "kselftest.h"
#include "random_draw.h"
#include "random_model.h"

#define PLACES	7
#define PAGES	5

struct draw {
	uint64_t state;
	uint32_t place[PLACES][3];	/* as the first arguments of a step */
	uint32_t page[PAGES];
};

static uint32_t draw(struct draw *d, uint32_t limit)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (d->state >> 16) % limit;
}

/* One of @percent in a hundred. */
static bool chance(struct draw *d, uint32_t percent)
{
	return draw(d, 100) < percent;
}

static const struct {
	enum random_kind kind;
	unsigned int weight;
} weights[] = {
	{ STEP_LOAD, 20 }, { STEP_STORE, 22 }, { STEP_FETCH, 6 },
	{ STEP_MAP, 9 }, { STEP_UNMAP, 3 }, { STEP_PROTECT, 6 },
	{ STEP_INVALIDATE, 3 }, { STEP_TABLE, 1 }, { STEP_END, 1 },
	{ STEP_L1_LOAD, 2 }, { STEP_L1_STORE, 4 }, { STEP_L0_STORE, 3 },
	{ STEP_OP, 9 }, { STEP_UNDO, 3 }, { STEP_LOG, 5 }, { STEP_SLOT, 2 },
	{ STEP_TLBIE, 6 }, { STEP_PTCR, 1 }, { STEP_ENTER, 1 }, { STEP_COPY, 1 },
	{ STEP_REGS, 1 }, { STEP_STATE, 1 }, { STEP_CHECK, 2 },
};

static enum random_kind draw_kind(struct draw *d)
{
	unsigned int total = 0, at, i;

	for (i = 0; i < ARRAY_SIZE(weights); i++)
		total += weights[i].weight;
	at = draw(d, total);
	for (i = 0; at >= weights[i].weight; i++)
		at -= weights[i].weight;
	return weights[i].kind;
}

static uint32_t draw_page(struct draw *d)
{
	static const uint32_t edges[] = {
		0, 511, 512, 1023, 1024, MODEL_PIECES - 1
	};

	if (chance(d, 50))
		return edges[draw(d, ARRAY_SIZE(edges))];
	return draw(d, MODEL_PIECES);
}

/* A page that others use too, or the one beside it. */
static uint32_t hot_page(struct draw *d)
{
	uint32_t page = d->page[draw(d, PAGES)];

	if (chance(d, 15))
		page ^= 1;
	return chance(d, 5) ? draw(d, MODEL_PIECES) : page;
}

/* The address of @other in another L2. */
static void same_address(struct draw *d, uint32_t *place, const uint32_t *other)
{
	place[ARG_L2] = (other[ARG_L2] + 1 + draw(d, MODEL_L2S - 1)) % MODEL_L2S;
	place[ARG_WINDOW] = other[ARG_WINDOW];
	place[ARG_SLOT] = other[ARG_SLOT];
}

static bool is_same_address(const uint32_t *a, const uint32_t *b)
{
	return a[ARG_WINDOW] == b[ARG_WINDOW] && a[ARG_SLOT] == b[ARG_SLOT];
}

static void draw_pool(struct draw *d)
{
	unsigned int i;

	for (i = 0; i < PAGES; i++)
		d->page[i] = draw_page(d);
	for (i = 0; i < PLACES; i++) {
		d->place[i][ARG_L2] = chance(d, 50) ? 0 : draw(d, MODEL_L2S);
		d->place[i][ARG_WINDOW] = draw(d, MODEL_WINDOWS);
		d->place[i][ARG_SLOT] = chance(d, 50) ? draw(d, 3) :
					draw(d, MODEL_SLOTS);
		if (i && chance(d, 35))
			same_address(d, d->place[i], d->place[i - 1]);
	}
}

static void set_place(struct random_step *step, const uint32_t *place)
{
	int i;

	for (i = 0; i < 3; i++)
		step->arg[i] = place[i];
}

static uint32_t draw_bits(struct draw *d)
{
	uint32_t all = random_limit(STEP_PROTECT, ARG_BITS) - 1;

	if (chance(d, 55))
		return all;
	/* One that is missing, or any. */
	return chance(d, 60) ? all & ~(1U << draw(d, 5)) : draw(d, all + 1);
}

static uint32_t draw_by(struct draw *d)
{
	return chance(d, 45) ? BY_PAGE : draw(d, NR_BYS);
}

/* Which number of its own @arg gets; those of every kind are drawn evenly before. */
static void choose(struct draw *d, struct random_step *step)
{
	switch (step->kind) {
	case STEP_LOAD:
	case STEP_STORE:
	case STEP_FETCH:
		if (chance(d, 85))
			step->arg[ARG_PIECE] = hot_page(d) % 512;
		if (step->kind != STEP_FETCH && chance(d, 40))
			step->arg[ARG_WIDTH] = 3;
		break;
	case STEP_MAP:
		step->arg[ARG_PAGE] = hot_page(d);
		step->arg[ARG_MAP_BITS] = draw_bits(d);
		step->arg[ARG_MAP_BY] = draw_by(d);
		break;
	case STEP_UNMAP:
	case STEP_INVALIDATE:
		step->arg[ARG_BY] = draw_by(d);
		break;
	case STEP_PROTECT:
		step->arg[ARG_BITS] = draw_bits(d);
		step->arg[ARG_BITS_BY] = draw_by(d);
		break;
	case STEP_TLBIE:
		/* Half of them are such as L0 takes: R=1, PRS=0, RIC and IS that fit. */
		if (chance(d, 50))
			step->arg[ARG_FORM] = chance(d, 50) ? 0x04 : chance(d, 50) ? 0x06 : 0x26;
		if (chance(d, 60))
			step->arg[ARG_RS] = RS_OWN;
		break;
	case STEP_L1_LOAD:
	case STEP_L1_STORE:
	case STEP_L0_STORE:
		step->arg[ARG_FAR_PIECE] = hot_page(d);
		break;
	case STEP_OP:
		step->arg[ARG_OP_PAGE] = hot_page(d);
		if (chance(d, 60))
			step->arg[ARG_OP_PAGES] = draw(d, 3);
		break;
	}
}

static bool has_place(enum random_kind kind)
{
	return kind <= STEP_INVALIDATE || kind == STEP_TLBIE;
}

static void draw_step(struct draw *d, struct random_step *step)
{
	uint32_t limit;
	int i;

	*step = (struct random_step){ .kind = draw_kind(d) };
	for (i = 0; i < STEP_MAX_ARGS; i++) {
		limit = random_limit(step->kind, i);
		step->arg[i] = limit ? draw(d, limit) : 0;
	}
	if (has_place(step->kind))
		set_place(step, d->place[draw(d, PLACES)]);
	choose(d, step);
}

/* Two L2s with the same address have the same page there, at first. */
static void draw_first_map(struct draw *d, struct random_step *step, size_t i)
{
	*step = (struct random_step){ .kind = STEP_MAP };
	set_place(step, d->place[i]);
	choose(d, step);
	step->arg[ARG_MAP_BY] = BY_PAGE;
	if (i && is_same_address(d->place[i], d->place[i - 1]))
		step->arg[ARG_PAGE] = step[-1].arg[ARG_PAGE];
}

void random_draw(struct random_sequence *sequence, uint64_t seed, int memory,
		 size_t nr)
{
	struct draw d = { .state = (seed + 1) * 0x9e3779b97f4a7c15UL };
	size_t i;

	for (i = 0; i < 8; i++)
		draw(&d, 2);
	draw_pool(&d);
	sequence->memory = memory;
	sequence->nr = nr;
	for (i = 0; i < nr; i++) {
		if (i < PLACES)
			draw_first_map(&d, &sequence->step[i], i);
		else
			draw_step(&d, &sequence->step[i]);
	}
}
