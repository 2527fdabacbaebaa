/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What may happen, step by step: a model of L0's memory, of its memslots and of L1's
 * tables for its L2s, in plain C, without KVM.
 *
 * Memory is in pieces of 4K. Of each, four words and a function are known. A leaf of
 * L1 stands at a place: an L2, one of its windows (with leaves of one size), a slot of
 * that. Where L1 wrote a leaf and owes the invalidation, an access finds what the new
 * leaf says, or passes as one of the old ones permits: a fault is always that of the
 * new one, since L0 looks at L1's table before it tells L1.
 */
#ifndef RANDOM_MODEL_H
#define RANDOM_MODEL_H

#include "kvm_util_types.h"
#include "random_step.h"

#define MODEL_PIECE		4096UL
#define MODEL_PIECES		1536
#define MODEL_WORDS		4
#define MODEL_PARTS		3	/* memslots, of 2M each */
#define MODEL_PART_PIECES	(MODEL_PIECES / MODEL_PARTS)
#define MODEL_L2S		3
#define MODEL_WINDOWS		8
#define MODEL_SLOTS		64
#define MODEL_OLD		4	/* leaves that L1 has not invalidated */
#define MODEL_ACTS		8	/* operations of L0 that are yet to be undone */

enum model_access { MODEL_LOAD, MODEL_STORE, MODEL_FETCH };

/* Of a leaf: permissions and R, C as in a step's bits. */
#define BIT_READ	1U
#define BIT_WRITE	2U
#define BIT_EXEC	4U
#define BIT_R		8U
#define BIT_C		16U

struct model_leaf {
	bool present;
	uint8_t bits;
	uint8_t moved;		/* where the memslot was: 0 or 1 */
	uint16_t piece;		/* the first one */
};

struct model_place {
	struct model_leaf leaf;
	struct model_leaf old[MODEL_OLD];
	unsigned int nr_old;
	bool made;		/* L1 has tables for it */
};

struct model_piece {
	uint64_t word[MODEL_WORDS];
	uint64_t code;		/* what its function gives; 0: there is none */
	bool no_load, no_store;	/* of L0: mprotect(), munmap() */
};

/* A host page of the base size, in a memslot whose log is on. */
struct model_page {
	bool dirty;		/* the log must have it */
	bool may_be_dirty;	/* the log may have it */
	bool mapped;		/* L0 has a leaf there, for sure */
};

struct model_act {
	bool used;
	unsigned int piece, pieces;
	bool zeros;		/* undone it holds zeros, else what it held */
};

struct model {
	int memory;
	unsigned int page_pieces;	/* of a host page of the base size */
	unsigned int grain;		/* pieces that L0's operations come in */
	uint64_t leaf_sizes;		/* that the host has: a bit for each shift */
	struct model_piece piece[MODEL_PIECES];
	struct model_page page[MODEL_PIECES];	/* by their first piece */
	struct {
		bool present, moved, logged;
	} part[MODEL_PARTS];
	struct model_place place[MODEL_L2S][MODEL_WINDOWS][MODEL_SLOTS];
	struct model_act act[MODEL_ACTS];
};

void model_init(struct model *m, int memory, unsigned int page_pieces,
		unsigned int grain);

/* --- geometry, the same for every model --- */

unsigned int window_shift(unsigned int window);
gpa_t window_base(unsigned int window);
/* Slots of @window: as many as differ. */
unsigned int window_slots(unsigned int window);
/* L2 real address of the leaf at (@window, @slot). */
gpa_t leaf_address(unsigned int window, unsigned int slot);
/* Byte offset of word @word in a piece. */
unsigned int word_offset(unsigned int word);
#define CODE_OFFSET	0x800

uint64_t first_word(unsigned int piece, unsigned int word);
/* What a step's @value stores: all bytes differ from what was there. */
uint64_t value_of(uint32_t value);
uint64_t fill_word(uint32_t value, unsigned int piece, unsigned int word);
uint64_t fill_code(uint32_t value, unsigned int piece);

