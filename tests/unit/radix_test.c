// SPDX-License-Identifier: GPL-2.0
/*
 * The radix builder against the format: every entry is read from the table's bytes, not
 * through the builder.
 */
#include "kselftest_harness.h"

#include <stdlib.h>

#include "isa/radix.h"
#include "sizes.h"

/* Real addresses start here, so that they differ from pointers. */
#define BASE		0x40000000UL
#define ARENA_SIZE	SZ_1M

FIXTURE(radix)
{
	struct radix_table tree;
	char *arena;
	uint64_t next;
	int left;		/* tables that can still be allocated */
};

static void *arena_ptr(struct radix_table *tree, gpa_t ra)
{
	FIXTURE_DATA(radix) *self = tree->priv;

	return self->arena + (ra - BASE);
}

static gpa_t arena_alloc(struct radix_table *tree, size_t size)
{
	FIXTURE_DATA(radix) *self = tree->priv;
	gpa_t ra = align_up(self->next, size);

	if (!self->left-- || ra + size > BASE + ARENA_SIZE)
		return 0;
	self->next = ra + size;
	return ra;
}

FIXTURE_SETUP(radix)
{
	self->arena = calloc(1, ARENA_SIZE);
	ASSERT_NE(NULL, self->arena);
	self->next = BASE;
	self->left = 100;
	self->tree = (struct radix_table){
		.ptr = arena_ptr, .alloc = arena_alloc, .priv = self,
	};
	ASSERT_EQ(0, radix_init(&self->tree));
}

FIXTURE_TEARDOWN(radix)
{
	free(self->arena);
}

/* Doubleword @index of the table at @ra, by its bytes. */
static uint64_t word(FIXTURE_DATA(radix) *self, gpa_t ra, uint64_t index)
{
	unsigned char *p = (void *)(self->arena + (ra - BASE) + 8 * index);
	uint64_t value = 0;
	int i;

	for (i = 0; i < 8; i++)
		value = value << 8 | p[i];
	return value;
}

/* Follow a directory entry; it must have a table of @bits bits. */
static uint64_t down(struct __test_metadata *_metadata, uint64_t entry,
		     uint64_t bits)
{
	ASSERT_EQ(RADIX_PRESENT, entry & (RADIX_PRESENT | RADIX_LEAF));
	ASSERT_EQ(bits, entry & 0x1f);
	return entry & 0x01ffffffffffff00UL;
}

/* The entry of a tree's root has the encoded size of 52 address bits. */
TEST_F(radix, root_entry_says_52_bits)
{
	uint64_t entry = radix_root_entry(&self->tree);

	EXPECT_EQ(13, entry & 0x1f);
	EXPECT_EQ(BASE, entry & 0x0fffffffffffff00UL);
	/* RTS, in two parts, is the address bits above 31. */
	EXPECT_EQ(52 - 31, (entry >> 61 & 3) << 3 | (entry >> 5 & 7));
}

/* A leaf of 4K is mapped: it is in the last level, with address and bits. */
TEST_F(radix, leaf_of_4k)
{
	uint64_t ea = 0x000f123456789000UL, ra = 0x0000007654321000UL;
	uint64_t table;

	ASSERT_EQ(0, radix_map(&self->tree, ea, ra, 12,
			       RADIX_READ | RADIX_RC));
	table = down(_metadata, word(self, BASE, ea >> 39), 9);
	table = down(_metadata, word(self, table, ea >> 30 & 0x1ff), 9);
	table = down(_metadata, word(self, table, ea >> 21 & 0x1ff), 9);
	EXPECT_EQ(0xc000007654321184UL, word(self, table, ea >> 12 & 0x1ff));
}

