// SPDX-License-Identifier: GPL-2.0
/* Without tracing, what kvm_hv holds is not known; see kvm_holdings.h. */
#include "test_util.h"
#include "trace_session.h"
#include "witness/kvm_holdings.h"

const char *holdings_missing(void)
{
	return trace_missing();
}

struct holdings_trace *holdings_start(void)
{
	TEST_ERROR("%s", holdings_missing());
}

const struct kvm_holdings *holdings_read(struct holdings_trace *trace)
{
	return NULL;
}

void holdings_expect_none(struct holdings_trace *trace, int ticks)
{
}

void holdings_stop(struct holdings_trace *trace)
{
}
