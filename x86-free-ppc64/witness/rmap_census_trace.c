// SPDX-License-Identifier: GPL-2.0
/*
 * Recording the allocations, frees and insertions of rmap objects.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_symbols.h"
#include "witness/rmap_census_trace.h"
#include "test_util.h"
#include "trace_session.h"

#define MODULE		"kvm_hv"
#define OBJECT_SIZE	16	/* struct rmap_nested */
#define PROBE_EVENT	"nest_insert"

/*
 * kvmhv_insert_nest_rmap(kvm, rmapp, n_rmap): the old value of the array element, and the
 * entry, which follows the list pointer in **n_rmap. It runs under mmu_lock, so
 * host_probe_place() is not needed.
 */
#define PROBE_FUNCTION	MODULE ":kvmhv_insert_nest_rmap"
#define PROBE_FIELDS \
	"rmapp=%gpr4:x64 first=+0(%gpr4):x64 entry=+8(+0(%gpr5)):x64"

struct census_trace {
	struct trace_session *session;
	struct symbol_range fault[2];	/* the nested fault path */
	struct census_state *state;	/* while reading */
};

static bool in_fault_path(const struct census_trace *trace, unsigned long site)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (site >= trace->fault[i].start && site < trace->fault[i].end)
			return true;
	}
	return false;
}

static void take(const struct trace_record *record, void *context)
{
	struct census_event out = { .pid = record->pid };
	struct census_trace *trace = context;
	bool fault;

	if (!strcmp(record->event, PROBE_EVENT)) {
		out.type = CENSUS_INSERT;
		out.rmapp = trace_number(record, "rmapp");
		out.first = trace_number(record, "first");
		out.entry = trace_number(record, "entry");
	} else {
		out.ptr = trace_number(record, "ptr");
		fault = in_fault_path(trace, trace_number(record, "call_site"));
		if (!strcmp(record->event, "kfree"))
			out.type = fault ? CENSUS_FREE_UNUSED : CENSUS_FREE;
		else if (fault)
			out.type = CENSUS_ALLOC;
		else
			return;
	}
	census_state_add(trace->state, &out);
}

static void find_fault_path(struct census_trace *trace)
{
	bool outer, inner;

	/* One of them may be inlined into the other. */
	outer = kernel_symbol_range(MODULE, "kvmhv_nested_page_fault",
				    &trace->fault[0]);
	inner = kernel_symbol_range(MODULE, "__kvmhv_nested_page_fault",
				    &trace->fault[1]);
	TEST_ASSERT(outer || inner,
		    "kvmhv_nested_page_fault is not in /proc/kallsyms");
}

struct census_trace *census_trace_start(void)
{
	struct census_trace *trace = calloc(1, sizeof(*trace));
	char filter[160];

	TEST_ASSERT(trace, "no memory for the census");
	find_fault_path(trace);
	trace->session = trace_session_start("census");
	trace_session_watch(trace->session, "kmem", "kfree",
			    kernel_module_filter(MODULE));
	snprintf(filter, sizeof(filter), "bytes_req == %d && %s", OBJECT_SIZE,
		 kernel_module_filter(MODULE));
	trace_session_watch(trace->session, "kmem", "kmalloc", filter);
	trace_session_probe(trace->session, PROBE_EVENT, PROBE_FUNCTION,
			    PROBE_FIELDS);
	return trace;
}

void census_trace_clear(struct census_trace *trace)
{
	trace_session_clear(trace->session);
}

void census_trace_read(struct census_trace *trace, struct census_state *state)
{
	trace->state = state;
	trace_session_read(trace->session, take, trace);
}

void census_trace_stop(struct census_trace *trace)
{
	trace_session_stop(trace->session);
	free(trace);
}
