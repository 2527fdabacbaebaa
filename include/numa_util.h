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

/* NULL, or why this process cannot use @count nodes with memory. */
const char *numa_missing(int count);

/* The number of the @nth such node, from 0. */
int numa_node(int nth);

/* Move the pages of [hva, hva + len) to @node with move_pages(); all of them must move. */
void numa_move(void *hva, size_t len, int node);

/* The same with mbind(MPOL_MF_MOVE), which applies to new pages as well. */
void numa_bind_moving(void *hva, size_t len, int node);

/*
 * Move all pages of the process that are on the node of @hva to @node with
 * migrate_pages(); those of [hva, hva + len) must move.
 */
void numa_move_process(void *hva, size_t len, int node);

/*
 * May NUMA balancing unmap pages of the calling thread, and of threads and children that it
 * makes from now on? It does by default, on a host with several nodes, from a second of CPU
 * time on. Their memory comes from the node that they run on either way. Not for memory
 * with a policy of its own.
 */
void numa_set_balancing(bool on);

/* The node of the page at @hva; -1 if it is not present. */
int numa_node_of(const void *hva);

/* Move the calling thread to a CPU of another node than @node. False if there is none. */
bool numa_run_off(int node);

#endif /* KVM_HV_NESTED_NUMA_UTIL_H */
