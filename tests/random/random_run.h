/* SPDX-License-Identifier: GPL-2.0 */
/* Runs a sequence in a new VM and compares each step with the model. */
#ifndef RANDOM_RUN_H
#define RANDOM_RUN_H

#include <sys/types.h>

#include "kvm_util_types.h"
#include "random_step.h"

/* Run @sequence in this process; a failed check ends the process with a verdict. */
void random_run(const struct random_sequence *sequence);

enum random_end {
	RANDOM_PASSED,
	RANDOM_KNOWN,		/* a known defect has shown, and nothing else */
	RANDOM_SKIPPED,
	RANDOM_ERROR,
	RANDOM_FAILED,
	RANDOM_DIED,
};

/* How a sequence ended in a process of its own. */
struct random_outcome {
	enum random_end end;
	char text[2048];	/* "file:line: why", or empty */
	int step;		/* at which, from 0 on; -1: none */
};

void random_try(const struct random_sequence *sequence,
		struct random_outcome *outcome);
/* Do both fail, and at the same check? */
bool random_same_failure(const struct random_outcome *a,
			 const struct random_outcome *b);

/* Guest code: loads or stores 1 << @width bytes at @ea. */
uint64_t l2_random_load(gva_t ea, uint64_t width);
void l2_random_store(gva_t ea, uint64_t value, uint64_t width);
uint64_t l2_nothing(void);

#endif /* RANDOM_RUN_H */
