// SPDX-License-Identifier: GPL-2.0
/*
 * Notifiers by thread; see notifier_last.h.
 */
#include "array.h"
#include "witness/notifier_last.h"

static struct thread_notifier *find(const struct notifier_last *last, int pid)
{
	size_t i;

	for (i = 0; i < last->nr; i++) {
		if (last->at[i].pid == pid)
			return &last->at[i];
	}
	return NULL;
}

void notifier_last_set(struct notifier_last *last, int pid,
		       unsigned long notifier)
{
	struct thread_notifier *of = find(last, pid);

	if (!of) {
		array_add(last->at, last->nr, ((struct thread_notifier){ pid, 0 }));
		of = &last->at[last->nr - 1];
	}
	of->notifier = notifier;
}

unsigned long notifier_last_get(const struct notifier_last *last, int pid)
{
	const struct thread_notifier *of = find(last, pid);

	return of ? of->notifier : 0;
}
