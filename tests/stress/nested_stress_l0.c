// SPDX-License-Identifier: GPL-2.0
/* L0's part; see nested_stress.h. */
#include <stdlib.h>
#include <unistd.h>

#include "nested_stress.h"
#include "host/host_probe.h"
#include "isa/processor.h"

/* How long L2's accesses fail. The value is not critical. */
#define REFUSED_US	200

char *stress_page_hva(const struct nested_stress *s, uint64_t page)
{
	return s->t->mem.hva + page * s->sh->step;
}

/* Store the function's first instruction last: until then it is invalid. */
void stress_fill(const struct stress_shared *sh, char *hva, uint64_t page,
		 uint64_t generation)
{
	uint64_t value = stress_code_value(page, generation), part;

	for (part = 0; part < STRESS_PARTS; part++) {
		struct stress_block *b = (void *)hva + stress_offset(sh, part);

		WRITE_ONCE(b->mark, stress_mark(page, generation));
		WRITE_ONCE(b->code[2], STRESS_BLR);
		WRITE_ONCE(b->code[1], STRESS_ORI(value));
		__atomic_store_n(&b->code[0], STRESS_LIS(value),
				 __ATOMIC_RELEASE);
		sync_icache(b->code, sizeof(b->code));
	}
}

/* An operation of L0 on a page, which the next generation may fill. */
struct stress_act {
	struct l0_act act;	/* first */
	struct nested_stress *s;
	uint64_t page;
};

static void fill(struct l0_act *act, void *hva)
{
	struct stress_act *a = (struct stress_act *)act;
	struct stress_shared *sh = a->s->sh;

	stress_fill(sh, hva, a->page, sh->page[a->page].generation + 1);
}

/* Does it keep the data, in the end? */
static bool keeps_data(const struct l0_op *op)
{
	return op->data == DATA_SAME || (op->undo && op->undone == DATA_SAME);
}

/* Memory that L2 cannot access now, and memory that it must not store to any more. */
static void look_and_undo(const struct l0_op *op, struct l0_act *act)
{
	uint64_t sum = op->other_sum ? op->other_sum(act) : 0;

	if (op->undo || op->other_sum)
		usleep(REFUSED_US);
	if (op->other_sum && op->other_sum(act) != sum)
		TEST_FAIL("a store of L2 changed memory that %s gave to another owner",
			  op->name);
	if (op->undo)
		op->undo(act);
}

/* Operations that keep the data do not change the generation, and may be partial. */
static void keep(const struct l0_op *op, struct stress_act *a)
{
	if (op->data == DATA_SAME && a->act.len > host_page_size())
		a->act.len /= 2;
	op->act(&a->act);
	look_and_undo(op, &a->act);
}

/* Replace the page by its next generation. */
static void renew(const struct l0_op *op, struct stress_act *a)
{
	struct stress_shared *sh = a->s->sh;
	uint64_t seq = sh->page[a->page].seq;

	WRITE_ONCE(sh->page[a->page].seq, seq + 1);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	op->act(&a->act);
	look_and_undo(op, &a->act);
	if (op->data != DATA_NEW)
		fill(&a->act, act_hva(&a->act));
	WRITE_ONCE(sh->page[a->page].generation,
		   sh->page[a->page].generation + 1);
	__atomic_store_n(&sh->page[a->page].seq, seq + 2, __ATOMIC_RELEASE);
}

static void act_on(struct nested_stress *s, const struct l0_op *op, uint64_t page)
{
	struct stress_act a = {
		.act = {
			.t = s->t, .fill = fill, .offset = page * s->sh->step,
			.len = 1UL << s->sh->leaf_shift,
		},
		.s = s, .page = page,
	};

	if (keeps_data(op))
		keep(op, &a);
	else
		renew(op, &a);
	l0_act_end_spare(&a.act);
}

void stress_choose_ops(struct nested_stress *s)
{
	const struct l0_op * const *table;
	const struct l0_op *op;

	for (table = l0_op_groups; *table; table++) {
		for (op = *table; op->name; op++) {
			if (!(op->all_run & (1UL << s->t->mem.type)) ||
			    (op->missing && op->missing(s->t)))
				continue;
			TEST_ASSERT(s->nr_ops < STRESS_OPS, "too many operations");
			s->ops[s->nr_ops++] = op;
		}
	}
}

/*
 * Turn logging on and off while all run. Reading the log at the same time would trigger
 * nested-dirty-log-race (see nested_log_race_test), so that is done at quiet points.
 */
static void switch_dirty_log(struct nested_stress *s)
{
	s->logging = !s->logging;
	vm_mem_region_set_flags(s->t->vm, TEST_SLOT,
				s->logging ? KVM_MEM_LOG_DIRTY_PAGES : 0);
}

void stress_read_dirty_log(struct nested_stress *s)
{
	if (s->logging)
		free(nested_test_read_log(s->t));
}

void stress_l0_act(struct nested_stress *s, uint64_t id, uint64_t *random,
		   int nr)
{
	uint64_t share = (s->sh->nr_pages + STRESS_L0S - 1 - id) / STRESS_L0S;

	while (nr--) {
		uint64_t page = stress_random(random) % share * STRESS_L0S + id;

		/* For the whole slot: only one thread does it. */
		if (!id && !(stress_random(random) & 15))
			switch_dirty_log(s);
		else
			act_on(s, s->ops[stress_random(random) % s->nr_ops], page);
	}
}
