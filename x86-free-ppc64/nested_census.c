// SPDX-License-Identifier: GPL-2.0
/* What kvm_hv holds before and after a VM; see nested_census.h. */
#include "nested_census.h"

void nested_census_begin(struct nested_census *census)
{
	census->trace = NULL;
	if (holdings_missing())
		return;
	census->trace = holdings_start();
	census->base = *holdings_read(census->trace);
}

void nested_census_end(struct nested_census *census, struct nested_test *t,
		       int exit_code)
{
	const struct kvm_holdings *now;

	if (!census->trace)
		return;
	if (!exit_code && t->vm) {
		if (!t->tables_are_stale)
			shadow_expect_composed(t->vm);
		kvm_vm_free(t->vm);
		t->vm = NULL;
		now = holdings_read(census->trace);
		if (now->objects != census->base.objects)
			TEST_FAIL("census: %zu objects of kvm_hv outlive the VM",
				  now->objects - census->base.objects);
		if (now->lpids != census->base.lpids)
			TEST_FAIL("census: %zu LPIDs outlive the VM",
				  now->lpids - census->base.lpids);
	}
	holdings_stop(census->trace);
}
