// SPDX-License-Identifier: GPL-2.0
/* L1's and L2's part; see nested_stress.h. */
#include "isa/hcall.h"
#include "guest/l1_memory.h"
#include "nested_stress.h"
#include "isa/processor.h"

#define VECTOR_H_EMULATION	0xe40
#define ACCESSES		24	/* of L2, each time it is entered */

/* The expected state for an access of L2, valid if unchanged afterwards. */
struct sight {
	uint64_t l2, slot, slot_seq;
	uint64_t page, page_seq, generation;
};

static uint64_t look(uint64_t *seq)
{
	return __atomic_load_n(seq, __ATOMIC_ACQUIRE);
}

static struct sight take_sight(struct stress_shared *sh, uint64_t l2,
			       uint64_t slot)
{
	struct sight s = { .l2 = l2, .slot = slot };

	s.slot_seq = look(&sh->slot[l2][slot].seq);
	s.page = look(&sh->slot[l2][slot].page);
	s.page_seq = look(&sh->page[s.page].seq);
	s.generation = look(&sh->page[s.page].generation);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return s;
}

static bool sight_holds(struct stress_shared *sh, const struct sight *s)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return !(s->slot_seq & 1) && !(s->page_seq & 1) &&
	       look(&sh->slot[s->l2][s->slot].seq) == s->slot_seq &&
	       look(&sh->page[s->page].seq) == s->page_seq;
}

static void report_wrong(struct stress_shared *sh, uint64_t who, uint64_t what,
			 const struct sight *s, uint64_t part, uint64_t seen,
			 uint64_t expected)
{
	struct stress_wrong *wrong = &sh->wrong[who];

	if (wrong->what)
		return;
	*wrong = (struct stress_wrong){
		.what = what, .slot = s->slot, .page = s->page, .part = part,
		.seen = seen, .expected = expected,
	};
	__atomic_store_n(&sh->stop, 1, __ATOMIC_RELEASE);
}

/* In any case, words of other memory must not be seen. */
static bool is_ours(uint64_t value)
{
	return !value || value >> 48 == stress_mark(0, 0) >> 48;
}

static void l2_load_mark(struct stress_shared *sh, uint64_t who,
			 struct stress_block *block, struct sight *s,
			 uint64_t part)
{
	uint64_t seen = READ_ONCE(block->mark);
	uint64_t expected = stress_mark(s->page, s->generation);

	if (!is_ours(seen))
		report_wrong(sh, who, STRESS_FAR, s, part, seen, expected);
	if (sight_holds(sh, s) && seen != expected)
		report_wrong(sh, who, STRESS_LOAD, s, part, seen, expected);
}

/* The store may have gone to the page that was mapped in between. */
static void clear_stores(struct stress_shared *sh, uint64_t who, uint64_t part)
{
	uint64_t page;

	for (page = 0; page < sh->nr_pages; page++)
		sh->last[who][page][part].seq = STRESS_NEVER;
}

static void l2_store_own(struct stress_shared *sh, uint64_t who,
			 struct stress_block *block, struct sight *s,
			 uint64_t part)
{
	uint64_t value = (who << 56) | sh->accesses[who], seen;

	/* Through another slot, the page must have this one's last store. */
	seen = READ_ONCE(block->stored[who]);
	if (sight_holds(sh, s) &&
	    sh->last[who][s->page][part].seq == s->page_seq &&
	    sh->last[who][s->page][part].value != seen)
		report_wrong(sh, who, STRESS_STORE, s, part, seen,
			     sh->last[who][s->page][part].value);

	WRITE_ONCE(block->stored[who], value);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	seen = READ_ONCE(block->stored[who]);
	if (!sight_holds(sh, s)) {
		clear_stores(sh, who, part);
		return;
	}
	if (seen != value)
		report_wrong(sh, who, STRESS_STORE, s, part, seen, value);
	sh->last[who][s->page][part].seq = s->page_seq;
	sh->last[who][s->page][part].value = value;
}

/*
 * Seen once: L2 executed zeros where a function had been stored. Probably, but not proven,
 * QEMU translates an instruction while L0 stores it, and caches the old one. So zeros are
 * not a failure if a load then reads the right code. This also accepts a stale fetch from
 * a zero page, but not stale code of an older generation.
 */
static bool is_late_code(const struct stress_block *block, uint64_t seen,
			 uint64_t expected)
{
	return !seen &&
	       READ_ONCE(block->code[0]) == STRESS_LIS(expected) &&
	       READ_ONCE(block->code[1]) == STRESS_ORI(expected);
}

static void l2_call_code(struct stress_shared *sh, uint64_t who,
			 struct stress_block *block, struct sight *s,
			 uint64_t part)
{
	uint64_t expected = stress_code_value(s->page, s->generation), seen;
	bool late;

	asm volatile("isync" : : : "memory");
	seen = l2_fetch((uint64_t)block->code);
	late = is_late_code(block, seen, expected);
	if (sight_holds(sh, s) && seen != expected && !late)
		report_wrong(sh, who, STRESS_FETCH, s, part, seen, expected);
}

