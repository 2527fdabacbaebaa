// SPDX-License-Identifier: GPL-2.0
/*
 * A private trace instance; see include/trace_session.h.
 */
#define _GNU_SOURCE
#include <event-parse.h>
#include <stdio.h>
#include <stdlib.h>
#include <tracefs.h>
#include <unistd.h>

#include "file_util.h"
#include "guard.h"
#include "trace_session.h"
#include "trace_session_internal.h"
#include "test_util.h"

/* Per CPU. A thousand nested page faults take about 200K. */
#define BUFFER_KB	"4096"

#define NAME_SIZE	64

static void set(struct trace_session *session, const char *file,
		const char *text)
{
	TEST_ASSERT(tracefs_instance_file_write(session->instance, file,
						text) >= 0,
		    "write \"%s\" to %s of the trace instance", text, file);
}

/* Read the layout of the ring buffer pages. */
static void read_page_format(struct trace_session *session)
{
	char path[128], *header;
	size_t size;

	snprintf(path, sizeof(path), "%s/events/header_page", trace_dir());
	header = file_read_all(path, &size);
	TEST_ASSERT(header && !tep_parse_header_page(session->tep, header, size,
						     sizeof(long)),
		    "cannot parse %s", path);
	free(header);
}

/* Read one event's format. */
static void read_event_format(struct trace_session *session, const char *system,
			      const char *event)
{
	char file[192], *format;
	int size;

	snprintf(file, sizeof(file), "events/%s/%s/format", system, event);
	format = tracefs_instance_file_read(session->instance, file, &size);
	TEST_ASSERT(format, "read %s", file);
	TEST_ASSERT(!tep_parse_event(session->tep, format, size, system),
		    "cannot parse %s", file);
	free(format);
}

struct trace_session *trace_session_start(const char *tag)
{
	struct trace_session *session = calloc(1, sizeof(*session));
	char path[160], name[NAME_SIZE];

	TEST_ASSERT(session, "no memory for tracing");
	session->tag = tag;
	snprintf(name, sizeof(name), "kvm-hv-nested-%s-%d", tag, getpid());
	snprintf(path, sizeof(path), "%s/instances/%s", trace_dir(), name);
	guard_remove_dir(path);
	session->instance = tracefs_instance_create(name);
	TEST_ASSERT(session->instance, "make the trace instance %s", path);
	set(session, "buffer_size_kb", BUFFER_KB);
	/* Orders events of all CPUs, and does not jump as a clock may. */
	set(session, "trace_clock", "counter");

	session->tep = tep_alloc();
	TEST_ASSERT(session->tep, "no memory for tracing");
	tep_set_long_size(session->tep, sizeof(long));
	tep_set_page_size(session->tep, sysconf(_SC_PAGESIZE));
	read_page_format(session);
	return session;
}

void trace_session_watch(struct trace_session *session, const char *system,
			 const char *event, const char *filter)
{
	char file[192];

	read_event_format(session, system, event);
	if (filter) {
		snprintf(file, sizeof(file), "events/%s/%s/filter", system,
			 event);
		set(session, file, filter);
	}
	snprintf(file, sizeof(file), "events/%s/%s/enable", system, event);
	set(session, file, "1");
}

static void probe_group(const struct trace_session *session, char *group)
{
	snprintf(group, NAME_SIZE, "kvm_hv_nested_%s_%d", session->tag,
		 getpid());
}

bool __trace_session_probe(struct trace_session *session, const char *event,
			   const char *function, const char *fields)
{
	char path[128], text[384], group[NAME_SIZE], file[192];

	probe_group(session, group);
	snprintf(path, sizeof(path), "%s/kprobe_events", trace_dir());

	/*
	 * A probe in use cannot be removed. Undoing is in reverse order: it has to
	 * be disabled before that.
	 */
	snprintf(text, sizeof(text), "-:%s/%s", group, event);
	guard_write_file(path, text);
	snprintf(text, sizeof(text), "p:%s/%s %s %s", group, event, function,
		 fields);
	if (file_write(path, text))
		return false;
	snprintf(file, sizeof(file), "%s/instances/%s/events/%s/%s/enable",
		 trace_dir(), tracefs_instance_get_name(session->instance),
		 group, event);
	guard_write_file(file, "0");
	trace_session_watch(session, group, event, NULL);
	session->probed = true;
	return true;
}

void trace_session_probe(struct trace_session *session, const char *event,
			 const char *function, const char *fields)
{
	TEST_ASSERT(__trace_session_probe(session, event, function, fields),
		    "probe %s", function);
}

bool trace_session_calls(struct trace_session *session, const char *function)
{
	char on[4], line[NAME_SIZE];

	/* Without the newline, an unknown name is not reported as an error. */
	snprintf(line, sizeof(line), "%s\n", function);
	if (file_read("/proc/sys/kernel/ftrace_enabled", on, sizeof(on)) < 0 ||
	    *on != '1' ||
	    tracefs_instance_file_write(session->instance, "set_ftrace_filter",
					line) < 0)
		return false;
	read_event_format(session, "ftrace", "function");
	set(session, "current_tracer", "function");
	return true;
}

/* Remove all probes of this group, once the instance no longer uses them. */
static void remove_probes(struct trace_session *session)
{
	char path[128], text[NAME_SIZE + 4], group[NAME_SIZE];

	if (!session->probed)
		return;
	probe_group(session, group);
	snprintf(path, sizeof(path), "%s/kprobe_events", trace_dir());
	snprintf(text, sizeof(text), "-:%s/", group);
	TEST_ASSERT(!file_write(path, text), "remove our kprobe events");
}

void trace_session_clear(struct trace_session *session)
{
	TEST_ASSERT(!tracefs_instance_file_clear(session->instance, "trace"),
		    "clear the trace instance");
	session->lost = 0;
}

void trace_session_stop(struct trace_session *session)
{
	TEST_ASSERT(!tracefs_instance_destroy(session->instance),
		    "remove the trace instance");
	tracefs_instance_free(session->instance);
	remove_probes(session);
	tep_free(session->tep);
	free(session);
}
