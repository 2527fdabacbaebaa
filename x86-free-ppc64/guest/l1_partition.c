// SPDX-License-Identifier: GPL-2.0
/* L1 code: create L2 partitions, their tables and their vCPUs. */
#include <assert.h>
#include <string.h>

#include "isa/hcall.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "isa/processor.h"

#define L2_CODE_BITS	(RADIX_RC | RADIX_READ | RADIX_EXEC)
#define L2_DATA_BITS	(RADIX_RC | RADIX_RW)
#define L2_EA_BITS	(RADIX_RC | RADIX_PRIV | RADIX_RWX)

struct l1_memory l1_memory = {};

uint64_t *l1_partition_table;

void *l1_alloc(size_t size)
{
	gpa_t ra = align_up(l1_memory.heap, size);

	GUEST_ASSERT_LE(ra + size, l1_memory.heap_end);
	l1_memory.heap = ra + size;
	return l1_ptr(ra);	/* never used before, so still zero */
}

static void *partition_ptr(struct radix_table *tree, gpa_t ra)
{
	return l1_ptr(ra);
}

static gpa_t partition_alloc(struct radix_table *tree, size_t size)
{
	return l1_ra(l1_alloc(size));
}

/* L2's own tables are in its runtime area, which L1 can access. */
static void *process_ptr(struct radix_table *tree, gpa_t ra)
{
	struct l2_vm *l2 = tree->priv;

	return l1_ptr(l2->runtime + (ra - L2_RUNTIME));
}

static gpa_t process_alloc(struct radix_table *tree, size_t size)
{
	struct l2_vm *l2 = tree->priv;
	gpa_t ra = align_up(l2->next_table, size);

	if (ra + size > L2_TABLES_END)
		return 0;
	l2->next_table = ra + size;
	return ra;
}

long l1_set_partition_table(uint64_t entries)
{
	uint64_t size = entries * 16;

	l1_partition_table = l1_alloc(size);
	return HCALL(H_SET_PARTITION_TABLE, l1_ra(l1_partition_table) |
		     (__builtin_ctzl(size) - 12));
}

void l1_set_partition_entry(uint32_t lpid, uint64_t dw0, uint64_t dw1)
{
	radix_set(&l1_partition_table[2 * lpid + 1], dw1);
	radix_set(&l1_partition_table[2 * lpid], dw0);
}

static void map_run(struct l2_vm *l2, gpa_t l2_ra, gpa_t l1_ra,
		    uint64_t size, uint64_t bits)
{
	uint64_t off;

	for (off = 0; off < size; off += SZ_64K)
		GUEST_ASSERT_EQ(radix_map(&l2->partition, l2_ra + off,
					  l1_ra + off, 16, bits), 0);
}

/*
 * Copy only initialized data. The rest is zero as the heap is, and each page that L1
 * touches would be a fault for L0 to handle.
 */
static void map_data(struct l2_vm *l2, const struct l1_segment *seg)
{
	uint64_t off;

	for (off = 0; off < seg->size; off += SZ_64K) {
		uint64_t from = off < seg->data ? seg->data : off;
		uint64_t end = off + SZ_64K < seg->data_end ? off + SZ_64K :
							      seg->data_end;
		void *copy = l1_alloc(SZ_64K);

		if (from < end)
			memcpy(copy + (from - off), l1_ptr(seg->ra + from),
			       end - from);
		map_run(l2, seg->va + off, l1_ra(copy), SZ_64K, L2_DATA_BITS);
	}
}

static void map_image(struct l2_vm *l2)
{
	uint64_t i;

	map_run(l2, 0, 0, SZ_64K, L2_CODE_BITS);	/* vectors: L1's own */
	for (i = 0; i < l1_memory.nr_segments; i++) {
		const struct l1_segment *seg = &l1_memory.segments[i];

		if (seg->writable)
			map_data(l2, seg);
		else
			map_run(l2, seg->va, seg->ra, seg->size, L2_CODE_BITS);
	}
}

