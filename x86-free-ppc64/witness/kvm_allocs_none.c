// SPDX-License-Identifier: GPL-2.0
/* Without tracing, what kvm_hv holds is not known; see kvm_allocs.h. */
#include "test_util.h"
#include "trace_session.h"
#include "witness/kvm_allocs.h"

const char *allocs_missing(void)
{
	return trace_missing();
}

struct allocs_trace *allocs_start(void)
{
	TEST_ERROR("%s", allocs_missing());
}

const struct kvm_allocs *allocs_read(struct allocs_trace *trace)
{
	return NULL;
}

void allocs_expect_none(struct allocs_trace *trace, int ticks)
{
}

void allocs_stop(struct allocs_trace *trace)
{
}
