// SPDX-License-Identifier: GPL-2.0
/*
 * Recording the allocations, frees and insertions of rmap objects.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <event-parse.h>
#include <tracefs.h>
#include <unistd.h>

#include "file_util.h"
#include "guard.h"
#include "host_probe.h"
#include "kernel_symbols.h"
#include "rmap_census_trace.h"
#include "test_util.h"

#define MODULE		"kvm_hv"
#define OBJECT_SIZE	16	/* struct rmap_nested */
#define PROBE_EVENT	"nest_insert"
#define PROBE_FIELDS \
	"rmapp=%%gpr4:x64 first=+0(%%gpr4):x64 entry=+8(+0(%%gpr5)):x64"

/* Per CPU. A thousand faults make some 200K. */
#define BUFFER_KB	"4096"

struct census_trace {
	struct tracefs_instance *instance;
	struct tep_handle *tep;
	char group[48];			/* of our kprobe event */
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

static unsigned long number(struct tep_event *event, struct tep_record *record,
			    const char *name)
{
	struct tep_format_field *field = tep_find_field(event, name);
	unsigned long long value = 0;

	TEST_ASSERT(field && !tep_read_number_field(field, record->data,
						    &value),
		    "trace event %s has no field %s", event->name, name);
	return value;
}

static int take_event(struct tep_event *event, struct tep_record *record,
		      int cpu, void *context)
{
	struct census_trace *trace = context;
	struct census_event out = {
		.pid = tep_data_pid(trace->tep, record),
	};
	bool fault;

	if (!strcmp(event->name, PROBE_EVENT)) {
		out.type = CENSUS_INSERT;
		out.rmapp = number(event, record, "rmapp");
		out.first = number(event, record, "first");
		out.entry = number(event, record, "entry");
	} else {
		out.ptr = number(event, record, "ptr");
		fault = in_fault_path(trace,
				      number(event, record, "call_site"));
		if (!strcmp(event->name, "kfree"))
			out.type = fault ? CENSUS_FREE_UNUSED : CENSUS_FREE;
		else if (fault)
			out.type = CENSUS_ALLOC;
		else
			return 0;
	}
	census_state_add(trace->state, &out);
	return 0;
}

static void set(struct census_trace *trace, const char *file, const char *text)
{
	TEST_ASSERT(tracefs_instance_file_write(trace->instance, file, text) >=
		    0, "write \"%s\" to %s of the trace instance", text, file);
}

/* Teach the event reader one event's binary layout. */
static void learn(struct census_trace *trace, const char *system,
		  const char *event)
{
	char file[128], *format;
	int size;

	snprintf(file, sizeof(file), "events/%s/%s/format", system, event);
	format = tracefs_instance_file_read(trace->instance, file, &size);
	TEST_ASSERT(format, "read %s", file);
	TEST_ASSERT(!tep_parse_event(trace->tep, format, size, system),
		    "cannot make sense of %s", file);
	free(format);
}

/* The layout of the pages that events come in. */
static void learn_pages(struct census_trace *trace)
{
	char path[128], *header;
	size_t size;

	snprintf(path, sizeof(path), "%s/events/header_page", host_tracefs());
	header = file_read_all(path, &size);
	TEST_ASSERT(header && !tep_parse_header_page(trace->tep, header, size,
						     sizeof(long)),
		    "cannot make sense of %s", path);
	free(header);
}

static void watch(struct census_trace *trace, const char *system,
		  const char *event, const char *filter)
{
	char file[128];

	learn(trace, system, event);
	if (filter) {
		snprintf(file, sizeof(file), "events/%s/%s/filter", system,
			 event);
		set(trace, file, filter);
	}
	snprintf(file, sizeof(file), "events/%s/%s/enable", system, event);
	set(trace, file, "1");
}

/*
 * kvmhv_insert_nest_rmap(kvm, rmapp, n_rmap): what the array element held
 * before, and the entry, which comes after the list pointer in **n_rmap.
 */
static void add_kprobe(struct census_trace *trace)
{
	char path[96], text[256];

	snprintf(path, sizeof(path), "%s/kprobe_events", host_tracefs());
	snprintf(text, sizeof(text), "-:%s/" PROBE_EVENT, trace->group);
	guard_write_file(path, text);
	snprintf(text, sizeof(text),
		 "p:%s/" PROBE_EVENT " " MODULE ":kvmhv_insert_nest_rmap " PROBE_FIELDS,
		 trace->group);
	TEST_ASSERT(!file_write(path, text), "probe kvmhv_insert_nest_rmap");
}

static void find_fault_path(struct census_trace *trace)
{
	bool outer, inner;

	/* One of them may have been inlined into the other. */
	outer = kernel_symbol_range(MODULE, "kvmhv_nested_page_fault",
				    &trace->fault[0]);
	inner = kernel_symbol_range(MODULE, "__kvmhv_nested_page_fault",
				    &trace->fault[1]);
	TEST_ASSERT(outer || inner,
		    "kvmhv_nested_page_fault is not in /proc/kallsyms");
}

/* All of the module's code: from where its text starts to its whole size. */
static void find_module(struct symbol_range *range)
{
	unsigned long size;

	TEST_ASSERT(file_read_number("/sys/module/" MODULE "/sections/.text",
				     &range->start) &&
		    file_read_number("/sys/module/" MODULE "/coresize", &size),
		    "where " MODULE " lies is hidden");
	range->end = range->start + size;
}

struct census_trace *census_trace_start(void)
{
	struct census_trace *trace = calloc(1, sizeof(*trace));
	struct symbol_range module;
	char path[128], name[48], filter[160];

