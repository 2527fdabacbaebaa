/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory on a chosen NUMA node, and moving it while a guest has it mapped.
 *
 * Nodes are the kernel's numbers; addresses and lengths in bytes, multiples of
 * the memory's page. A refusal by the kernel is a test error.
 */
#ifndef KVM_HV_NESTED_NUMA_UTIL_H
#define KVM_HV_NESTED_NUMA_UTIL_H

#include <stdbool.h>
#include <stddef.h>

/* NULL, or why there are not @count nodes with memory that we may use. */
const char *numa_missing(int count);

/* The number of the @nth such node, from 0. */
int numa_node(int nth);

/* Pages of [hva, hva + len) that come to be from now on come from @node. */
void numa_place(void *hva, size_t len, int node);

/* Move the present pages to @node with move_pages(); all must arrive. */
void numa_move(void *hva, size_t len, int node);

/* The same with mbind(MPOL_MF_MOVE), which places new pages there as well. */
void numa_bind_moving(void *hva, size_t len, int node);

/*
 * Move all pages of the process that are on the node of @hva to @node with
 * migrate_pages(); those of [hva, hva + len) must arrive.
 */
void numa_move_process(void *hva, size_t len, int node);

/* The node of the page at @hva; -1 if no page is there. */
int numa_node_of(const void *hva);

/* From now on the caller runs on another node than @node. False if no such has a CPU. */
bool numa_run_off(int node);

#endif /* KVM_HV_NESTED_NUMA_UTIL_H */
