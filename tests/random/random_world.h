/* SPDX-License-Identifier: GPL-2.0 */
/* A VM with its L2s, and the model of it. */
#ifndef RANDOM_WORLD_H
#define RANDOM_WORLD_H

#include "fixture/l0_op.h"
#include "fixture/nested_test.h"
#include "random_model.h"
#include "witness/rmap_census.h"

#define WORLD_SUMS	16
#define WORLD_FORKS	3	/* a fork takes a copy of each page that is stored to later */
#define WORLD_L2S	12	/* that are created at most: L1's heap is limited */

struct random_world {
	struct nested_test t;
	struct model m;
	struct nested_vcpu l2[MODEL_L2S];
	bool has_l2[MODEL_L2S];
	unsigned int l2s_made;
	struct l0_act act[MODEL_ACTS];		/* as model.act[] */
	const struct l0_op *act_op[MODEL_ACTS];
	/* Old memory that has another owner now, for the checksum at the end. */
	struct {
		const struct l0_op *op;
		struct l0_act act;
	} sum[WORLD_SUMS];
	unsigned int nr_sums;
	bool cut[MODEL_PARTS];	/* its memory consists of several VMAs */
	bool has_rpt;
	struct rmap_census *census;	/* NULL: not available */
	struct allocs_trace *leaks;	/* NULL: not available */
	unsigned int forks;	/* so far; from the first on, pages may be shared */
};

void world_setup(struct random_world *w, int memory);
void world_teardown(struct random_world *w);

/* Store a function that returns @value at @hva; 0: zeros instead. */
void l0_random_put_code(void *hva, uint64_t value);
gpa_t piece_gpa(unsigned int piece, bool moved);
void *piece_hva(const struct random_world *w, unsigned int piece);

/* L2 number @nr; L1 creates it if there is none. */
struct nested_vcpu *world_l2(struct random_world *w, unsigned int nr);

/* Execute a step and compare the result with the model; a difference ends the process. */
void world_access(struct random_world *w, const struct random_step *step);
void world_l1(struct random_world *w, const struct random_step *step);
void world_tlbie(struct random_world *w, const struct random_step *step);
void world_ptcr(struct random_world *w, const struct random_step *step);
void world_enter(struct random_world *w, const struct random_step *step);
void world_copy(struct random_world *w, const struct random_step *step);
void world_regs(struct random_world *w, const struct random_step *step);
void world_state(struct random_world *w, const struct random_step *step);
void world_far(struct random_world *w, const struct random_step *step);
void world_op(struct random_world *w, const struct random_step *step);
void world_undo(struct random_world *w, const struct random_step *step);
void world_log(struct random_world *w, const struct random_step *step);
void world_slot(struct random_world *w, const struct random_step *step);
void world_check(struct random_world *w);

#endif /* RANDOM_WORLD_H */
