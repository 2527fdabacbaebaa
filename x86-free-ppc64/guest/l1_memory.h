/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1's memory layout, shared by host and L1. L1 maps all of its real memory at
 * L1_LINEAR, so that real and effective addresses differ by a constant; the image is
 * mapped at its link address.
 */
#ifndef PPC64_L1_MEMORY_H
#define PPC64_L1_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "bits.h"
#include "kvm_util_types.h"

#define L1_LINEAR		BIT(48)

/* System memory: memslot 0 at gpa 0. */
#define L1_SYSMEM_SIZE		(48UL << 20)
#define L1_PROCESS_TABLE	0x10000UL
#define L1_TABLES		0x100000UL
#define L1_TABLES_END		0x400000UL

/* Initial contents of a segment of the image, from which L2s are created. */
struct l1_segment {
	gva_t va;		/* 64K aligned, as linked */
	uint64_t size;		/* whole pages of 64K */
	gpa_t ra;
	uint64_t data;		/* initialized data: offset, and end offset */
	uint64_t data_end;
	uint64_t writable;
};

/* Set by the host before L1 runs. */
struct l1_memory {
	gpa_t heap;		/* real address of the next free byte */
	gpa_t heap_end;
	struct l1_segment segments[4];
	uint64_t nr_segments;
};

extern struct l1_memory l1_memory;

/* L1's partition table, an L1 pointer; the host reads L1's instance. */
extern uint64_t *l1_partition_table;

static inline void *l1_ptr(gpa_t ra)
{
	return (void *)(ra + L1_LINEAR);
}

static inline gpa_t l1_ra(const void *p)
{
	return (uint64_t)p - L1_LINEAR;
}

/* L1 code: allocate zeroed memory; @size is a power of two, and the alignment. */
void *l1_alloc(size_t size);

#endif /* PPC64_L1_MEMORY_H */
