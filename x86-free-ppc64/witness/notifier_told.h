/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For each thread, the VM whose notifier it called last. Any number of threads can be in a
 * notifier at once: one per CPU, and others that sleep.
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
/* The notifier that thread @pid called last, as its kernel address; 0: none. */
unsigned long notifier_told_get(const struct notifier_told *told, int pid);

#endif /* KVM_HV_NESTED_NOTIFIER_TOLD_H */
