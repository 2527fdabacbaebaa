// SPDX-License-Identifier: GPL-2.0
/* Tracking allocations of kvm_hv; see kvm_allocs.h. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "file_util.h"
#include "host/host_probe.h"
#include "kernel_symbols.h"
#include "kselftest.h"
#include "witness/kvm_allocs.h"
#include "witness/partition_entry.h"
#include "sizes.h"
#include "test_util.h"
#include "trace_session.h"

#define MODULE		"kvm_hv"

/* The root of a tree: 64K from the page allocator. */
#define FREE_EVENT	"mm_page_free"

/* An unordered set of numbers, each with a size. */
struct numbers {
	struct number {
		unsigned long value;
		size_t size;
	} *at;
	size_t nr;
};

/* Areas of vmalloc(). */
struct areas {
	size_t nr;
	size_t bytes;
};

struct allocs_trace {
	struct trace_session *session;
	struct numbers objects;
	struct numbers roots;		/* pfns */
	struct numbers lpids;
	struct areas before;
	struct kvm_allocs allocs;
};

static size_t find(const struct numbers *set, unsigned long number)
{
	size_t i;

	/* Search backwards: mostly the newest is freed first. */
	for (i = set->nr; i--;) {
		if (set->at[i].value == number)
			return i;
	}
	return set->nr;
}

static void add(struct numbers *set, unsigned long number, size_t size)
{
	if (find(set, number) < set->nr)
		return;
	array_add(set->at, set->nr, ((struct number){ number, size }));
}

static void drop(struct numbers *set, unsigned long number)
{
	size_t i = find(set, number);

	if (i < set->nr)
		set->at[i] = set->at[--set->nr];
}

static void take_entry(struct allocs_trace *trace,
		       const struct partition_entry *entry)
{
	if (entry->root) {
		add(&trace->lpids, entry->lpid, 0);
		add(&trace->roots, entry->root / sysconf(_SC_PAGESIZE), 0);
	} else {
		drop(&trace->lpids, entry->lpid);
	}
	if (entry->lpid > trace->allocs.max_lpid)
		trace->allocs.max_lpid = entry->lpid;
}

static void take(const struct trace_record *record, void *context)
{
	struct allocs_trace *trace = context;
	struct partition_entry entry;

	if (!strcmp(record->event, FREE_EVENT))
		drop(&trace->roots, trace_number(record, "pfn"));
	else if (partition_entry_take(record, &entry))
		take_entry(trace, &entry);
	else if (strstr(record->event, "free"))
		drop(&trace->objects, trace_number(record, "ptr"));
	else
		add(&trace->objects, trace_number(record, "ptr"),
		    trace_number(record, "bytes_req"));
}

/*
 * The event of a freed page does not name the caller. But pages of this order are rare,
 * and those that are roots are known from the partition table entries.
 */
static void watch_roots(struct allocs_trace *trace)
{
	char filter[32];
	int order = 0;

	while (sysconf(_SC_PAGESIZE) << order < SZ_64K)
		order++;
	snprintf(filter, sizeof(filter), "order == %d", order);
	trace_session_watch(trace->session, "kmem", FREE_EVENT, filter);
}

/*
 * /proc/vmallocinfo has a line for each area, with its size, the allocating function and
 * its module. Areas of the module itself do not change.
 */
static struct areas count_areas(void)
{
	char *text = file_read_all("/proc/vmallocinfo", NULL), *line, *rest = text;
	struct areas areas = {};
	size_t bytes;

	while (rest && (line = strsep(&rest, "\n"))) {
		/* Those of kvm too: struct kvm, and arrays of memslots. */
		if (!strstr(line, "[kvm"))
			continue;
		areas.nr++;
		if (sscanf(line, "%*s %zu", &bytes) == 1)
			areas.bytes += bytes;
	}
	free(text);
	return areas;
}

const char *allocs_missing(void)
{
	const char *reason = host_missing_kprobes();

	if (!reason)
		reason = kernel_module_hidden(MODULE);
	return reason ? reason : host_missing_quiet();
}

struct allocs_trace *allocs_start(void)
{
	static const char * const events[] = {
		"kmalloc", "kfree", "kmem_cache_alloc", "kmem_cache_free",
	};
	struct allocs_trace *trace = calloc(1, sizeof(*trace));
	size_t i;

	TEST_ASSERT(trace, "no memory for the allocations of kvm_hv");
	trace->session = trace_session_start("allocs");
	for (i = 0; i < ARRAY_SIZE(events); i++)
		trace_session_watch(trace->session, "kmem", events[i],
				    kernel_module_filter(MODULE));
	watch_roots(trace);
	partition_entry_watch(trace->session);
	trace->before = count_areas();
	return trace;
}

static size_t more_than(size_t now, size_t before)
{
	return now > before ? now - before : 0;
}

const struct kvm_allocs *allocs_read(struct allocs_trace *trace)
{
	struct areas areas = count_areas();
	size_t i;

	trace_session_read(trace->session, take, trace);
	trace->allocs.objects = trace->objects.nr;
	trace->allocs.bytes = 0;
	for (i = 0; i < trace->objects.nr; i++)
		trace->allocs.bytes += trace->objects.at[i].size;
	trace->allocs.roots = trace->roots.nr;
	trace->allocs.lpids = trace->lpids.nr;
	trace->allocs.areas = more_than(areas.nr, trace->before.nr);
	trace->allocs.area_bytes = more_than(areas.bytes, trace->before.bytes);
	return &trace->allocs;
}

static bool holds(const struct kvm_allocs *h)
{
	return h->objects || h->roots || h->areas || h->lpids;
}

void allocs_expect_none(struct allocs_trace *trace, int ticks)
{
	const struct kvm_allocs *h = allocs_read(trace);

	for (; ticks && holds(h); ticks--) {
		usleep(10000);
		h = allocs_read(trace);
	}
	if (holds(h))
		TEST_FAIL("leak: %zu objects, %zu roots, %zu areas, %zu LPIDs outlive the VM",
			  h->objects, h->roots, h->areas, h->lpids);
}

void allocs_stop(struct allocs_trace *trace)
{
	trace_session_stop(trace->session);
	free(trace->objects.at);
	free(trace->roots.at);
	free(trace->lpids.at);
	free(trace);
}
