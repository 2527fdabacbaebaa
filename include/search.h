/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long a case looks for what only shows by chance: so many rounds by default,
 * so many seconds with KVM_HV_NESTED_STRESS_SECONDS (--stress).
 */
#ifndef KVM_HV_NESTED_SEARCH_H
#define KVM_HV_NESTED_SEARCH_H

#include <stdbool.h>

/* How long each case searches that does, 0: by rounds. */
unsigned long search_seconds(void);
/*
 * Whether to begin round @round, from 0: one of the first @rounds, or, by time, one
 * within so many seconds of round 0. The first round always is.
 */
bool search_goes_on(int round, int rounds);

#endif /* KVM_HV_NESTED_SEARCH_H */
