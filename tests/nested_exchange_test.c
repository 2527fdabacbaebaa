// SPDX-License-Identifier: GPL-2.0
/*
 * L0 collapses or splits huge pages under L2, or migrates pages to another node: L2 sees
 * the same data, in the new pages.
 *
 * The kernel copies or remaps. In either case the MMU notifier comes first, and every
 * shadow leaf of the old frames must be removed; otherwise L2 would access frames that
 * have been reused.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"

L0_OP_TESTS(nested_exchange, l0_ops_exchange)

L0_OP_HARNESS_MAIN
