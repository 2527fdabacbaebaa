/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The VM whose notifier was called last, by thread. The number of threads within a
 * notifier is not limited: one per CPU, and any number that sleep.
 */
#ifndef KVM_HV_NESTED_NOTIFIER_TOLD_H
#define KVM_HV_NESTED_NOTIFIER_TOLD_H

#include <stddef.h>

struct notifier_told {
	struct told {
		int pid;
		unsigned long notifier;
	} *at;
	size_t nr;
};

void notifier_told_set(struct notifier_told *told, int pid,
		       unsigned long notifier);
/* 0: none. */
unsigned long notifier_told_get(const struct notifier_told *told, int pid);

#endif /* KVM_HV_NESTED_NOTIFIER_TOLD_H */
