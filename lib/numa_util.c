// SPDX-License-Identifier: GPL-2.0
/*
 * Placing and moving memory among NUMA nodes; see include/numa_util.h.
 */
#define _GNU_SOURCE
#include <numa.h>
#include <numaif.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "numa_util.h"
#include "test_util.h"

/* Pages per move_pages() call. */
#define BATCH	256
#define MOVE_GOES	20

int numa_node(int nth)
{
	long long size;
	int node;

	for (node = 0; node <= numa_max_node(); node++) {
		if (!numa_bitmask_isbitset(numa_all_nodes_ptr, node))
			continue;
		size = numa_node_size64(node, NULL);
		if (size > 0 && !nth--)
			return node;
	}
	return -1;
}

const char *numa_missing(int count)
{
	static char reason[128];
	int have = 0;

	if (numa_available() < 0)
		return "this kernel has no NUMA support";
	while (have < count && numa_node(have) >= 0)
		have++;
	if (have == count)
		return NULL;
	snprintf(reason, sizeof(reason),
		 "%d NUMA nodes with memory wanted, %d usable", count, have);
	return reason;
}

/*
 * The kernel's default policy has MPOL_F_MOF, which task_numa_work() wants of a mapping;
 * MPOL_LOCAL, which does the same otherwise, has not. Without CONFIG_NUMA there is neither.
 */
void numa_set_balancing(bool on)
{
	TEST_ASSERT(numa_available() < 0 ||
		    !set_mempolicy(on ? MPOL_DEFAULT : MPOL_LOCAL, NULL, 0),
		    "set_mempolicy()");
}

void numa_bind_moving(void *hva, size_t len, int node)
{
	struct bitmask *mask = numa_allocate_nodemask();

	numa_bitmask_setbit(mask, node);
	TEST_ASSERT(!mbind(hva, len, MPOL_BIND, mask->maskp, mask->size + 1,
			   MPOL_MF_MOVE | MPOL_MF_STRICT), "mbind %zu bytes to node %d", len, node);
	numa_free_nodemask(mask);
}

/*
 * The status of each page is ignored: the subpages of a huge page move with the first
 * one and are then reported as busy, or as moved.
 */
static void move_batch(void **pages, int nr, int node)
{
	int nodes[BATCH] = { }, status[BATCH], i;

	for (i = 0; i < nr; i++)
		nodes[i] = node;
	TEST_ASSERT(move_pages(0, nr, pages, nodes, status, MPOL_MF_MOVE) >= 0,
		    "move %d pages to node %d", nr, node);
}

/* Try once to move the pages on other nodes; returns their number. */
static size_t move_once(char *hva, size_t len, int node)
{
	size_t page = sysconf(_SC_PAGESIZE), off, elsewhere = 0;
	void *pages[BATCH];
	int nr = 0, now;

	for (off = 0; off < len; off += page) {
		now = numa_node_of(hva + off);
		if (now < 0 || now == node)
			continue;
		elsewhere++;
		pages[nr++] = hva + off;
		if (nr == BATCH) {
			move_batch(pages, nr, node);
			nr = 0;
		}
	}
	if (nr)
		move_batch(pages, nr, node);
	return elsewhere;
}

void numa_move(void *hva, size_t len, int node)
{
	size_t elsewhere;
	int goes = MOVE_GOES;

	/* A page with a temporary extra reference does not move. */
	do {
		elsewhere = move_once(hva, len, node);
	} while (elsewhere && goes--);
	TEST_ASSERT(!elsewhere, "%zu pages do not move to node %d", elsewhere,
		    node);
}

static bool is_on_node(const char *hva, size_t len, int node)
{
	size_t page = sysconf(_SC_PAGESIZE), off;

	for (off = 0; off < len; off += page) {
		if (numa_node_of(hva + off) != node)
			return false;
	}
	return true;
}

void numa_move_process(void *hva, size_t len, int node)
{
	struct bitmask *from = numa_allocate_nodemask();
	struct bitmask *to = numa_allocate_nodemask();
	int goes = MOVE_GOES;

	numa_bitmask_setbit(from, numa_node_of(hva));
	numa_bitmask_setbit(to, node);
	do {
		TEST_ASSERT(migrate_pages(0, from->size + 1, from->maskp,
					  to->maskp) >= 0,
			    "migrate the process to node %d", node);
	} while (!is_on_node(hva, len, node) && goes--);
	TEST_ASSERT(is_on_node(hva, len, node),
		    "pages at %p do not move to node %d", hva, node);
	numa_free_nodemask(from);
	numa_free_nodemask(to);
}

int numa_node_of(const void *hva)
{
	void *page = (void *)hva;
	int status;

	TEST_ASSERT(!move_pages(0, 1, &page, NULL, &status, 0),
		    "ask for the node of %p", hva);
	return status < 0 ? -1 : status;
}

bool numa_run_off(int node)
{
	struct bitmask *cpus = numa_allocate_cpumask();
	int other;
	bool runs = false;

	for (other = 0; other <= numa_max_node() && !runs; other++) {
		runs = other != node && !numa_node_to_cpus(other, cpus) &&
		       numa_bitmask_weight(cpus) && !numa_run_on_node(other);
	}
	numa_free_cpumask(cpus);
	return runs;
}
