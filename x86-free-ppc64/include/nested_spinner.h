/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An L2 that keeps running on a CPU of its own and accesses one word again and
 * again, while the caller, on another CPU, takes away what is under that word.
 *
 * L2 and the caller, which may be L1 as well, speak through a page that nobody
 * takes away. The caller raises `turn` there once something is gone; from the
 * access after that on L2 must not see, or hit, what was there before. While L2
 * runs it enters nothing anew, so a translation that the CPU still holds shows.
 *
 * Its effective addresses equal its real ones: QEMU applies a partition-scoped
 * tlbie to the effective address of that value.
 */
#ifndef PPC64_NESTED_SPINNER_H
#define PPC64_NESTED_SPINNER_H

#include <pthread.h>

#include "nested_test.h"

/* The shared page: a memslot of its own, seen by the host, by L1 and by L2. */
#define SPINNER_SLOT	(TEST_SLOT + 1)
#define SPINNER_GPA	(TEST_GPA + 16 * SZ_1G)
#define SPINNER_L2_RA	TEST_L2_ALIAS_RA(7)

struct spinner_words {
	uint64_t turn;		/* to L2; SPINNER_STOP ends it */
	uint64_t seen;		/* from L2: the turn that it knows of */
	uint64_t first;		/* ... what its first load in that turn gave */
	uint64_t value;		/* ... what its last load gave, or store put there */
	uint64_t count;		/* ... accesses so far */
};

#define SPINNER_STOP	(~0UL)

/* The word is not at the start of a page, where an emulated TLB is crowded. */
#define SPINNER_OFFSET	(5 * SZ_4K)
#define SPINNER_TURN_GPA	(SPINNER_GPA + SPINNER_OFFSET)

struct nested_spinner {
	struct nested_test *t;
	struct nested_guest *l2;
	uint64_t ea;		/* of the word that L2 accesses */
	enum nested_access access;
	struct backing mem;
	struct spinner_words *words;
	pthread_t thread;
	bool may_fault;		/* a load or store that L0 refuses is tried again */
	uint64_t faults;	/* such refusals */
	bool ended;
};

/* The calling thread stays on the first usable CPU, the L2 gets the second. */
void spinner_start(struct nested_spinner *s, struct nested_test *t,
		   struct nested_guest *l2, enum nested_access access,
		   uint64_t ea);
/* The L2 has to end in an orderly way. */
void spinner_stop(struct nested_spinner *s);

/* Waits until L2 has made @nr more accesses. */
void spinner_expect_running(struct nested_spinner *s, uint64_t nr);
/* Waits until L2's accesses give @value: its translation is live. */
void spinner_wait_value(struct nested_spinner *s, uint64_t value);
/* The next turn, for whoever raises it. */
uint64_t spinner_next_turn(struct nested_spinner *s);
/* What L2's first load gave after it saw turn @turn. */
uint64_t spinner_first_value(struct nested_spinner *s, uint64_t turn);
/* Waits until L0 refused L2 once more, or L2 went on all the same: false. */
bool spinner_is_refused(struct nested_spinner *s);

/* Of the host's own. */
static inline void spinner_raise(struct nested_spinner *s, uint64_t turn)
{
	__atomic_store_n(&s->words->turn, turn, __ATOMIC_RELEASE);
}

#endif
