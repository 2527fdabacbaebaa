// SPDX-License-Identifier: GPL-2.0
/*
 * Without libtracefs: there is no tracing; see include/trace_session.h. Stands in for
 * trace_session.c and trace_read.c. Callers check trace_missing() first.
 */
#include <stddef.h>

#include "test_util.h"
#include "trace_session.h"

const char *trace_missing(void)
{
	return "built without libtracefs: install it, and build again";
}

const char *trace_missing_kprobes(void)
{
	return trace_missing();
}

bool trace_has_event(const char *system, const char *event)
{
	return false;
}

unsigned long trace_number(const struct trace_record *record, const char *name)
{
	TEST_ERROR("%s", trace_missing());
}

struct trace_session *trace_session_start(const char *tag)
{
	TEST_ERROR("%s", trace_missing());
}

void trace_session_watch(struct trace_session *session, const char *system,
			 const char *event, const char *filter)
{
}

bool __trace_session_probe(struct trace_session *session, const char *event,
			   const char *function, const char *fields)
{
	return false;
}

bool trace_session_calls(struct trace_session *session, const char *function)
{
	return false;
}

void trace_session_read(struct trace_session *session,
			void (*take)(const struct trace_record *record,
				     void *context),
			void *context)
{
}

void trace_session_clear(struct trace_session *session)
{
}

void trace_session_stop(struct trace_session *session)
{
}