	TEST_ASSERT(trace, "no memory for the census");
	find_fault_path(trace);
	find_module(&module);

	/* Undone backwards: the instance goes first and lets the probe go. */
	snprintf(trace->group, sizeof(trace->group), "kvm_hv_nested_%d",
		 getpid());
	add_kprobe(trace);
	snprintf(name, sizeof(name), "kvm-hv-nested-%d", getpid());
	snprintf(path, sizeof(path), "%s/instances/%s", host_tracefs(), name);
	guard_remove_dir(path);
	trace->instance = tracefs_instance_create(name);
	TEST_ASSERT(trace->instance, "make the trace instance %s", path);
	set(trace, "buffer_size_kb", BUFFER_KB);
	/* Orders events of all CPUs, and does not jump as clocks may. */
	set(trace, "trace_clock", "counter");

	trace->tep = tep_alloc();
	TEST_ASSERT(trace->tep, "no memory for the census");
	tep_set_long_size(trace->tep, sizeof(long));
	tep_set_page_size(trace->tep, sysconf(_SC_PAGESIZE));
	learn_pages(trace);
	snprintf(filter, sizeof(filter),
		 "call_site >= 0x%lx && call_site < 0x%lx", module.start,
		 module.end);
	watch(trace, "kmem", "kfree", filter);
	snprintf(filter, sizeof(filter),
		 "bytes_req == %d && call_site >= 0x%lx && call_site < 0x%lx",
		 OBJECT_SIZE, module.start, module.end);
	watch(trace, "kmem", "kmalloc", filter);
	watch(trace, trace->group, PROBE_EVENT, NULL);
	return trace;
}

/* What the kernel had no room for makes every count worthless. */
static void check_nothing_lost(struct census_trace *trace)
{
	static const char * const losses[] = {
		"overrun:", "commit overrun:", "dropped events:",
	};
	long cpu, cpus = sysconf(_SC_NPROCESSORS_CONF);
	char file[64], *stats, *line;
	size_t i;

	for (cpu = 0; cpu < cpus; cpu++) {
		snprintf(file, sizeof(file), "per_cpu/cpu%ld/stats", cpu);
		stats = tracefs_instance_file_read(trace->instance, file, NULL);
		/* A CPU that never was there. */
		if (!stats)
			continue;
		for (i = 0; i < ARRAY_SIZE(losses); i++) {
			line = strstr(stats, losses[i]);
			if (line && strtoul(line + strlen(losses[i]), NULL, 10))
				TEST_ERROR("the census lost trace events on CPU %ld: %s",
					   cpu, stats);
		}
		free(stats);
	}
}

void census_trace_read(struct census_trace *trace, struct census_state *state)
{
	trace->state = state;
	TEST_ASSERT(tracefs_iterate_raw_events(trace->tep, trace->instance,
					       NULL, 0, take_event,
					       trace) >= 0,
		    "read the trace instance");
	check_nothing_lost(trace);
}

void census_trace_stop(struct census_trace *trace)
{
	char path[96], text[96];

	TEST_ASSERT(!tracefs_instance_destroy(trace->instance),
		    "remove the trace instance");
	tracefs_instance_free(trace->instance);
	snprintf(path, sizeof(path), "%s/kprobe_events", host_tracefs());
	snprintf(text, sizeof(text), "-:%s/" PROBE_EVENT, trace->group);
	TEST_ASSERT(!file_write(path, text), "remove our kprobe event");
	tep_free(trace->tep);
	free(trace);
}
