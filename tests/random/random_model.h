/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The model of nested_random_test: L0's memory, its memslots, L1's tables for its L2s and
 * the dirty log, in plain C without KVM. It gives the permitted results of each step.
 *
 * Memory consists of pieces of 4K, of which four words and a function are modelled. A place
 * of a leaf of L1 is an L2, a window of it (whose leaves have one size) and a slot of the
 * window. If L1 has written a leaf and not yet invalidated, an access has the result of the
 * new leaf, or succeeds as an old leaf permits. A fault is always that of the new leaf, since
 * L0 walks L1's table before it passes a fault to L1.
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
#define MODEL_ACTS		8	/* operations of L0 that are not yet undone */

enum model_access { MODEL_LOAD, MODEL_STORE, MODEL_FETCH };

/* Bits of a leaf, as in a step: permissions, R and C. */
#define BIT_READ	1U
#define BIT_WRITE	2U
#define BIT_EXEC	4U
#define BIT_R		8U
#define BIT_C		16U

struct model_leaf {
	bool present;
	uint8_t bits;
	uint8_t moved;		/* to which address of the memslot it leads: 0 or 1 */
	uint16_t piece;		/* the first one that it maps */
};

struct model_place {
	struct model_leaf leaf;
	struct model_leaf old[MODEL_OLD];
	unsigned int nr_old;
	bool made;		/* L1 has tables for it */
};

struct model_piece {
	uint64_t word[MODEL_WORDS];
	uint64_t code;		/* value that its function returns; 0: there is none */
	bool no_load, no_store;	/* L0's mapping refuses it: mprotect(), munmap() */
};

/* A host page of the base size, in a memslot whose log is on. */
struct model_page {
	bool dirty;		/* the log must have it */
	bool may_be_dirty;	/* the log may have it */
	bool mapped;		/* L0 certainly has a leaf for it */
};

struct model_act {
	bool used;
	unsigned int piece, pieces;
	bool zeros;		/* after the undo it has zeros, otherwise its old data */
};

struct model {
	int memory;
	unsigned int page_pieces;	/* of a host page of the base size */
	unsigned int grain;		/* an operation of L0 affects multiples of so many pieces */
	uint64_t leaf_sizes;		/* that the host supports: a bit for each shift */
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
/* The number of slots of @window. */
unsigned int window_slots(unsigned int window);
/* L2 real address of the leaf at (@window, @slot). */
gpa_t leaf_address(unsigned int window, unsigned int slot);
/* Byte offset of word @word in a piece. */
unsigned int word_offset(unsigned int word);
#define CODE_OFFSET	0x800

uint64_t first_word(unsigned int piece, unsigned int word);
/* The 8 bytes that a step with @value stores; all differ from the previous ones. */
uint64_t value_of(uint32_t value);
uint64_t fill_word(uint32_t value, unsigned int piece, unsigned int word);
uint64_t fill_code(uint32_t value, unsigned int piece);

/* --- L1's tables --- */

struct model_place *model_place(struct model *m, const struct random_step *step);
/* The leaf that @step (map, protect) writes; not present: the step is left out. */
struct model_leaf model_new_leaf(struct model *m, const struct random_step *step);
void model_set_leaf(struct model *m, const struct random_step *step,
		    struct model_leaf leaf, enum random_by by);
void model_invalidate(struct model *m, const struct random_step *step,
		      enum random_by by);
/* Does L0 accept the H_TLB_INVALIDATE of @step? If so, its effect is applied. */
bool model_tlbie(struct model *m, const struct random_step *step);
/* All of the LPID is invalidated: no old leaf is in use. @end: the L2 has ended too. */
void model_flush(struct model *m, unsigned int l2, bool end);
/* Is there a leaf that L1 has changed and not yet invalidated? */
bool model_owes(const struct model *m);

/* --- accesses --- */

/* The permitted results of an access. */
#define MAY_PASS	1U
#define MAY_FAULT	2U	/* to L1, with @cause */
#define MAY_FIND_NONE	4U	/* L0 has no memory there */
#define MAY_BE_ILLEGAL	8U	/* a fetch of zeros: an illegal instruction */

enum model_cause { CAUSE_HOLE, CAUSE_PERMISSION, CAUSE_SET_RC };

struct model_expect {
	unsigned int ends;		/* 0: the step is left out */
	enum model_cause cause;
	unsigned int nr_pieces;		/* pieces that it may access, with these values */
	unsigned int piece[1 + MODEL_OLD];
	uint64_t value[1 + MODEL_OLD];
	enum model_access access;
	bool reaches;			/* L0 translates it to piece @reached of its memory */
	unsigned int reached;
	gpa_t address;			/* L2's */
	unsigned int word, shift, bytes;	/* shift: of the value in its word */
	uint64_t store;
};

struct model_expect model_expect(const struct model *m,
				 const struct random_step *step);
/* Apply the effects of the access, whatever its result. */
void model_accessed(struct model *m, const struct model_expect *expect);
/* Apply a store that has succeeded. */
void model_stored(struct model *m, const struct model_expect *expect);
/* L1 or L0 stores a whole word. Only L1's store is in the dirty log. */
void model_store_far(struct model *m, unsigned int piece, unsigned int word,
		     uint64_t value, bool by_l1);

/* --- L0 --- */

/* The effect of an operation on the data, as enum l0_data. */
enum model_data {
	MODEL_SAME, MODEL_ZEROS, MODEL_NEW, MODEL_READ_ONLY, MODEL_NO_MEMORY,
};

/* Are all @pieces accessible to L0, so that an operation is possible? */
bool model_is_free(const struct model *m, unsigned int piece,
		   unsigned int pieces);
/* A free element of act[], -1: none. */
int model_free_act(const struct model *m);
void model_op(struct model *m, enum model_data data, unsigned int piece,
	      unsigned int pieces, uint32_t value, bool undone_zeros);
/* The @nth operation that is not yet undone, -1: none. */
int model_nth_act(const struct model *m, unsigned int nth);
void model_undo(struct model *m, int act);

/* Is the memslot of @piece present, and at the address that @moved stands for? */
bool model_has_slot(const struct model *m, unsigned int piece, bool moved);

/* --- the dirty log --- */

enum model_log { LOG_NEEDS, LOG_MAY_HAVE, LOG_MUST_NOT };

/* A guest stores to @piece; an access of a guest makes L0 translate it to @piece. */
void model_log_store(struct model *m, unsigned int piece);
void model_log_reach(struct model *m, unsigned int piece, enum model_access access);
/* L0 may have removed leaves. */
void model_log_unmapped(struct model *m);
/* Must, may or must not the page of @piece be in the log? */
enum model_log model_log_of(const struct model *m, unsigned int piece);
/* The log of @part was read, or its memslot deleted: all pages are clean. */
void model_log_read(struct model *m, unsigned int part);

#endif /* RANDOM_MODEL_H */
