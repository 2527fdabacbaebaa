/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Watching the running kernel: a trace instance of our own, some tracepoints
 * and probes in it, and what they recorded, in order.
 *
 * The guardian removes instance and probes if we cannot. Whatever the kernel
 * refuses, and events it had to drop, are test errors.
 */
#ifndef KVM_HV_NESTED_TRACE_SESSION_H
#define KVM_HV_NESTED_TRACE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

/* NULL, or why there is no tracing here; no kprobe events. */
const char *trace_missing(void);
const char *trace_missing_kprobes(void);

/* Has the kernel the tracepoint @system:@event? */
bool trace_has_event(const char *system, const char *event);

/* Where tracefs is mounted, or NULL. */
const char *trace_dir(void);

struct trace_session;

/* One recorded event. */
struct trace_record {
	const char *event;	/* its name */
	int pid;		/* thread that it happened in */
	unsigned long when;	/* orders events of all CPUs; no unit */
	/* private */
	void *layout;
	void *raw;
};

/* The value of the record's numeric field @name. */
unsigned long trace_number(const struct trace_record *record,
			   const char *name);

/* @tag tells apart what one process has at the same time. */
struct trace_session *trace_session_start(const char *tag);

/* Record @system:@event where @filter holds (NULL: always). */
void trace_session_watch(struct trace_session *session, const char *system,
			 const char *event, const char *filter);

/* Record as @event each call of @function, "module:name", with @fields. */
void trace_session_probe(struct trace_session *session, const char *event,
			 const char *function, const char *fields);

/* False where the kernel has no such function, or lets nobody probe it. */
bool __trace_session_probe(struct trace_session *session, const char *event,
			   const char *function, const char *fields);

/*
 * Record as "function" each call of @function: by ftrace, without arguments, and on
 * preemptible kernels without the risk of a probe. One function in a session. False
 * where the kernel has no such function, or no function tracer that is on.
 */
bool trace_session_calls(struct trace_session *session, const char *function);

/* Hand over what was recorded since the last time. Exact at quiet points. */
void trace_session_read(struct trace_session *session,
			void (*take)(const struct trace_record *record,
				     void *context),
			void *context);

/*
 * The halves of that: asking for losses costs as much as the rest. Who collects
 * must check before he judges.
 */
void trace_session_collect(struct trace_session *session,
			   void (*take)(const struct trace_record *record,
					void *context),
			   void *context);
void trace_session_check(struct trace_session *session);

/* Forget what was recorded, and lost, so far. */
void trace_session_clear(struct trace_session *session);

/*
 * The same at little cost, without making the kernel forget: for a session that
 * lasts for many cases.
 */
void trace_session_skip(struct trace_session *session);

void trace_session_stop(struct trace_session *session);

#endif /* KVM_HV_NESTED_TRACE_SESSION_H */
