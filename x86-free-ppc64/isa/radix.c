// SPDX-License-Identifier: GPL-2.0
/* Builds and reads radix trees. Runs on the host and in guests. */
#include "isa/radix.h"

#define RADIX_LEVELS	4

/* The lowest address bit that each directory level translates. */
static const unsigned int level_shift[RADIX_LEVELS - 1] = { 39, 30, 21 };

uint64_t radix_get(const uint64_t *entry)
{
	return __builtin_bswap64(READ_ONCE(*entry));
}

/* Another CPU may be walking the table: store once, then ptesync. */
void radix_set(uint64_t *entry, uint64_t value)
{
	WRITE_ONCE(*entry, __builtin_bswap64(value));
	asm volatile("sync" : : : "memory");
}

int radix_init(struct radix_table *tree)
{
	tree->root = tree->alloc(tree, RADIX_ROOT_SIZE);
	return tree->root ? 0 : RADIX_ENOMEM;
}

static uint64_t *entry_at(struct radix_table *tree, uint64_t table,
			  unsigned int bits, unsigned int shift, gva_t ea)
{
	uint64_t *entries = tree->ptr(tree, table);

	return &entries[(ea >> shift) & ((1UL << bits) - 1)];
}

/* The next table, as a directory entry describes it. */
struct table {
	gpa_t ra;
	unsigned int bits;	/* address bits it translates */
	unsigned int shift;	/* the lowest of them */
};

static struct table root_table(struct radix_table *tree)
{
	return (struct table){ tree->root, RADIX_ROOT_BITS, level_shift[0] };
}

static struct table next_table(uint64_t entry, unsigned int shift)
{
	unsigned int bits = entry & RADIX_NLS_MASK;

	return (struct table){ entry & RADIX_NLB_MASK, bits, shift - bits };
}

uint64_t *radix_find(struct radix_table *tree, gva_t ea, unsigned int *shift)
{
	struct table t = root_table(tree);
	int level;

	for (level = 0; level < RADIX_LEVELS; level++) {
		uint64_t *entry = entry_at(tree, t.ra, t.bits, t.shift, ea);
		uint64_t value = radix_get(entry);

		if (!(value & RADIX_PRESENT))
			return NULL;
		if (value & RADIX_LEAF) {
			if (shift)
				*shift = t.shift;
			return entry;
		}
		t = next_table(value, t.shift);
	}
	return NULL;
}

uint64_t *radix_entry(struct radix_table *tree, gva_t ea,
		      unsigned int level)
{
	struct table t = root_table(tree);
	uint64_t *entry = entry_at(tree, t.ra, t.bits, t.shift, ea);
	uint64_t value;

	while (++level < RADIX_LEVELS) {
		value = radix_get(entry);
		if (!(value & RADIX_PRESENT) || value & RADIX_LEAF)
			return NULL;
		t = next_table(value, t.shift);
		entry = entry_at(tree, t.ra, t.bits, t.shift, ea);
	}
	return entry;
}

/* Table size of the level below one of @shift on the way to @leaf_shift. */
static unsigned int bits_below(unsigned int shift, unsigned int leaf_shift)
{
	if (shift > level_shift[2])
		return 9;
	return shift - leaf_shift;
}

/*
 * The entry for a leaf of size @shift at @ea; allocates tables as needed. NULL if they
 * cannot be allocated, or have leaves of another size.
 */
static uint64_t *make_entry(struct radix_table *tree, gva_t ea, unsigned int shift)
{
	struct table t = root_table(tree);

	while (t.shift > shift) {
		uint64_t *entry = entry_at(tree, t.ra, t.bits, t.shift, ea);
		uint64_t value = radix_get(entry);
		unsigned int bits = bits_below(t.shift, shift);

		/* A last-level table has leaves of one size. */
		if (t.shift < level_shift[2])
			return NULL;
		if (!(value & RADIX_PRESENT)) {
			gpa_t ra = tree->alloc(tree, 8UL << bits);

			if (!ra)
				return NULL;
			value = RADIX_PRESENT | ra | bits;
			radix_set(entry, value);
		}
		if (value & RADIX_LEAF)
			return NULL;
		t = next_table(value, t.shift);
	}
	if (t.shift != shift)
		return NULL;
	return entry_at(tree, t.ra, t.bits, t.shift, ea);
}

int radix_map(struct radix_table *tree, gva_t ea, gpa_t ra,
	      unsigned int shift, uint64_t bits)
{
	uint64_t *entry;

	if (shift != 12 && shift != 16 && shift != 21 && shift != 30)
		return RADIX_EINVAL;
	if (((ea | ra) & ((1UL << shift) - 1)) || ra & ~RADIX_RPN_MASK)
		return RADIX_EINVAL;
	if (radix_find(tree, ea, NULL))
		return RADIX_EEXIST;
	entry = make_entry(tree, ea, shift);
	if (!entry)
		return RADIX_EINVAL;
	if (radix_get(entry) & RADIX_PRESENT)
		return RADIX_EEXIST;	/* a table: smaller pages lie below */
	radix_set(entry, RADIX_PRESENT | RADIX_LEAF | ra | bits);
	return 0;
}

bool radix_translate(struct radix_table *tree, gva_t ea, gpa_t *ra)
{
	unsigned int shift;
	uint64_t *entry = radix_find(tree, ea, &shift);
	uint64_t offset;

	if (!entry)
		return false;
	offset = ea & ((1UL << shift) - 1);
	*ra = (radix_get(entry) & RADIX_RPN_MASK) | offset;
	return true;
}