void l1_nested_enter_table(struct l2_vm *l2)
{
	l1_set_partition_entry(l2->lpid, RADIX_ROOT_HR |
			       radix_root_entry(&l2->partition),
			       RADIX_ROOT_HR | L2_PROCESS_TABLE);
}

struct l2_vm *l1_nested_create(uint32_t lpid, bool real_mode)
{
	struct l2_vm *l2 = l1_alloc(SZ_4K);
	gpa_t root;

	l2->lpid = lpid;
	l2->real_mode = real_mode;
	l2->partition.ptr = partition_ptr;
	l2->partition.alloc = partition_alloc;
	l2->process.ptr = process_ptr;
	l2->process.alloc = process_alloc;
	l2->process.priv = l2;
	l2->next_table = L2_TABLES;
	l2->runtime = l1_ra(l1_alloc(SZ_1M));
	static_assert(L2_RUNTIME_END - L2_RUNTIME <= SZ_1M, "L2_RUNTIME");

	GUEST_ASSERT_EQ(radix_init(&l2->partition), 0);
	GUEST_ASSERT_EQ(radix_init(&l2->process), 0);
	map_image(l2);
	map_run(l2, L2_RUNTIME, l2->runtime, L2_RUNTIME_END - L2_RUNTIME,
		L2_DATA_BITS);
	/* In real mode L2 must run without these tables. */
	if (!real_mode)
		GUEST_ASSERT_EQ(radix_map(&l2->process, 0, 0, 30, L2_EA_BITS),
				0);

	root = radix_root_entry(&l2->process);
	radix_set(l1_ptr(l2->runtime), root);
	l1_nested_enter_table(l2);
	return l2;
}

int l1_nested_map_ea(struct l2_vm *l2, gva_t ea, gpa_t l2_ra,
		     unsigned int shift)
{
	return radix_map(&l2->process, ea, l2_ra, shift, L2_EA_BITS);
}

int l1_nested_map(struct l2_vm *l2, gpa_t l2_ra, gpa_t l1_ra,
		  unsigned int shift, uint64_t bits)
{
	int err = radix_map(&l2->partition, l2_ra, l1_ra, shift, bits);
	uint64_t first = align_down(l2_ra, SZ_1G) - SZ_1G;
	uint64_t giga;

	/* The neighbouring gigabytes too: L2 may access across the boundary. */
	for (giga = first; !err && !l2->real_mode && giga != first + 3 * SZ_1G; giga += SZ_1G) {
		if (giga < RADIX_LIMIT &&
		    !radix_find(&l2->process, giga, NULL))
			err = l1_nested_map_ea(l2, giga, giga, 30);
	}
	return err;
}

static int set_leaf(struct radix_table *tree, uint64_t addr, uint64_t leaf)
{
	uint64_t *entry = radix_find(tree, addr, NULL);

	if (!entry)
		return RADIX_EINVAL;
	radix_set(entry, leaf);
	return 0;
}

int l1_nested_set_ea_leaf(struct l2_vm *l2, gva_t ea, uint64_t leaf)
{
	return set_leaf(&l2->process, ea, leaf);
}

int l1_nested_set_leaf(struct l2_vm *l2, gpa_t l2_ra, uint64_t leaf)
{
	return set_leaf(&l2->partition, l2_ra, leaf);
}

uint64_t l1_nested_get_leaf(struct l2_vm *l2, gpa_t l2_ra)
{
	uint64_t *entry = radix_find(&l2->partition, l2_ra, NULL);

	return entry ? radix_get(entry) : 0;
}

int l1_nested_set_entry(struct l2_vm *l2, gpa_t l2_ra,
			unsigned int level, uint64_t value)
{
	uint64_t *entry = radix_entry(&l2->partition, l2_ra, level);

	if (!entry)
		return RADIX_EINVAL;
	radix_set(entry, value);
	return 0;
}

uint64_t l1_nested_get_entry(struct l2_vm *l2, gpa_t l2_ra,
			     unsigned int level)
{
	uint64_t *entry = radix_entry(&l2->partition, l2_ra, level);

	return entry ? radix_get(entry) : 0;
}

gpa_t l1_nested_root(struct l2_vm *l2)
{
	return l2->partition.root;
}