static void l2_stress(struct stress_shared *sh, uint64_t who, uint64_t random)
{
	uint64_t l2 = who == STRESS_Y1, i;

	for (i = 0; i < ACCESSES && !look(&sh->stop); i++) {
		uint64_t slot = stress_random(&random) % STRESS_SLOTS;
		uint64_t part = stress_random(&random) % STRESS_PARTS;
		struct sight s = take_sight(sh, l2, slot);
		struct stress_block *block =
			(void *)(TEST_L2_RA + (slot << sh->leaf_shift) +
				 stress_offset(sh, part));

		sh->accesses[who]++;
		switch (stress_random(&random) % 4) {
		case 0:
			l2_call_code(sh, who, block, &s, part);
			break;
		case 1:
			l2_load_mark(sh, who, block, &s, part);
			break;
		default:
			l2_store_own(sh, who, block, &s, part);
		}
	}
}

/*
 * Retry an access that L0 refuses temporarily, or whose mapping L1's other vCPU is
 * changing. An instruction of zeros, in a page that L0 has just discarded: the function
 * returns 0.
 */
static void l1_run(struct stress_shared *sh, struct l2_vcpu *vcpu,
		   uint64_t who, uint64_t random)
{
	uint64_t trap = l1_nested_call(vcpu, l2_stress,
				       TEST_SHARED_L2_RA, who, random, 0);

	while (trap != NESTED_EXIT_RETURN) {
		switch (trap) {
		case VECTOR_H_DATA_STORAGE:
		case VECTOR_H_INST_STORAGE:
			__atomic_fetch_add(&sh->refusals, 1, __ATOMIC_RELAXED);
			break;
		case VECTOR_H_EMULATION:
			vcpu->regs.nip = vcpu->regs.link;
			vcpu->regs.gpr[3] = 0;
			break;
		default:
			GUEST_ASSERT_EQ(trap, NESTED_EXIT_RETURN);
		}
		trap = l1_nested_resume(vcpu);
	}
}

static long invalidate(struct stress_shared *sh, uint32_t lpid,
		       gpa_t l2_ra, uint64_t *random)
{
	/* Mostly by page. */
	static const enum l1_way ways[12] = {
		L1_BY_LPID, L1_BY_LPID_ALL_CACHES, L1_BY_ALL, L1_BY_RPT_RANGE,
	};
	enum l1_way way = ways[stress_random(random) % ARRAY_SIZE(ways)];

	if (way == L1_BY_RPT_RANGE && !sh->has_rpt)
		way = L1_BY_PAGE;
	return l1_invalidate(lpid, l2_ra, sh->leaf_shift, way);
}

/* In place, without a change of tables: break, invalidate, make. */
static void l1_repoint(struct stress_shared *sh, struct l2_vm *l2,
		       uint64_t nr, uint64_t slot, uint64_t *random)
{
	uint64_t *leaf = radix_find(&l2->partition, TEST_L2_RA +
				    (slot << sh->leaf_shift), NULL);
	uint64_t page = stress_random(random) % sh->nr_pages;
	uint64_t seq = sh->slot[nr][slot].seq;

	WRITE_ONCE(sh->slot[nr][slot].seq, seq + 1);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	radix_set(leaf, 0);
	GUEST_ASSERT_EQ(invalidate(sh, l2->lpid, TEST_L2_RA +
				   (slot << sh->leaf_shift), random),
			H_SUCCESS);
	radix_set(leaf, RADIX_PRESENT | RADIX_LEAF | RADIX_RWX | RADIX_RC |
		  (TEST_GPA + page * sh->step));
	WRITE_ONCE(sh->slot[nr][slot].page, page);
	__atomic_store_n(&sh->slot[nr][slot].seq, seq + 2, __ATOMIC_RELEASE);
	__atomic_fetch_add(&sh->repoints, 1, __ATOMIC_RELAXED);
}

uint64_t l1_stress(struct l2_vcpu *x, struct l2_vcpu *y,
		   uint64_t id, uint64_t random)
{
	struct stress_shared *sh = l1_ptr(TEST_SHARED_GPA);

	while (!look(&sh->stop)) {
		uint64_t choice = stress_random(&random) % 12;

		if (choice < 4) {
			/* Only one vCPU changes a slot. */
			uint64_t slot = stress_random(&random) %
					(STRESS_SLOTS / 2) * 2 + id;

			if (y && choice)
				l1_repoint(sh, y->vm, 1, slot, &random);
			else
				l1_repoint(sh, x->vm, 0, slot, &random);
		} else if (y && choice & 1) {
			l1_run(sh, y, STRESS_Y1, random);
		} else {
			l1_run(sh, x, id ? STRESS_X1 : STRESS_X0, random);
		}
	}
	return random;
}
