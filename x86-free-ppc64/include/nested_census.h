/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Census of a whole VM: once it has ended, kvm_hv holds as many objects and LPIDs as
 * before it began. For fixtures; costs a trace session for each case.
 */
#ifndef PPC64_NESTED_CENSUS_H
#define PPC64_NESTED_CENSUS_H

#include "kvm_holdings.h"
#include "nested_test.h"

struct nested_census {
	struct holdings_trace *trace;	/* NULL: this host cannot be traced */
	struct kvm_holdings base;
};

/* Before nested_test_setup(). */
void nested_census_begin(struct nested_census *census);
/*
 * Before nested_test_teardown(), with the same @exit_code: ends the VM, and fails
 * if anything of it is left.
 */
void nested_census_end(struct nested_census *census, struct nested_test *t,
		       int exit_code);

#endif /* PPC64_NESTED_CENSUS_H */
