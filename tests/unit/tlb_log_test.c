// SPDX-License-Identifier: GPL-2.0
/*
 * The log of the emulated machine's TLB: which uses of stale entries are too late.
 */
#include "kselftest_harness.h"

#include "witness/tlb_log.h"

#define USE(lpid, cpu, ra, access, lost) \
	"ppc_strict_tlb_stale cpu " #cpu " lpid " #lpid " ra " #ra \
	" shift 16 " access " lost " lost \
	" kept 0xc000000014690387 tables 0x0 filled 1000 now 3000\n"
#define GONE(lpid, cpu, ra) \
	"ppc_strict_tlb_gone cpu " #cpu " lpid " #lpid " ra " #ra \
	" shift 16 kept 0xc000000014690387 now 4000\n"

static struct tlb_uses uses;

/* A line of the TLB's log: each of its fields is read. */
TEST(fields)
{
	struct tlb_use use;

	ASSERT_TRUE(tlb_use_parse(&use, USE(2, 1, 0x8000740081238, "store", "leaf")));
	EXPECT_EQ(1, use.cpu);
	EXPECT_EQ(2, use.lpid);
	EXPECT_EQ(0x8000740081238, use.ra);
	EXPECT_EQ(16, use.shift);
	EXPECT_STREQ("store", use.access);
	EXPECT_STREQ("leaf", use.lost);
	EXPECT_EQ(0xc000000014690387, use.kept);
	EXPECT_EQ(0, use.tables);
	EXPECT_EQ(3000, use.now);
	EXPECT_FALSE(tlb_use_parse(&use, GONE(2, 1, 0x8000740080000)));
	EXPECT_FALSE(tlb_use_parse(&use, "invalid set: 3\n"));
}

/* A line that is not of the TLB's log is refused. */
TEST(nothing)
{
	tlb_uses_parse(&uses, "", false);
	EXPECT_EQ(0, uses.stale.nr);
	EXPECT_EQ(0, uses.rc.nr);
}

/* Any use of an unmapped page is too late. */
TEST(page)
{
	tlb_uses_parse(&uses, USE(2, 1, 0x8000740081238, "load", "leaf")
		       USE(2, 1, 0x8000740081238, "load", "page")
		       USE(2, 1, 0x8000740081238, "store", "permission"), false);
	EXPECT_EQ(3, uses.stale.nr);
	EXPECT_EQ(0, uses.rc.nr);
}

/* Stale R and C of L2 are one count, stale C of L1 another; stale R of L1 is ignored. */
TEST(bits)
{
	tlb_uses_parse(&uses, USE(2, 1, 0x8000740081238, "store", "change")
		       USE(2, 1, 0x3200000000, "load", "reference")
		       USE(1, 1, 0x140000000, "load", "reference"), false);
	EXPECT_EQ(0, uses.stale.nr);
	EXPECT_EQ(2, uses.rc.nr);
	tlb_uses_parse(&uses, USE(1, 1, 0x140000000, "store", "change"), false);
	EXPECT_EQ(1, uses.stale.nr);
	EXPECT_EQ(0, uses.rc.nr);
}

/* A tlbie of another CPU follows: with races, the use is allowed. */
TEST(in_time)
{
	static const char text[] =
		USE(2, 1, 0x8000740081238, "load", "leaf")
		GONE(2, 0, 0x8000740080000);

	tlb_uses_parse(&uses, text, true);
	EXPECT_EQ(0, uses.stale.nr);
	tlb_uses_parse(&uses, text, false);
	EXPECT_EQ(1, uses.stale.nr);
	tlb_uses_parse(&uses, USE(2, 1, 0x8000740081238, "store", "change")
		       GONE(2, 0, 0x8000740080000), true);
	EXPECT_EQ(0, uses.rc.nr);
}

/* A tlbie of another guest or page, of the same CPU, or an earlier one does not count. */
TEST(not_in_time)
{
	static const char use[] = USE(2, 1, 0x8000740081238, "load", "leaf");
	static const char * const others[] = {
		GONE(3, 0, 0x8000740080000),
		GONE(2, 0, 0x8000740090000),
		GONE(2, 1, 0x8000740080000),
	};
	char text[1024];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		snprintf(text, sizeof(text), "%s%s", use, others[i]);
		tlb_uses_parse(&uses, text, true);
		EXPECT_EQ(1, uses.stale.nr);
	}
	snprintf(text, sizeof(text), "%s%s", GONE(2, 0, 0x8000740080000), use);
	tlb_uses_parse(&uses, text, true);
	EXPECT_EQ(1, uses.stale.nr);
}

/* A line that QEMU is still writing is left for later. */
TEST(cut_short)
{
	char text[] = USE(2, 1, 0x8000740081238, "load", "leaf");

	text[sizeof(text) - 2] = '\0';
	tlb_uses_parse(&uses, text, false);
	EXPECT_EQ(0, uses.stale.nr);
}

TEST_HARNESS_MAIN
