// SPDX-License-Identifier: GPL-2.0
/*
 * A protection that L0 sets on its memory holds for L2 too.
 *
 * mprotect() and userfaultfd keep the mapping, or its address range, and remove access.
 * The MMU notifier removes L1's leaf, and kvmppc_unmap_pte() each shadow leaf of it: one
 * that stays would grant access that L0 has removed. An access of L2 that is not
 * permitted any more must fail, and not as a fault of L1's tables.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"

L0_OP_TESTS(nested_protect, l0_ops_protect)

L0_OP_HARNESS_MAIN
