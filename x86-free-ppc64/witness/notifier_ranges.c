// SPDX-License-Identifier: GPL-2.0
/*
 * Recording MMU notifier calls; see notifier_ranges.h.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "array.h"
#include "host/host_probe.h"
#include "witness/notifier_last.h"
#include "witness/notifier_ranges.h"
#include "test_util.h"
#include "trace_session.h"

/* KVM's handler for one VM; the range, which only this tracepoint has on all kernels. */
#define START_EVENT	"mn_start"
#define START_FUNCTION	"kvm_mmu_notifier_invalidate_range_start"
#define START_FIELDS	"notifier=%gpr3:x64"
#define RANGE_EVENT	"kvm_unmap_hva_range"
/* It has no translation of the range left. */
#define DONE_EVENT	"mn_done"
#define DONE_FUNCTION	"kvm_arch_guest_memory_reclaimed"
/* The same from the function tracer, which has no probes of its own. */
#define CALL_EVENT	"function"

#define MAX_OURS	16

struct notifier_ranges {
	struct notifier_range *ranges;
	size_t nr_ranges;
	struct notifier_last last;	/* the range follows */
	unsigned long ours[MAX_OURS];
	int nr_ours;
	void *page;		/* not a VM's memory: unmapped to trigger the notifiers */
	size_t page_size;
};

/*
 * On PREEMPT kernels a probe would have to be after the ftrace prologue, and the function is
 * empty. Elsewhere a probe is quicker: for a name that it is to trace, the function tracer
 * looks up that of every function.
 */
static bool watch_done(struct trace_session *session)
{
	if (!host_is_preemptible() &&
	    __trace_session_probe(session, DONE_EVENT, DONE_FUNCTION, ""))
		return true;
	return trace_session_calls(session, DONE_FUNCTION);
}

struct notifier_ranges *notifier_ranges_start(struct trace_session *session)
{
	struct notifier_ranges *ranges;

	if (!trace_has_event("kvm", RANGE_EVENT) ||
	    !__trace_session_probe(session, START_EVENT,
				   host_probe_place(START_FUNCTION),
				   START_FIELDS) ||
	    !watch_done(session))
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

static void take_start(struct notifier_ranges *ranges,
		       const struct trace_record *record)
{
	notifier_last_set(&ranges->last, record->pid,
			  trace_number(record, "notifier"));
}

static void take_ours(struct notifier_ranges *ranges, unsigned long notifier)
{
	TEST_ASSERT(ranges->nr_ours < MAX_OURS, "raise MAX_OURS");
	ranges->ours[ranges->nr_ours++] = notifier;
}

static struct notifier_range *newest_of(struct notifier_ranges *ranges, int pid)
{
	size_t i;

	for (i = ranges->nr_ranges; i--;) {
		if (ranges->ranges[i].pid == pid)
			return &ranges->ranges[i];
	}
	return NULL;
}

/* Is @range the notifier call of another VM for the same range as @last? */
static bool is_same_call(const struct notifier_ranges *ranges,
			 const struct notifier_range *last,
			 const struct notifier_range *range)
{
	size_t i;

	if (last->start != range->start || last->end != range->end)
		return false;
	for (i = last->call; i < ranges->nr_ranges; i++) {
		if (ranges->ranges[i].call == last->call &&
		    ranges->ranges[i].notifier == range->notifier)
			return false;
	}
	return true;
}

static void take_range(struct notifier_ranges *ranges,
		       const struct trace_record *record)
{
	struct notifier_range range = {
		.start = trace_number(record, "start"),
		.end = trace_number(record, "end"),
		/* 0: before the probe was set. */
		.notifier = notifier_last_get(&ranges->last, record->pid),
		.pid = record->pid,
		.call = ranges->nr_ranges,
	};
	const struct notifier_range *last;

	if (range.pid == gettid() &&
	    range.start == (unsigned long)ranges->page) {
		take_ours(ranges, range.notifier);
		return;
	}
	last = newest_of(ranges, range.pid);
	if (last && is_same_call(ranges, last, &range))
		range.call = last->call;
	array_add(ranges->ranges, ranges->nr_ranges, range);
}

/*
 * The notifiers of a process's VMs are called one after the other, and the pages are
 * released after the last one.
 */
static void take_done(struct notifier_ranges *ranges,
		      const struct trace_record *record)
{
	const struct notifier_range *last = newest_of(ranges, record->pid);
	size_t i;

	/* Deleted memslots and VMs cause calls too, without a range. */
	if (!last || last->done)
		return;
	for (i = last->call; i < ranges->nr_ranges; i++) {
		if (ranges->ranges[i].call == last->call)
			ranges->ranges[i].done = record->when;
	}
}

bool notifier_ranges_take(struct notifier_ranges *ranges,
			  const struct trace_record *record)
{
	static const struct {
		const char *event;
		void (*take)(struct notifier_ranges *ranges,
			     const struct trace_record *record);
	} kinds[] = {
		{ START_EVENT, take_start },
		{ RANGE_EVENT, take_range },
		{ DONE_EVENT, take_done },
		{ CALL_EVENT, take_done },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strcmp(record->event, kinds[i].event))
			continue;
		/* Some events may be traceable although others are not. */
		if (ranges)
			kinds[i].take(ranges, record);
		return true;
	}
	return false;
}

void notifier_ranges_show_ours(struct notifier_ranges *ranges)
{
	if (!ranges)
		return;
	ranges->nr_ours = 0;
	TEST_ASSERT(!madvise(ranges->page, ranges->page_size, MADV_DONTNEED),
		    "unmap a page");
}

void notifier_ranges_check(const struct notifier_ranges *ranges)
{
	if (ranges && !ranges->nr_ours)
		TEST_ERROR("%s: a call is missing from the trace", START_FUNCTION);
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
