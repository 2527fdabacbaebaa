// SPDX-License-Identifier: GPL-2.0
/*
 * Notifiers by thread; see notifier_told.h.
 */
#include "array.h"
#include "witness/notifier_told.h"

static struct told *find(const struct notifier_told *told, int pid)
{
	size_t i;

	for (i = 0; i < told->nr; i++) {
		if (told->at[i].pid == pid)
			return &told->at[i];
	}
	return NULL;
}

void notifier_told_set(struct notifier_told *told, int pid,
		       unsigned long notifier)
{
	struct told *last = find(told, pid);

	if (!last) {
		told->at = array_room_for_one(told->at, told->nr,
					      sizeof(*told->at));
		last = &told->at[told->nr++];
		last->pid = pid;
	}
	last->notifier = notifier;
}

unsigned long notifier_told_get(const struct notifier_told *told, int pid)
{
	const struct told *last = find(told, pid);

	return last ? last->notifier : 0;
}
