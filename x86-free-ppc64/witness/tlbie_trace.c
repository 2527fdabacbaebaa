// SPDX-License-Identifier: GPL-2.0
/*
 * Recording tlbie instructions; see tlbie_trace.h.
 */
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "host/host_probe.h"
#include "witness/notifier_ranges.h"
#include "witness/partition_entry.h"
#include "test_util.h"
#include "witness/tlbie_trace.h"
#include "trace_session.h"

/* kvmppc_free_pgtable_radix(kvm, pgd, lpid) */
#define FREE_EVENT	"free_tree"
#define FREE_FUNCTION	"kvmppc_free_pgtable_radix"
#define FREE_FIELDS	"lpid=%gpr5:u32"

/* PAGE_OFFSET: the kernel's linear mapping. */
#define KERNEL_BASE	0xc000000000000000UL

struct tlbie_trace {
	struct trace_session *session;
	struct tlbie_event *events;
	size_t nr_events;
	struct partition_entry *entries;
	size_t nr_entries;
	struct tlbie_free *frees;
	size_t nr_frees;
	struct notifier_ranges *ranges;
};

const char *tlbie_trace_missing(void)
{
	const char *reason = host_missing_kprobes();

	if (!reason && !trace_has_event("powerpc", "tlbie"))
		reason = "this kernel has no tracepoint powerpc:tlbie";
	return reason;
}

/* As in radix_dump.h; 0: removed. */
static unsigned long pgdir_of(const struct partition_entry *entry)
{
	return entry->root ? entry->root | KERNEL_BASE : 0;
}

static void take(const struct trace_record *record, void *context)
{
	struct tlbie_trace *trace = context;
	struct partition_entry entry;

	if (partition_entry_take(record, &entry)) {
		array_add(trace->entries, trace->nr_entries, entry);
		return;
	}
	if (!strcmp(record->event, FREE_EVENT)) {
		array_add(trace->frees, trace->nr_frees, ((struct tlbie_free){
			.lpid = trace_number(record, "lpid"),
			.when = record->when,
		}));
		return;
	}
	if (notifier_ranges_take(trace->ranges, record))
		return;
	array_add(trace->events, trace->nr_events, ((struct tlbie_event){
		.lpid = trace_number(record, "lpid"),
		.rb = trace_number(record, "rb"),
		.rs = trace_number(record, "rs"),
		.ric = trace_number(record, "ric"),
		.prs = trace_number(record, "prs"),
		.local = trace_number(record, "local"),
		.when = record->when,
	}));
}

struct tlbie_trace *tlbie_trace_start(void)
{
	struct tlbie_trace *trace = calloc(1, sizeof(*trace));

	TEST_ASSERT(trace, "no memory for the tlbie trace");
	trace->session = trace_session_start("tlbie");
	/* LPID 0 is the host's own. */
	trace_session_watch(trace->session, "powerpc", "tlbie", "lpid != 0");
	partition_entry_watch(trace->session);
	__trace_session_probe(trace->session, FREE_EVENT,
			      host_probe_place(FREE_FUNCTION), FREE_FIELDS);
	trace->ranges = notifier_ranges_start(trace->session);
	return trace;
}

const struct tlbie_event *tlbie_trace_events(const struct tlbie_trace *trace,
					     size_t *nr)
{
	*nr = trace->nr_events;
	return trace->events;
}

const struct tlbie_event *tlbie_trace_read(struct tlbie_trace *trace,
					   size_t *nr)
{
	trace_session_collect(trace->session, take, trace);
	return tlbie_trace_events(trace, nr);
}

void tlbie_trace_check(struct tlbie_trace *trace)
{
	trace_session_check(trace->session);
}

void tlbie_trace_skip(struct tlbie_trace *trace)
{
	trace_session_skip(trace->session);
	trace->nr_events = 0;
	trace->nr_entries = 0;
	trace->nr_frees = 0;
	notifier_ranges_clear(trace->ranges);
}

const struct tlbie_free *tlbie_trace_frees(const struct tlbie_trace *trace,
					   size_t *nr)
{
	*nr = trace->nr_frees;
	return trace->frees;
}

struct notifier_ranges *tlbie_trace_ranges(struct tlbie_trace *trace)
{
	return trace->ranges;
}

unsigned long tlbie_trace_lpid(const struct tlbie_trace *trace,
			       unsigned long pgdir)
{
	size_t i;

	/* The newest one: LPIDs and tables are reused. */
	for (i = trace->nr_entries; i--;) {
		if (pgdir_of(&trace->entries[i]) == pgdir)
			return trace->entries[i].lpid;
	}
	return 0;
}

size_t tlbie_trace_nr_entries(const struct tlbie_trace *trace)
{
	return trace->nr_entries;
}

bool tlbie_trace_kept(const struct tlbie_trace *trace, unsigned long lpid,
		      unsigned long pgdir, size_t since)
{
	return partition_entry_is_kept(trace->entries, trace->nr_entries, since, lpid,
				       pgdir & ~KERNEL_BASE);
}
