/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which VM's notifier was called last in which thread. Any number of threads may be
 * about to go on at once: as many as the host has CPUs, and more that sleep.
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
/* 0: none was. */
unsigned long notifier_told_get(const struct notifier_told *told, int pid);

#endif /* KVM_HV_NESTED_NOTIFIER_TOLD_H */
