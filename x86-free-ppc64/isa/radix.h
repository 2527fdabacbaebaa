/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Radix tree translation tables of POWER9 and POWER10 (Power ISA 3.0B, Book
 * III, 5.7.10). Host and guest code: partition-scoped and process-scoped trees
 * have one format, 52 bits of address in levels of 13, 9, 9 and 9 bits, or 5 in
 * the last where its leaves are 64K. Leaves: 4K, 64K, 2M, 1G. Tables are
 * big-endian whatever the guest.
 */
#ifndef PPC64_RADIX_H
#define PPC64_RADIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bits.h"
#include "kvm_util_types.h"

/* Directory and leaf entries. */
#define RADIX_PRESENT		BIT(63)
#define RADIX_LEAF		BIT(62)
#define RADIX_RPN_MASK		0x01fffffffffff000UL
#define RADIX_NLB_MASK		0x01ffffffffffff00UL
#define RADIX_NLS_MASK		0x1fUL
#define RADIX_R			0x100UL		/* reference */
#define RADIX_C			0x080UL		/* change */
#define RADIX_PRIV		0x008UL		/* process-scoped only */
#define RADIX_READ		0x004UL
#define RADIX_WRITE		0x002UL
#define RADIX_EXEC		0x001UL
#define RADIX_RW		(RADIX_READ | RADIX_WRITE)
#define RADIX_RWX		(RADIX_RW | RADIX_EXEC)
#define RADIX_RC		(RADIX_R | RADIX_C)

/* First doubleword of a partition or process table entry (5.7.6). */
#define RADIX_ROOT_HR		BIT(63)	/* host radix / guest radix */
#define RADIX_ROOT_RTS		((0x2UL << 61) | (0x5UL << 5))	/* 52 bits */
#define RADIX_ROOT_BITS		13UL

#define RADIX_ROOT_SIZE		(8UL << RADIX_ROOT_BITS)
#define RADIX_LIMIT		BIT(52)		/* addresses lie below it */

#define RADIX_EINVAL		(-22)
#define RADIX_EEXIST		(-17)
#define RADIX_ENOMEM		(-12)

struct radix_table {
	gpa_t root;		/* real address of the root directory */
	/* Real address of a table to a pointer. */
	void *(*ptr)(struct radix_table *tree, gpa_t ra);
	/* Zeroed table of @size bytes, aligned to it; real address, 0: none. */
	gpa_t (*alloc)(struct radix_table *tree, size_t size);
	void *priv;
};

/* Allocates the root directory. 0 or RADIX_ENOMEM. */
int radix_init(struct radix_table *tree);

/*
 * Map @ea to @ra by one leaf of 1 << @shift bytes (shift 12, 16, 21, 30) with
 * @bits of R, C, PRIV and permissions. RADIX_EINVAL: not aligned, or the existing
 * last-level table has leaves of another size; RADIX_EEXIST: @ea is mapped already.
 */
int radix_map(struct radix_table *tree, gva_t ea, gpa_t ra,
	      unsigned int shift, uint64_t bits);

/*
 * The leaf that maps @ea, in memory (big-endian; see radix_get/radix_set), and
 * its shift through @shift if not NULL. NULL: nothing mapped.
 */
uint64_t *radix_find(struct radix_table *tree, gva_t ea, unsigned int *shift);

/*
 * The entry for @ea in the table of level @level (3: the root, 0: the last), valid or
 * not; NULL if there is no table of that level.
 */
uint64_t *radix_entry(struct radix_table *tree, gva_t ea,
		      unsigned int level);

/* Translates @ea; false if nothing is mapped. */
bool radix_translate(struct radix_table *tree, gva_t ea, gpa_t *ra);

uint64_t radix_get(const uint64_t *entry);
void radix_set(uint64_t *entry, uint64_t value);

/* The root for a partition or process table entry, without HR. */
static inline uint64_t radix_root_entry(const struct radix_table *tree)
{
	return tree->root | RADIX_ROOT_RTS | RADIX_ROOT_BITS;
}

#endif /* PPC64_RADIX_H */