/* --- L1's tables --- */

struct model_place *model_place(struct model *m, const struct random_step *step);
/* The leaf that @step (map, protect) writes; @leaf->present false: it must not. */
struct model_leaf model_new_leaf(struct model *m, const struct random_step *step);
void model_set_leaf(struct model *m, const struct random_step *step,
		    struct model_leaf leaf, enum random_by by);
void model_invalidate(struct model *m, const struct random_step *step,
		      enum random_by by);
/* H_TLB_INVALIDATE as @step has it: does L0 take it? If so, that has been done. */
bool model_tlbie(struct model *m, const struct random_step *step);
/* All of the L2's leaves went, with the invalidation (@end), or stay. */
void model_flush(struct model *m, unsigned int l2, bool end);
/* Does L1 owe an invalidation? */
bool model_owes(const struct model *m);

/* --- accesses --- */

/* Which ends are allowed. */
#define MAY_PASS	1U
#define MAY_FAULT	2U	/* to L1, with @cause */
#define MAY_FIND_NONE	4U	/* L0 has no memory there */
#define MAY_BE_ILLEGAL	8U	/* a fetch of zeros: passes, and is no instruction */

enum model_cause { CAUSE_HOLE, CAUSE_PERMISSION, CAUSE_SET_RC };

struct model_expect {
	unsigned int ends;		/* 0: the step is not to be done */
	enum model_cause cause;
	unsigned int nr_pieces;		/* that it may pass to, with these values */
	unsigned int piece[1 + MODEL_OLD];
	uint64_t value[1 + MODEL_OLD];
	enum model_access access;
	bool reaches;			/* L0 looks for @reached in its memory */
	unsigned int reached;
	/* Where and how: */
	gpa_t address;			/* of L2 */
	unsigned int word, shift, bytes;	/* shift: of the value in its word */
	uint64_t store;
};

struct model_expect model_expect(const struct model *m,
				 const struct random_step *step);
/* The access was made, as @expect has it. */
void model_accessed(struct model *m, const struct model_expect *expect);
/* It was a store, and has passed. */
void model_stored(struct model *m, const struct model_expect *expect);
/* L1 or L0 stores a whole word. Only L1 gets into the log. */
void model_store_far(struct model *m, unsigned int piece, unsigned int word,
		     uint64_t value, bool by_l1);

/* --- L0 --- */

/* What an operation does with the data, as enum l0_data has it. */
enum model_data {
	MODEL_SAME, MODEL_ZEROS, MODEL_NEW, MODEL_READ_ONLY, MODEL_NO_MEMORY,
};

/* Is all of that accessible, so that an operation can be done? */
bool model_is_free(const struct model *m, unsigned int piece,
		   unsigned int pieces);
/* -1: no room for one more that is to be undone. */
int model_free_act(const struct model *m);
void model_op(struct model *m, enum model_data data, unsigned int piece,
	      unsigned int pieces, uint32_t value, bool undone_zeros);
/* The @nth of those to be undone, -1: there is none. */
int model_nth_act(const struct model *m, unsigned int nth);
void model_undo(struct model *m, int act);

/* The address in L1 is @moved's. */
bool model_has_slot(const struct model *m, unsigned int piece, bool moved);

/* --- the dirty log --- */

enum model_log { LOG_NEEDS, LOG_MAY_HAVE, LOG_MUST_NOT };

/* A guest stores to @piece, or makes L0 look for it by an access. */
void model_log_store(struct model *m, unsigned int piece);
void model_log_reach(struct model *m, unsigned int piece, enum model_access access);
/* L0's leaves may have gone. */
void model_log_unmapped(struct model *m);
/* What the log has of the page of @piece. */
enum model_log model_log_of(const struct model *m, unsigned int piece);
/* It is read, or its memslot goes: all of it is clean. */
void model_log_read(struct model *m, unsigned int part);

#endif /* RANDOM_MODEL_H */
