// SPDX-License-Identifier: GPL-2.0
/*
 * Probe results, shared by all cases of a program; see include/once.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>

#include "once.h"
#include "test_util.h"

#define MAX_PROBES	32

struct answer {
	const char *(*probe)(unsigned int arg);
	unsigned int arg;
	bool missing;
	char reason[256];
};

static struct answer *answers;

void *shared_alloc(size_t size)
{
	void *got = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	TEST_ASSERT(got != MAP_FAILED, "no memory for what processes share");
	return got;
}

/* Before the first case is forked. */
static void __attr(constructor) share_answers(void)
{
	answers = shared_alloc(MAX_PROBES * sizeof(*answers));
}

const char *probe_once(const char *(*probe)(unsigned int arg), unsigned int arg)
{
	struct answer *a = answers;
	const char *reason;

	while (a < answers + MAX_PROBES && a->probe &&
	       (a->probe != probe || a->arg != arg))
		a++;
	TEST_ASSERT(a < answers + MAX_PROBES, "raise MAX_PROBES");
	if (!a->probe) {
		reason = probe(arg);
		a->missing = reason;
		snprintf(a->reason, sizeof(a->reason), "%s",
			 reason ? reason : "");
		a->probe = probe;
		a->arg = arg;
	}
	return a->missing ? a->reason : NULL;
}
