/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the trace session share.
 */
#ifndef KVM_HV_NESTED_TRACE_SESSION_INTERNAL_H
#define KVM_HV_NESTED_TRACE_SESSION_INTERNAL_H

#include <stdbool.h>

#include "trace_session.h"

struct tracefs_instance;
struct tep_handle;

struct trace_session {
	struct tracefs_instance *instance;
	struct tep_handle *tep;
	const char *tag;
	bool probed;
	unsigned long lost;	/* events before trace_session_skip() */
	/* while reading */
	void (*take)(const struct trace_record *record, void *context);
	void *context;
};

/* Events that the kernel had no room for, since @dir, an instance's per_cpu, exists. */
unsigned long trace_lost_in(const char *dir);

#endif /* KVM_HV_NESTED_TRACE_SESSION_INTERNAL_H */
