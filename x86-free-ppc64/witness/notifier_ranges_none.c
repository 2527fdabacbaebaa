// SPDX-License-Identifier: GPL-2.0
/* Without tracing, what the kernel takes is not known; see notifier_ranges.h. */
#include "witness/notifier_ranges.h"

struct notifier_ranges *notifier_ranges_start(struct trace_session *session)
{
	return NULL;
}

bool notifier_ranges_take(struct notifier_ranges *ranges,
			  const struct trace_record *record)
{
	return false;
}

void notifier_ranges_show_ours(struct notifier_ranges *ranges)
{
}

void notifier_ranges_check(const struct notifier_ranges *ranges)
{
}

bool notifier_ranges_is_ours(const struct notifier_ranges *ranges,
			     const struct notifier_range *range)
{
	return false;
}

const struct notifier_range *
notifier_ranges_get(const struct notifier_ranges *ranges, size_t *nr)
{
	*nr = 0;
	return NULL;
}

void notifier_ranges_clear(struct notifier_ranges *ranges)
{
}
