// SPDX-License-Identifier: GPL-2.0
/*
 * What a tlbie invalidates, by its operands.
 */
#include "kselftest_harness.h"

#include "witness/partition_entry.h"
#include "witness/tlbie_trace.h"

#define LPID		7UL
#define ADDR		0x8000740000000UL

/* RB of a page: its address and the encoding of its size. */
#define AP_4K		0x00UL
#define AP_64K		0xa0UL
#define AP_2M		0x20UL
#define AP_1G		0x40UL
#define IS_LPID		(2UL << 10)
#define IS_ALL		(3UL << 10)

static const struct tlbie_event page_4k = { .lpid = LPID, .rb = ADDR | AP_4K };

/*
 * A tlbie of a page covers that page of its LPID, of the same size, and nothing
 * else.
 */
TEST(page)
{
	EXPECT_TRUE(tlbie_covers(&page_4k, LPID, ADDR, 12));
	EXPECT_FALSE(tlbie_covers(&page_4k, LPID, ADDR + 0x1000, 12));
	EXPECT_FALSE(tlbie_covers(&page_4k, LPID, ADDR & ~(1UL << 51), 12));
}

/* The number of another guest, such as L1's own or L1's for the L2. */
TEST(wrong_lpid)
{
	EXPECT_FALSE(tlbie_covers(&page_4k, LPID + 1, ADDR, 12));
	EXPECT_FALSE(tlbie_covers(&page_4k, 0x2a, ADDR, 12));
}

/* A page of another size is a different translation. */
TEST(sizes)
{
	static const struct {
		unsigned long ap;
		unsigned int shift;
	} sizes[] = {
		{ AP_4K, 12 }, { AP_64K, 16 }, { AP_2M, 21 }, { AP_1G, 30 },
	};
	struct tlbie_event event = { .lpid = LPID };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		event.rb = ADDR | sizes[i].ap;
		for (j = 0; j < ARRAY_SIZE(sizes); j++)
			EXPECT_EQ(i == j, tlbie_covers(&event, LPID, ADDR,
						       sizes[j].shift));
	}
	/* Encodings that no CPU has. */
	event.rb = ADDR | (7UL << 5);
	for (j = 0; j < ARRAY_SIZE(sizes); j++)
		EXPECT_FALSE(tlbie_covers(&event, LPID, ADDR, sizes[j].shift));
}

/* Any address in the page selects it. */
TEST(inside_of_page)
{
	struct tlbie_event event = {
		.lpid = LPID, .rb = (ADDR + 0x123000) | AP_2M,
	};

	EXPECT_TRUE(tlbie_covers(&event, LPID, ADDR, 21));
	EXPECT_TRUE(tlbie_covers(&event, LPID, ADDR + 0x1ff000, 21));
	EXPECT_FALSE(tlbie_covers(&event, LPID, ADDR + 0x200000, 21));
}

/* A tlbie of an LPID covers all pages of that LPID and of no other. */
TEST(all_of_lpid)
{
	struct tlbie_event event = { .lpid = LPID, .rb = IS_LPID, .ric = 2 };

	EXPECT_TRUE(tlbie_covers(&event, LPID, ADDR, 12));
	EXPECT_FALSE(tlbie_covers(&event, LPID + 1, ADDR, 12));
	event.ric = 0;
	EXPECT_TRUE(tlbie_covers(&event, LPID, ADDR, 30));
	event.rb = IS_ALL;
	EXPECT_TRUE(tlbie_covers(&event, LPID + 1, ADDR, 12));
}

/* Page walk cache only, process-scoped, this CPU only: not sufficient. */
TEST(other_kinds)
{
	struct tlbie_event event = { .lpid = LPID, .rb = IS_LPID, .ric = 1 };

	EXPECT_FALSE(tlbie_covers(&event, LPID, ADDR, 12));
	event.ric = 2;
	event.prs = 1;
	EXPECT_FALSE(tlbie_covers(&event, LPID, ADDR, 12));
	event.prs = 0;
	event.local = true;
	EXPECT_FALSE(tlbie_covers(&event, LPID, ADDR, 12));
}

/* Page-table pages: which tlbies invalidate the page walk caches of all CPUs. */
TEST(tables)
{
	struct tlbie_event event = { .lpid = LPID, .rb = IS_LPID };
	unsigned int ric;

	for (ric = 0; ric <= 2; ric++) {
		event.ric = ric;
		EXPECT_EQ(ric != 0, tlbie_covers_tables(&event, LPID));
	}
	EXPECT_FALSE(tlbie_covers_tables(&event, LPID + 1));
	event.prs = 1;
	EXPECT_FALSE(tlbie_covers_tables(&event, LPID));
	event.prs = 0;
	event.local = true;
	EXPECT_FALSE(tlbie_covers_tables(&event, LPID));
	EXPECT_FALSE(tlbie_covers_tables(&page_4k, LPID));
}

/*
 * An entry of the host's partition table is kept if it is the last one and was never
 * taken away, also where the same LPID and the same tables come together again.
 */
TEST(entry_of_a_partition_table)
{
	const struct partition_entry entries[] = {
		{ 2, 0x10000 }, { 3, 0x20000 }, { 2, 0x10000 }, { 3, 0 }, { 3, 0x20000 },
		{ 4, 0x30000 }, { 4, 0 },
	};
	const size_t nr = ARRAY_SIZE(entries);

	EXPECT_TRUE(partition_entry_is_kept(entries, nr, 1, 2, 0x10000));
	EXPECT_TRUE(partition_entry_is_kept(entries, nr, nr, 3, 0x20000));
	EXPECT_FALSE(partition_entry_is_kept(entries, nr, 2, 3, 0x20000));
	EXPECT_FALSE(partition_entry_is_kept(entries, nr, 2, 2, 0x40000));
	EXPECT_FALSE(partition_entry_is_kept(entries, nr, 6, 4, 0x30000));
	EXPECT_FALSE(partition_entry_is_kept(entries, nr, nr, 5, 0x10000));
}

TEST_HARNESS_MAIN
