/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A process ends with the one that forked it.
 *
 * The harness puts each case into a process group of its own, and a case forks once
 * more. timeout(1), as the kernel's runner uses it, signals the test program and its
 * group: a case that hangs would live on and hold the pipe for whose end that runner
 * waits. So each process that a test program forks gets SIGKILL when its parent ends,
 * in whatever way.
 */
#ifndef KVM_HV_NESTED_PARENT_DEATH_H
#define KVM_HV_NESTED_PARENT_DEATH_H

#include <stdbool.h>

/* Those forked from now on, and theirs, live on (@live_on) or end as said above. */
void forked_live_on(bool live_on);

#endif /* KVM_HV_NESTED_PARENT_DEATH_H */
