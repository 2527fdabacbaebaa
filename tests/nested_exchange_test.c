// SPDX-License-Identifier: GPL-2.0
/*
 * L0's memory management exchanges the pages under L2 for larger or smaller ones,
 * or moves them to another node: L2 sees the same data, in the new pages.
 *
 * The kernel copies, or only remaps; either way the notifier comes first, and every
 * shadow leaf of the old frames has to go. One that stayed would read and write
 * frames which by then are somebody else's.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"

L0_OP_TESTS(nested_exchange)

L0_OP_HARNESS_MAIN
