/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PR_SET_PDEATHSIG for all processes that a test program forks.
 *
 * The harness puts each case into a process group of its own, and a case may fork
 * again. timeout(1), as the kernel's runner uses it, signals only the test program and
 * its group: a hanging case would survive and keep the pipe open on whose end that
 * runner waits. So each forked process gets SIGKILL when its parent ends.
 */
#ifndef KVM_HV_NESTED_PARENT_DEATH_H
#define KVM_HV_NESTED_PARENT_DEATH_H

#include <stdbool.h>

/* @live_on: processes forked from now on, and their children, outlive their parent. */
void forked_live_on(bool live_on);

#endif /* KVM_HV_NESTED_PARENT_DEATH_H */
