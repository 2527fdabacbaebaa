/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Concurrent accesses of L2, changes by L1 and operations of L0, with an oracle.
 *
 * Two L2s, X with a vCPU on each of L1's two, Y on the second. Each has slots: addresses
 * that L1 maps to changing pages of the test's memory. Each page has words with its number
 * and generation; L0 unmaps pages and fills them again with the next generation. Pages and
 * slots have sequence counters, odd during a change. If both counters are even and the
 * same before and after an access, its result is determined.
 */
#ifndef PPC64_NESTED_STRESS_H
#define PPC64_NESTED_STRESS_H

#include <pthread.h>

#include "guest/l1_nested.h"
#include "fixture/l0_op.h"

#define STRESS_PAGES	16	/* at most */
#define STRESS_SLOTS	12	/* of each L2: some pages have several */
#define STRESS_PARTS	4	/* words of a page that are checked */
#define STRESS_L2S	2
#define STRESS_VCPUS	2	/* a thread for each */
#define STRESS_L0S	2	/* threads for L0 */
#define STRESS_OPS	16	/* at most */
#define STRESS_ACTIONS	40	/* of each of them between two quiet points */

/* Who accesses: X on vCPU 0, X on vCPU 1, Y on vCPU 1. */
enum { STRESS_X0, STRESS_X1, STRESS_Y1, STRESS_WHO };

/* In a page, once in each part. */
struct stress_block {
	uint64_t mark;			/* stress_mark() */
	uint64_t stored[STRESS_WHO];	/* each stores to its own */
	uint32_t code[4];		/* a function: stress_code_value() */
};

struct stress_wrong {
	uint64_t what;			/* enum stress_what, 0: all is well */
	uint64_t slot, page, part;
	uint64_t seen, expected;
};

enum stress_what {
	STRESS_LOAD = 1,
	STRESS_STORE,
	STRESS_FETCH,
	STRESS_FAR,			/* not even a word of this memory's */
	NR_STRESS_WHATS,
};

/* Shared by all levels, in a memslot that is not changed. */
struct stress_shared {
	uint64_t stop;
	uint64_t nr_pages;
	uint64_t leaf_shift;
	uint64_t step;			/* from page to page in L1 */
	uint64_t has_rpt;		/* H_RPT_INVALIDATE */
	struct {
		uint64_t seq, generation;
	} page[STRESS_PAGES];
	struct {
		uint64_t seq, page;
	} slot[STRESS_L2S][STRESS_SLOTS];
	/* A store that must persist while the page has this sequence number. */
	struct {
		uint64_t seq, value;
	} last[STRESS_WHO][STRESS_PAGES][STRESS_PARTS];
	struct stress_wrong wrong[STRESS_WHO];
	uint64_t accesses[STRESS_WHO];
	uint64_t repoints, refusals;
};

#define STRESS_NEVER	(~0UL)

static inline uint64_t stress_mark(uint64_t page, uint64_t generation)
{
	return (0x57e5UL << 48) | (page << 40) | generation;
}

/* Made of two immediates, by lis r3; ori r3, r3; blr. */
#define STRESS_LIS(value)	(0x3c600000 | (uint32_t)((value) >> 16))
#define STRESS_ORI(value)	(0x60630000 | (uint32_t)((value) & 0xffff))
#define STRESS_BLR		0x4e800020

static inline uint64_t stress_code_value(uint64_t page, uint64_t generation)
{
	return (page << 16) | (generation & 0xffff);
}

static inline uint64_t stress_offset(const struct stress_shared *sh,
				     uint64_t part)
{
	return part << (sh->leaf_shift - 2);
}

static inline uint64_t stress_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 16;
}

/* --- L1 and L2 --- */

/* The loop of a vCPU of L1 until it is stopped. @y may be NULL. */
uint64_t l1_stress(struct l2_vcpu *x, struct l2_vcpu *y,
		   uint64_t id, uint64_t random);

/* --- host --- */

struct nested_stress {
	struct nested_test *t;
	struct kvm_vcpu **vcpus;	/* two */
	struct nested_vcpu x1, y1;	/* beside t->l2 */
	struct stress_shared *sh;
	uint64_t seed;
	const struct l0_op *ops[STRESS_OPS];	/* what L0 draws from */
	size_t nr_ops;
	bool logging;			/* the dirty log is on */
	/* The threads, synchronized at quiet points. */
	pthread_barrier_t start, end;
	struct stress_thread {
		pthread_t pthread;
		struct nested_stress *s;
		uint64_t id;		/* of the vCPU, or of L0's threads */
	} threads[STRESS_VCPUS + STRESS_L0S];
	uint64_t l0_done;
	bool over;
};

void stress_setup(struct nested_stress *s, struct nested_test *t,
		  struct kvm_vcpu **vcpus, uint64_t seed);
/* Run to the next quiet point; fail if the oracle found a wrong word. */
void stress_run(struct nested_stress *s);
/* Stop the threads. */
void stress_end(struct nested_stress *s);

/* The operations that are possible on this memory while all run. */
void stress_choose_ops(struct nested_stress *s);
/* One thread of L0: its share of the pages, @nr random actions. */
void stress_l0_act(struct nested_stress *s, uint64_t id, uint64_t *random,
		   int nr);
/* At a quiet point: read the dirty log, if logging is on. */
void stress_read_dirty_log(struct nested_stress *s);
/* A page's first content, and each later one. */
void stress_fill(const struct stress_shared *sh, char *hva, uint64_t page,
		 uint64_t generation);
char *stress_page_hva(const struct nested_stress *s, uint64_t page);

#endif /* PPC64_NESTED_STRESS_H */
