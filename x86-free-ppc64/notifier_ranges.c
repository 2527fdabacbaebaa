// SPDX-License-Identifier: GPL-2.0
/*
 * Recording what the kernel takes away from KVM; see notifier_ranges.h.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "notifier_ranges.h"
#include "test_util.h"
#include "trace_session.h"

/* A VM is told; its range, which only this tracepoint knows on all kernels. */
#define TOLD_EVENT	"mn_told"
#define TOLD_FUNCTION	"kvm_mmu_notifier_invalidate_range_start"
#define TOLD_FIELDS	"notifier=%gpr3:x64"
#define RANGE_EVENT	"kvm_unmap_hva_range"
/* All VMs were told. */
#define RETURN_EVENT	"mn_return"
#define RETURN_FUNCTION	"__mmu_notifier_invalidate_range_start"

#define GROW		256
#define MAX_OURS	16
#define MAX_TOLD	64

struct notifier_ranges {
	struct notifier_range *ranges;
	size_t nr_ranges;
	/* Who was told last in which thread: the range follows. */
	struct {
		int pid;
		unsigned long notifier;
	} told[MAX_TOLD];
	unsigned int last_told;
	unsigned long ours[MAX_OURS];
	int nr_ours;
	void *page;		/* of no VM: taken away so that VMs show */
	size_t page_size;
};

struct notifier_ranges *notifier_ranges_start(struct trace_session *session)
{
	struct notifier_ranges *ranges;

	if (!trace_has_event("kvm", RANGE_EVENT) ||
	    !__trace_session_probe(session, TOLD_EVENT, TOLD_FUNCTION,
				   TOLD_FIELDS) ||
	    !__trace_session_probe_return(session, RETURN_EVENT,
					  RETURN_FUNCTION))
		return NULL;
	trace_session_watch(session, "kvm", RANGE_EVENT, NULL);

	ranges = calloc(1, sizeof(*ranges));
	TEST_ASSERT(ranges, "no memory for the notifier's ranges");
	ranges->page_size = sysconf(_SC_PAGESIZE);
	ranges->page = mmap(NULL, ranges->page_size, PROT_READ,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	TEST_ASSERT(ranges->page != MAP_FAILED, "map a page");
	return ranges;
}

static void take_told(struct notifier_ranges *ranges,
		      const struct trace_record *record)
{
	ranges->last_told = (ranges->last_told + 1) % MAX_TOLD;
	ranges->told[ranges->last_told].pid = record->pid;
	ranges->told[ranges->last_told].notifier =
		trace_number(record, "notifier");
}

/* 0: came before there was the probe. */
static unsigned long told_in(const struct notifier_ranges *ranges, int pid)
{
	unsigned int i, at;

	for (i = 0; i < MAX_TOLD; i++) {
		at = (ranges->last_told - i) % MAX_TOLD;
		if (ranges->told[at].pid == pid)
			return ranges->told[at].notifier;
	}
	return 0;
}

static void take_ours(struct notifier_ranges *ranges, unsigned long notifier)
{
	TEST_ASSERT(ranges->nr_ours < MAX_OURS, "raise MAX_OURS");
	ranges->ours[ranges->nr_ours++] = notifier;
}

static void take_range(struct notifier_ranges *ranges,
		       const struct trace_record *record)
{
	struct notifier_range range = {
		.start = trace_number(record, "start"),
		.end = trace_number(record, "end"),
		.notifier = told_in(ranges, record->pid),
		.pid = record->pid,
	};

	if (range.pid == gettid() &&
	    range.start == (unsigned long)ranges->page) {
		take_ours(ranges, range.notifier);
		return;
	}
	if (ranges->nr_ranges % GROW == 0) {
		ranges->ranges = realloc(ranges->ranges,
					 (ranges->nr_ranges + GROW) *
					 sizeof(range));
		TEST_ASSERT(ranges->ranges,
			    "no memory for the notifier's ranges");
	}
	ranges->ranges[ranges->nr_ranges++] = range;
}

/* Each VM of a process is told in turn: more than one range may end here. */
static void take_return(struct notifier_ranges *ranges,
			const struct trace_record *record)
{
	struct notifier_range *range;
	size_t i;

	for (i = ranges->nr_ranges; i--;) {
		range = &ranges->ranges[i];
		if (range->pid != record->pid)
			continue;
		if (range->returned)
			return;
		range->returned = record->when;
	}
}

bool notifier_ranges_take(struct notifier_ranges *ranges,
			  const struct trace_record *record)
{
	if (!ranges)
		return false;
	if (!strcmp(record->event, TOLD_EVENT))
		take_told(ranges, record);
	else if (!strcmp(record->event, RANGE_EVENT))
		take_range(ranges, record);
	else if (!strcmp(record->event, RETURN_EVENT))
		take_return(ranges, record);
	else
		return false;
	return true;
}

void notifier_ranges_show_ours(struct notifier_ranges *ranges)
{
	if (!ranges)
		return;
	ranges->nr_ours = 0;
	TEST_ASSERT(!madvise(ranges->page, ranges->page_size, MADV_DONTNEED),
		    "take a page away");
}

bool notifier_ranges_is_ours(const struct notifier_ranges *ranges,
			     const struct notifier_range *range)
{
	int i;

	for (i = 0; i < ranges->nr_ours; i++) {
		if (ranges->ours[i] == range->notifier)
			return true;
	}
	return false;
}

const struct notifier_range *
notifier_ranges_get(const struct notifier_ranges *ranges, size_t *nr)
{
	*nr = ranges ? ranges->nr_ranges : 0;
	return ranges ? ranges->ranges : NULL;
}

void notifier_ranges_clear(struct notifier_ranges *ranges)
{
	if (!ranges)
		return;
	ranges->nr_ranges = 0;
	ranges->nr_ours = 0;
}
