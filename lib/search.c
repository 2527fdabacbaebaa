// SPDX-License-Identifier: GPL-2.0
/* The seed of random choices, and how long a case tries to provoke a race; see search.h. */
#include <stdlib.h>
#include <time.h>

#include "search.h"

unsigned long search_seed(unsigned long otherwise)
{
	const char *text = getenv("KVM_HV_NESTED_SEED");

	return text && *text ? strtoul(text, NULL, 0) : otherwise;
}

unsigned long search_seconds(void)
{
	const char *text = getenv("KVM_HV_NESTED_STRESS_SECONDS");

	return text ? strtoul(text, NULL, 0) : 0;
}

static time_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

bool search_goes_on(int round, int rounds)
{
	unsigned long seconds = search_seconds();
	static time_t end;

	if (!seconds)
		return round < rounds;
	if (!round)
		end = now() + seconds;
	return !round || now() < end;
}
