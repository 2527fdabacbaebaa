/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A private trace instance with tracepoints and probes, and its events in order.
 *
 * guard.h removes instance and probes if this process cannot. Errors of the kernel's
 * tracing, and dropped events, are test errors.
 */
#ifndef KVM_HV_NESTED_TRACE_SESSION_H
#define KVM_HV_NESTED_TRACE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

/* NULL, or why tracing is not available. Does not test for kprobe events. */
const char *trace_missing(void);
const char *trace_missing_kprobes(void);

/* Does the tracepoint @system:@event exist? */
bool trace_has_event(const char *system, const char *event);

/* Where tracefs is mounted, or NULL. */
const char *trace_dir(void);

struct trace_session;

/* One recorded event. */
struct trace_record {
	const char *event;	/* its name */
	int pid;		/* thread id */
	unsigned long when;	/* trace clock "counter": orders events of all CPUs */
	/* private */
	void *layout;
	void *raw;
};

/* The value of the record's numeric field @name. */
unsigned long trace_number(const struct trace_record *record,
			   const char *name);

/* @tag distinguishes concurrent sessions of one process. */
struct trace_session *trace_session_start(const char *tag);

/* Record @system:@event where @filter holds (NULL: always). */
void trace_session_watch(struct trace_session *session, const char *system,
			 const char *event, const char *filter);

/* Kprobe event @event at @function, "module:name", with @fields. */
void trace_session_probe(struct trace_session *session, const char *event,
			 const char *function, const char *fields);

/* False if the kernel has no such function, or it cannot be probed. */
bool __trace_session_probe(struct trace_session *session, const char *event,
			   const char *function, const char *fields);

/*
 * Record each call of @function as "function", by the function tracer: no arguments, and
 * on preemptible kernels none of a kprobe's risk. One function per session. False if the
 * kernel has no such function, or no function tracer that is enabled.
 */
bool trace_session_calls(struct trace_session *session, const char *function);

/* Call @take for each event since the last call. Exact while nothing is traced. */
void trace_session_read(struct trace_session *session,
			void (*take)(const struct trace_record *record,
				     void *context),
			void *context);

/*
 * Its two parts: the check for lost events costs as much as the rest. Check before
 * drawing conclusions from collected events.
 */
void trace_session_collect(struct trace_session *session,
			   void (*take)(const struct trace_record *record,
					void *context),
			   void *context);
void trace_session_check(struct trace_session *session);

/* Discard all events, and the count of lost ones, so far. */
void trace_session_clear(struct trace_session *session);

/*
 * The same, but cheap: skips the events instead of clearing the kernel's buffers. For a
 * session that spans many cases.
 */
void trace_session_skip(struct trace_session *session);

void trace_session_stop(struct trace_session *session);

#endif /* KVM_HV_NESTED_TRACE_SESSION_H */
