/* SPDX-License-Identifier: GPL-2.0 */
/* A VM and what the model says of it. */
#ifndef RANDOM_WORLD_H
#define RANDOM_WORLD_H

#include "fixture/l0_op.h"
#include "fixture/nested_test.h"
#include "random_model.h"
#include "witness/rmap_census.h"

#define WORLD_SUMS	16
#define WORLD_FORKS	3	/* each wants memory for all that is stored to after it */
#define WORLD_L2S	12	/* that may be made: L1's heap has an end */

struct random_world {
	struct nested_test t;
	struct model m;
	struct nested_vcpu l2[MODEL_L2S];
	bool has_l2[MODEL_L2S];
	unsigned int l2s_made;
	struct l0_act act[MODEL_ACTS];		/* as model.act[] */
	const struct l0_op *act_op[MODEL_ACTS];
	/* What somebody else got of the memory. */
	struct {
		const struct l0_op *op;
		struct l0_act act;
	} sum[WORLD_SUMS];
	unsigned int nr_sums;
	bool cut[MODEL_PARTS];	/* its memory is several mappings */
	bool has_rpt;
	struct rmap_census *census;	/* NULL: none is possible */
	struct allocs_trace *leaks;	/* NULL: none is possible */
	unsigned int forks;	/* with one, pages may be shared with another process */
};

void world_setup(struct random_world *w, int memory);
void world_teardown(struct random_world *w);

/* A function that gives @value, 0: none, at @hva of the host. */
void l0_random_put_code(void *hva, uint64_t value);
gpa_t piece_gpa(unsigned int piece, bool moved);
void *piece_hva(const struct random_world *w, unsigned int piece);

/* The L2 of number @nr, which L1 makes if there is none. */
struct nested_vcpu *world_l2(struct random_world *w, unsigned int nr);

/* One step each; what is wrong ends the process by a verdict. */
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