/* A leaf of 64K is mapped: its last level has 32 entries. */
TEST_F(radix, leaf_of_64k)
{
	uint64_t ea = 0x0008000740230000UL, ra = 0x12340000UL, table;

	ASSERT_EQ(0, radix_map(&self->tree, ea, ra, 16, RADIX_RW));
	table = down(_metadata, word(self, BASE, ea >> 39), 9);
	table = down(_metadata, word(self, table, ea >> 30 & 0x1ff), 9);
	table = down(_metadata, word(self, table, ea >> 21 & 0x1ff), 5);
	EXPECT_EQ(0xc000000012340006UL, word(self, table, ea >> 16 & 0x1f));
}

/* Leaves of 2M and 1G are mapped: they are in the directory levels. */
TEST_F(radix, leaves_of_2m_and_1g)
{
	uint64_t table;

	ASSERT_EQ(0, radix_map(&self->tree, SZ_1G, 3 * SZ_1G, 30, RADIX_RWX));
	ASSERT_EQ(0, radix_map(&self->tree, 2 * SZ_1G + 5 * SZ_2M, 7 * SZ_2M,
			       21, RADIX_READ));
	table = down(_metadata, word(self, BASE, 0), 9);
	EXPECT_EQ(0xc0000000c0000007UL, word(self, table, 1));
	table = down(_metadata, word(self, table, 2), 9);
	EXPECT_EQ(0xc000000000e00004UL, word(self, table, 5));
}

/* An address inside a leaf translates to the same offset in the leaf's page. */
TEST_F(radix, translate_keeps_the_offset)
{
	static const unsigned int shifts[] = { 12, 16, 21, 30 };
	gpa_t ra;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shifts); i++) {
		uint64_t ea = (i + 1) << 40, size = 1UL << shifts[i];

		ASSERT_EQ(0, radix_map(&self->tree, ea, ea >> 4, shifts[i],
				       RADIX_RW));
		ASSERT_TRUE(radix_translate(&self->tree, ea + size - 1, &ra));
		EXPECT_EQ((ea >> 4) + size - 1, ra);
		EXPECT_FALSE(radix_translate(&self->tree, ea + size, &ra));
		EXPECT_FALSE(radix_translate(&self->tree, ea - 1, &ra));
	}
}

/* Mappings that are not aligned, out of range or over another one are refused. */
TEST_F(radix, refuses_what_does_not_fit)
{
	/* Not aligned, no such size. */
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, SZ_4K, 0, 16, 0));
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, 0, SZ_4K, 16, 0));
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, 0, 0, 13, 0));
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, 0, 1UL << 57, 12, 0));
	/* Mapped already, or a table with smaller leaves. */
	ASSERT_EQ(0, radix_map(&self->tree, SZ_64K, 0, 16, RADIX_RW));
	EXPECT_EQ(RADIX_EEXIST, radix_map(&self->tree, SZ_64K, 0, 16, 0));
	EXPECT_EQ(RADIX_EEXIST, radix_map(&self->tree, 0, 0, 21, 0));
	/* A last-level table has leaves of one size only. */
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, 2 * SZ_64K, 0, 12, 0));
}

/* The allocator fails: radix_init() and radix_map() return RADIX_ENOMEM. */
TEST_F(radix, says_when_there_is_no_memory)
{
	self->left = 1;
	EXPECT_EQ(RADIX_EINVAL, radix_map(&self->tree, 0, 0, 12, RADIX_RW));
	EXPECT_EQ(NULL, radix_find(&self->tree, 0, NULL));
}

/* As L1's hypervisor does: find a leaf and change it in place. */
TEST_F(radix, find_and_change)
{
	unsigned int shift = 0;
	uint64_t *leaf;

	ASSERT_EQ(0, radix_map(&self->tree, SZ_2M, SZ_2M, 21, RADIX_RW));
	leaf = radix_find(&self->tree, SZ_2M + 5, &shift);
	ASSERT_NE(NULL, leaf);
	EXPECT_EQ(21, shift);
	radix_set(leaf, 0);
	EXPECT_EQ(NULL, radix_find(&self->tree, SZ_2M, NULL));
	EXPECT_EQ(0, radix_map(&self->tree, SZ_2M, 0, 21, RADIX_RW));
}

TEST_HARNESS_MAIN
