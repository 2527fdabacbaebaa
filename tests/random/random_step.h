/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The steps of nested_random_test, and their text: one step per line, a name and its
 * arguments. Any part of a sequence is a valid sequence, as shrinking requires: arguments
 * are reduced modulo the number of objects, and a step that is impossible at its place does
 * nothing.
 *
 *	memory anon
 *	map l2=0 window=3 slot=1 page=7 bits=rw-RC by=page
 *	store l2=0 window=3 slot=1 piece=0 word=2 width=8 value=5
 */
#ifndef RANDOM_STEP_H
#define RANDOM_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum random_kind {
	STEP_LOAD,
	STEP_STORE,
	STEP_FETCH,
	STEP_MAP,		/* L1 writes a leaf, and invalidates the old one */
	STEP_UNMAP,
	STEP_PROTECT,		/* L1 changes the bits of a leaf */
	STEP_INVALIDATE,
	STEP_TABLE,		/* the L2's partition table entry is removed and set again */
	STEP_END,		/* the L2 ends; the next one with its LPID is a new one */
	STEP_L1_LOAD,
	STEP_L1_STORE,
	STEP_L0_STORE,
	STEP_OP,		/* an operation of L0, see l0_op.h */
	STEP_UNDO,
	STEP_LOG,
	STEP_SLOT,
	STEP_TLBIE,		/* L1's H_TLB_INVALIDATE of any form */
	STEP_PTCR,		/* L1's H_SET_PARTITION_TABLE, then that of its own table */
	STEP_ENTER,		/* an H_ENTER_NESTED that L0 has to refuse */
	STEP_COPY,		/* an H_COPY_TOFROM_GUEST that L0 has to refuse */
	STEP_REGS,		/* ONE_REG: all registers are set, read, restored */
	STEP_STATE,		/* an L2 exits with known values in all registers */
	STEP_CHECK,		/* all witnesses */
	NR_STEP_KINDS,
};

/* How L1 invalidates. */
enum random_by {
	BY_NONE,
	BY_PAGE,
	BY_LPID,
	BY_LPID_ALL,		/* RIC=2 */
	BY_ALL,
	BY_ALL_ALL,
	BY_RPT_PAGE,
	BY_RPT_LPID,
	NR_BYS,
};

/* Of H_TLB_INVALIDATE, which LPID its RS has. */
enum {
	RS_OWN,
	RS_WITH_PID,
	RS_NOBODY,
	RS_BEHIND_TABLE,
	RS_NEGATIVE,
	NR_RSS,
};

/* 2 bits of IS, then R, PRS, 2 bits of RIC. */
#define FORM_IS(form)	((form) & 3)
#define FORM_R(form)	((form) >> 2 & 1)
#define FORM_PRS(form)	((form) >> 3 & 1)
#define FORM_RIC(form)	((form) >> 4 & 3)

/* Partition tables: what L0 refuses, then none, then each size. */
enum {
	PTCR_TOO_LARGE,
	PTCR_LARGEST,
	PTCR_NO_SLOT,
	PTCR_BEHIND_SLOTS,
	PTCR_LAST_ADDRESS,
	PTCR_NONE,
	PTCR_256,
	PTCR_4096 = PTCR_256 + 4,
	NR_PTCRS,
};

enum { REGS_ALL, REGS_OVER_A_RUN, NR_REGS_HOWS };

enum { LOG_ON, LOG_READ, LOG_OFF, NR_LOGS };
enum { SLOT_DELETE, SLOT_ADD, SLOT_MOVE, NR_SLOT_CHANGES };

#define STEP_MAX_ARGS	7

/* Which argument is which. */
enum { ARG_L2, ARG_WINDOW, ARG_SLOT };			/* of a leaf */
enum { ARG_PIECE = 3, ARG_WORD, ARG_WIDTH, ARG_VALUE };	/* of an access */
enum { ARG_PAGE = 3, ARG_MAP_BITS, ARG_MAP_BY };
enum { ARG_BITS = 3, ARG_BITS_BY };
enum { ARG_BY = 3 };
enum { ARG_FAR_PIECE, ARG_FAR_WORD, ARG_FAR_VALUE };	/* of L1's and L0's accesses */
enum { ARG_OP, ARG_OP_PAGE, ARG_OP_PAGES, ARG_OP_VALUE };
enum { ARG_PART, ARG_HOW };				/* of log and slot */
enum { ARG_FORM = 3, ARG_AP, ARG_RS };			/* of tlbie */
enum { ARG_ROW = 1 };					/* ...; of state its seed */
enum { ARG_REGS_HOW, ARG_REGS_SEED };

struct random_step {
	uint32_t kind;
	uint32_t arg[STEP_MAX_ARGS];
};

#define RANDOM_MAX_STEPS	4096

struct random_sequence {
	int memory;		/* index in random_memories[] */
	size_t nr;
	struct random_step step[RANDOM_MAX_STEPS];
};

/* Kinds of memory and operations of L0 by name; each list ends with NULL. */
extern const char * const random_memories[];
extern const char * const random_ops[];

/* How many numbers argument @arg of a step of @kind has; 0: there is no such argument. */
uint32_t random_limit(enum random_kind kind, int arg);

/* The line of a step, without newline. Static buffer. */
const char *random_step_text(const struct random_step *step);
/* False where the line is none; @line need not end with a newline. */
bool random_step_parse(struct random_step *step, const char *line);

/*
 * A whole text: the memory, then steps. A line ends by newline or semicolon; empty ones
 * are left out, and those that begin with # up to the newline. 0, or the number of the
 * first line that is wrong.
 */
int random_sequence_parse(struct random_sequence *sequence, const char *text);

#endif /* RANDOM_STEP_H */
