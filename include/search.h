/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Searches for a failure. How long a case tries to provoke a race: a number of rounds by
 * default, a number of seconds with KVM_HV_NESTED_STRESS_SECONDS (--stress).
 */
#ifndef KVM_HV_NESTED_SEARCH_H
#define KVM_HV_NESTED_SEARCH_H

#include <stdbool.h>

/* The seed of random choices: KVM_HV_NESTED_SEED (--seed), or @otherwise if that is not set. */
unsigned long search_seed(unsigned long otherwise);

/* Seconds per case, 0: a number of rounds. */
unsigned long search_seconds(void);
/*
 * Whether to begin round @round, counted from 0: is it one of the first @rounds or, with
 * a time limit, still within the limit since round 0? Always true for round 0.
 */
bool search_goes_on(int round, int rounds);

#endif /* KVM_HV_NESTED_SEARCH_H */
