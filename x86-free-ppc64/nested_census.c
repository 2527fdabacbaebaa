// SPDX-License-Identifier: GPL-2.0
/* What kvm_hv still holds after a VM; see nested_census.h. */
#include "nested_census.h"

struct holdings_trace *nested_census_begin(void)
{
	const char *missing = holdings_missing();

	if (missing) {
		test_note("no census of kvm_hv: %s", missing);
		return NULL;
	}
	return holdings_start();
}

void nested_census_end(struct holdings_trace *census, struct nested_test *t,
		       int exit_code)
{
	if (!census)
		return;
	if (!exit_code && t->vm) {
		nested_test_end_vm(t, exit_code);
		holdings_expect_none(census, 0);
	}
	holdings_stop(census);
}
