/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For each thread, the VM whose notifier it called last. Any number of threads can be in a
 * notifier at once: one per CPU, and others that sleep.
 */
#ifndef KVM_HV_NESTED_NOTIFIER_LAST_H
#define KVM_HV_NESTED_NOTIFIER_LAST_H

#include <stddef.h>

struct notifier_last {
	struct thread_notifier {
		int pid;
		unsigned long notifier;
	} *at;
	size_t nr;
};

void notifier_last_set(struct notifier_last *last, int pid,
		       unsigned long notifier);
/* The notifier that thread @pid called last, as its kernel address; 0: none. */
unsigned long notifier_last_get(const struct notifier_last *last, int pid);

#endif /* KVM_HV_NESTED_NOTIFIER_LAST_H */
