// SPDX-License-Identifier: GPL-2.0
/* Following what kvm_hv allocates and frees; see kvm_holdings.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host_probe.h"
#include "kernel_symbols.h"
#include "kselftest.h"
#include "kvm_holdings.h"
#include "test_util.h"
#include "trace_session.h"

#define MODULE		"kvm_hv"

/* kvmhv_set_ptbl_entry(lpid, dw0, dw1): 0 takes the translations away. */
#define PROBE_EVENT	"set_ptbl"
#define PROBE_FUNCTION	MODULE ":kvmhv_set_ptbl_entry"
#define PROBE_FIELDS	"lpid=%gpr3:u32 dw0=%gpr4:x64"

/* A set of numbers, in no order. */
struct numbers {
	unsigned long *at;
	size_t nr, room;
};

struct holdings_trace {
	struct trace_session *session;
	struct numbers objects;
	struct numbers lpids;
	struct kvm_holdings holdings;
};

static size_t find(const struct numbers *set, unsigned long number)
{
	size_t i;

	/* What came last goes first, mostly. */
	for (i = set->nr; i--;) {
		if (set->at[i] == number)
			return i;
	}
	return set->nr;
}

static void add(struct numbers *set, unsigned long number)
{
	if (find(set, number) < set->nr)
		return;
	if (set->nr == set->room) {
		set->room = set->room ? 2 * set->room : 256;
		set->at = realloc(set->at, set->room * sizeof(*set->at));
		TEST_ASSERT(set->at, "no memory for the holdings of kvm_hv");
	}
	set->at[set->nr++] = number;
}

static void drop(struct numbers *set, unsigned long number)
{
	size_t i = find(set, number);

	if (i < set->nr)
		set->at[i] = set->at[--set->nr];
}

static void take(const struct trace_record *record, void *context)
{
	struct holdings_trace *trace = context;
	unsigned long lpid;

	if (strstr(record->event, "free")) {
		drop(&trace->objects, trace_number(record, "ptr"));
	} else if (strcmp(record->event, PROBE_EVENT)) {
		add(&trace->objects, trace_number(record, "ptr"));
	} else {
		lpid = trace_number(record, "lpid");
		if (trace_number(record, "dw0"))
			add(&trace->lpids, lpid);
		else
			drop(&trace->lpids, lpid);
		if (lpid > trace->holdings.max_lpid)
			trace->holdings.max_lpid = lpid;
	}
}

const char *holdings_missing(void)
{
	const char *reason = host_missing_root();

	return reason ? reason : host_missing_kprobes();
}

struct holdings_trace *holdings_start(void)
{
	static const char * const events[] = {
		"kmalloc", "kfree", "kmem_cache_alloc", "kmem_cache_free",
	};
	struct holdings_trace *trace = calloc(1, sizeof(*trace));
	struct symbol_range module;
	char filter[160];
	size_t i;

	TEST_ASSERT(trace, "no memory for the holdings of kvm_hv");
	TEST_ASSERT(kernel_module_range(MODULE, &module),
		    "where " MODULE " lies is hidden");
	snprintf(filter, sizeof(filter),
		 "call_site >= 0x%lx && call_site < 0x%lx", module.start,
		 module.end);
	trace->session = trace_session_start("holdings");
	for (i = 0; i < ARRAY_SIZE(events); i++)
		trace_session_watch(trace->session, "kmem", events[i], filter);
	trace_session_probe(trace->session, PROBE_EVENT, PROBE_FUNCTION,
			    PROBE_FIELDS);
	return trace;
}

const struct kvm_holdings *holdings_read(struct holdings_trace *trace)
{
	trace_session_read(trace->session, take, trace);
	trace->holdings.objects = trace->objects.nr;
	trace->holdings.lpids = trace->lpids.nr;
	return &trace->holdings;
}

void holdings_expect_none(struct holdings_trace *trace, int ticks)
{
	const struct kvm_holdings *h = holdings_read(trace);

	for (; ticks && (h->objects || h->lpids); ticks--) {
		usleep(10000);
		h = holdings_read(trace);
	}
	if (h->objects || h->lpids)
		TEST_FAIL("census: %zu objects and %zu LPIDs of kvm_hv outlive the VM",
			  h->objects, h->lpids);
}

void holdings_stop(struct holdings_trace *trace)
{
	trace_session_stop(trace->session);
	free(trace->objects.at);
	free(trace->lpids.at);
	free(trace);
}
