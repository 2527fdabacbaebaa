// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the events of a trace session; see include/trace_session.h.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <event-parse.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "file_util.h"
#include "host_refused.h"
#include "test_util.h"
#include "trace_session_internal.h"

const char *trace_dir(void)
{
	static const char * const places[] = {
		"/sys/kernel/tracing", "/sys/kernel/debug/tracing",
	};
	char path[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "%s/instances", places[i]);
		if (!access(path, W_OK))
			return places[i];
	}
	return NULL;
}

const char *trace_missing(void)
{
	static const char place[] = "/sys/kernel/tracing/instances";
	const char *refused;
	char path[64];

	if (!trace_dir()) {
		refused = access(place, W_OK) ? host_refused(place) : NULL;
		return refused ?: host_missing_mount("tracefs", "KVM_HV_NESTED_NO_TRACEFS",
						     "/sys/kernel/tracing");
	}
	/* By open() and not access(): lockdown refuses it to root too. */
	snprintf(path, sizeof(path), "%s/trace_clock", trace_dir());
	if (!file_opens(path, O_RDWR))
		return host_refused(path) ?: "tracefs has no trace_clock";
	return NULL;
}

const char *trace_missing_kprobes(void)
{
	char path[64];

	if (trace_missing())
		return trace_missing();
	snprintf(path, sizeof(path), "%s/kprobe_events", trace_dir());
	if (access(path, W_OK))
		return host_refused(path) ?:
		       "this kernel has no kprobe events (CONFIG_KPROBE_EVENTS)";
	return NULL;
}

bool trace_has_event(const char *system, const char *event)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/events/%s/%s/enable", trace_dir(),
		 system, event);
	return !access(path, W_OK);
}

unsigned long trace_number(const struct trace_record *record, const char *name)
{
	struct tep_format_field *field = tep_find_field(record->layout, name);
	struct tep_record *raw = record->raw;
	unsigned long long value = 0;

	TEST_ASSERT(field && !tep_read_number_field(field, raw->data, &value),
		    "trace event %s has no field %s", record->event, name);
	return value;
}

static int take_event(struct tep_event *event, struct tep_record *raw, int cpu,
		      void *context)
{
	struct trace_session *session = context;
	struct trace_record record = {
		.event = event->name,
		.pid = tep_data_pid(session->tep, raw),
		.when = raw->ts,
		.layout = event,
		.raw = raw,
	};

	session->take(&record, session->context);
	return 0;
}

/* Lost events of one CPU's buffer. */
static unsigned long lost_on_cpu(const char *dir, const char *cpu)
{
	static const char * const losses[] = {
		"\noverrun:", "\ncommit overrun:", "\ndropped events:",
	};
	unsigned long lost = 0, count;
	char path[512], *stats;
	size_t i;

	snprintf(path, sizeof(path), "%s/%s/stats", dir, cpu);
	stats = file_read_all(path, NULL);
	TEST_ASSERT(stats, "read %s", path);
	for (i = 0; i < ARRAY_SIZE(losses); i++) {
		if (text_number(stats, losses[i], &count))
			lost += count;
	}
	free(stats);
	return lost;
}

/* CPU numbers are not contiguous: take them from the directory. */
unsigned long trace_lost_in(const char *dir)
{
	DIR *cpus = opendir(dir);
	unsigned long lost = 0;
	struct dirent *entry;

	TEST_ASSERT(cpus, "read %s", dir);
	while ((entry = readdir(cpus))) {
		if (!strncmp(entry->d_name, "cpu", 3))
			lost += lost_on_cpu(dir, entry->d_name);
	}
	closedir(cpus);
	return lost;
}

static unsigned long count_lost(struct trace_session *session)
{
	char dir[192];

	snprintf(dir, sizeof(dir), "%s/instances/%s/per_cpu", trace_dir(),
		 tracefs_instance_get_name(session->instance));
	return trace_lost_in(dir);
}

void trace_session_collect(struct trace_session *session,
			   void (*take)(const struct trace_record *record,
					void *context),
			   void *context)
{
	session->take = take;
	session->context = context;
	TEST_ASSERT(tracefs_iterate_raw_events(session->tep, session->instance,
					       NULL, 0, take_event,
					       session) >= 0,
		    "read the trace instance");
}

static void ignore(const struct trace_record *record, void *context)
{
}

void trace_session_skip(struct trace_session *session)
{
	trace_session_collect(session, ignore, NULL);
	session->lost = count_lost(session);
}

/* With lost events, the others prove nothing. */
void trace_session_check(struct trace_session *session)
{
	unsigned long lost = count_lost(session);

	if (lost != session->lost)
		TEST_ERROR("%lu trace events were lost", lost - session->lost);
}

void trace_session_read(struct trace_session *session,
			void (*take)(const struct trace_record *record,
				     void *context),
			void *context)
{
	trace_session_collect(session, take, context);
	trace_session_check(session);
}
