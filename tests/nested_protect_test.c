// SPDX-License-Identifier: GPL-2.0
/*
 * What L0 forbids itself, it forbids L2 as well.
 *
 * mprotect() and userfaultfd leave the memory where it is, or its place kept, and
 * take the access away. The notifier unmaps L1's leaf, and kvmppc_unmap_pte()
 * every shadow leaf of it: one that stayed would be a permission that L0 has
 * taken back. What L2 then may not do must not be done; no L1 is to blame for it.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"

L0_OP_TESTS(nested_protect)

L0_OP_HARNESS_MAIN
