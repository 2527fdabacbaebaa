/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Census of a whole VM: once it has ended, kvm_hv holds nothing of it, neither objects
 * nor LPIDs. For fixtures; costs a trace session for each case.
 */
#ifndef PPC64_NESTED_CENSUS_H
#define PPC64_NESTED_CENSUS_H

#include "kvm_holdings.h"
#include "nested_test.h"

/* Before nested_test_setup(). NULL and a note: this host cannot be traced. */
struct holdings_trace *nested_census_begin(void);
/*
 * Before nested_test_teardown(), with the same @exit_code: ends the VM, and fails
 * if anything of it is left.
 */
void nested_census_end(struct holdings_trace *census, struct nested_test *t,
		       int exit_code);

#endif /* PPC64_NESTED_CENSUS_H */
