// SPDX-License-Identifier: GPL-2.0
/*
 * The tlbies that changes of a tree need.
 */
#include "kselftest_harness.h"

#include "witness/tlbie_diff.h"

#define LPID		7UL	/* the host's */
#define L1_LPID		0x2aUL
#define ADDR		0x8000740000000UL
#define FRAME		0x12340000UL
#define SZ_4K		0x1000UL
#define SZ_2M		0x200000UL

#define AP_4K		0x00UL
#define AP_2M		0x20UL
#define IS_LPID		(2UL << 10)

#define RWX		RADIX_RWX
#define BITS		(RADIX_PRESENT | RADIX_LEAF | RADIX_R | \
			 RADIX_C | RWX)

#define LEAF(at, size, bits) \
	{ .addr = (at), .shift = (size), .pte = FRAME | (bits) }

/* The leaves before; tests change the second one. */
static const struct radix_leaf three[] = {
	LEAF(ADDR, 12, BITS),
	LEAF(ADDR + SZ_4K, 12, BITS),
	LEAF(ADDR + 2 * SZ_4K, 12, BITS),
};

static const struct tlbie_event page = {
	.lpid = LPID, .rb = (ADDR + SZ_4K) | AP_4K,
};

static const struct tlbie_event all = {
	.lpid = LPID, .rb = IS_LPID, .ric = 2,
};

static const struct tlbie_event walk_caches = {
	.lpid = LPID, .rb = IS_LPID, .ric = 1,
};

/* From @three to @after, with @events. */
static const char *complaint(const struct radix_leaf *after, size_t nr_after,
			     const struct tlbie_event *events, size_t nr_events)
{
	struct radix_tree was = {
		.lpid = L1_LPID, .leaves = (struct radix_leaf *)three,
		.nr_leaves = ARRAY_SIZE(three),
	};
	struct radix_tree is = {
		.lpid = L1_LPID, .leaves = (struct radix_leaf *)after,
		.nr_leaves = nr_after,
	};
	struct tlbie_diff diff = {
		.before = &was, .after = nr_after ? &is : NULL, .lpid = LPID,
		.events = events, .nr_events = nr_events,
	};
	const char *text = tlbie_diff_complaint(&diff);

	if ((diff.saw & TLBIE_SAW_HOST_ADDRESS) && !text)
		return "host address";
	return diff.saw & TLBIE_SAW_RC_WRONG_LPID ? "wrong LPID" : text;
}

#define EXPECT_FINE(after, nr, events, nr_events) \
	EXPECT_EQ(NULL, complaint(after, nr, events, nr_events))
#define EXPECT_COMPLAINT(what, after, nr, events, nr_events) \
	do { \
		const char *said = complaint(after, nr, events, nr_events); \
		\
		ASSERT_NE(NULL, said); \
		EXPECT_NE(NULL, strstr(said, what)) \
			TH_LOG("said: %s", said); \
	} while (0)

/* Two equal dumps and no tlbie: no failure. */
TEST(nothing_changed)
{
	EXPECT_FINE(three, 3, NULL, 0);
	EXPECT_FINE(three, 3, &page, 1);
}

/* A removed leaf needs a tlbie of its page, or one of the LPID. */
TEST(leaf_went)
{
	struct radix_leaf left[] = { three[0], three[2] };
	struct tlbie_event event = page;

	EXPECT_FINE(left, 2, &page, 1);
	EXPECT_FINE(left, 2, &all, 1);
	EXPECT_COMPLAINT("0x8000740001000 (pte 0xc000000012340187, shift 12) went",
			 left, 2, NULL, 0);
	EXPECT_COMPLAINT("went", left, 2, &walk_caches, 1);
	event.lpid = L1_LPID;
	EXPECT_COMPLAINT("nearest: LPID 42, RB 0x8000740001000", left, 2,
			 &event, 1);
	event = page;
	event.rb += SZ_4K;
	EXPECT_COMPLAINT("went", left, 2, &event, 1);
	event = page;
	event.rb |= AP_2M;
	EXPECT_COMPLAINT("went", left, 2, &event, 1);
	event = page;
	event.local = true;
	EXPECT_COMPLAINT("this CPU only", left, 2, &event, 1);
}

/* Each removed leaf needs its own tlbie, in any order. */
TEST(all_leaves_went)
{
	struct tlbie_event events[3] = { page, page, page };

	events[0].rb += SZ_4K;
	events[2].rb -= SZ_4K;
	EXPECT_FINE(NULL, 0, events, 3);
	EXPECT_FINE(NULL, 0, &all, 1);
	EXPECT_COMPLAINT("0x8000740000000", NULL, 0, events, 2);
	EXPECT_COMPLAINT("0x8000740002000", NULL, 0, events + 1, 2);
}

/* The second leaf, changed to have FRAME + @frame and lack @lost, have @more. */
static void change(struct radix_leaf *leaves, unsigned long frame,
		   unsigned long lost, unsigned long more)
{
	memcpy(leaves, three, sizeof(three));
	leaves[1].pte = ((leaves[1].pte & ~lost) | more) + frame;
}

/*
 * A leaf lost a permission or C, got another frame, or only lost R: all but the last need
 * a tlbie.
 */
TEST(leaf_changed)
{
	struct radix_leaf now[3];

	change(now, SZ_4K, 0, 0);
	EXPECT_COMPLAINT("got another frame", now, 3, NULL, 0);
	EXPECT_FINE(now, 3, &page, 1);
	change(now, 0, RADIX_WRITE, 0);
	EXPECT_COMPLAINT("lost a permission", now, 3, NULL, 0);
	EXPECT_FINE(now, 3, &page, 1);
	change(now, 0, RADIX_EXEC, 0);
	EXPECT_COMPLAINT("lost a permission", now, 3, NULL, 0);
	change(now, 0, RADIX_C, 0);
	EXPECT_COMPLAINT("lost its change bit", now, 3, NULL, 0);
	EXPECT_FINE(now, 3, &page, 1);
	/* Added permissions, and R, need none. */
	change(now, 0, RADIX_R, 0x200);
	EXPECT_FINE(now, 3, NULL, 0);
}

/* Only a cleared change bit is the known defect. */
TEST(wrong_lpid)
{
	struct radix_leaf now[3];
	struct tlbie_event event = page;

	event.lpid = L1_LPID;
	change(now, 0, RADIX_C, 0);
	EXPECT_STREQ("wrong LPID", complaint(now, 3, &event, 1));
	change(now, 0, RADIX_C | RADIX_WRITE, 0);
	EXPECT_COMPLAINT("lost a permission", now, 3, &event, 1);
}

/* A leaf replaces a table: the page walk caches must be invalidated. */
TEST(larger_leaf)
{
	static const struct radix_leaf large = LEAF(ADDR, 21, BITS);
	struct tlbie_event events[4] = { page, page, page, walk_caches };

	events[0].rb -= SZ_4K;
	events[2].rb += SZ_4K;
	EXPECT_COMPLAINT("gave its table", &large, 1, events, 3);
	EXPECT_FINE(&large, 1, events, 4);
	EXPECT_FINE(&large, 1, &all, 1);
	EXPECT_COMPLAINT("went", &large, 1, &walk_caches, 1);
}

/* Only small leaves that a large one replaced are the known defect. */
TEST(host_address)
{
	static const struct radix_leaf large = LEAF(ADDR, 21, BITS);
	struct tlbie_event events[4] = { page, page, page, walk_caches };
	int i;

	for (i = 0; i < 3; i++)
		events[i].rb = radix_leaf_hpa(&three[i]) | AP_4K;
	EXPECT_STREQ("host address", complaint(&large, 1, events, 4));
	EXPECT_COMPLAINT("went", NULL, 0, events, 4);
}

/* The large leaf may have been removed again, which its tlbie shows. */
TEST(host_address_and_gone)
{
	struct tlbie_event events[4] = { page, page, page, page };
	int i;

	for (i = 0; i < 3; i++)
		events[i].rb = radix_leaf_hpa(&three[i]) | AP_4K;
	EXPECT_COMPLAINT("went", NULL, 0, events, 4);
	events[3].rb = ADDR | AP_2M;
	EXPECT_STREQ("host address", complaint(NULL, 0, events, 4));
	EXPECT_COMPLAINT("went", NULL, 0, events + 3, 1);
}

/* Small leaves replace a large one, which needs a tlbie of its size. */
TEST(smaller_leaves)
{
	static const struct radix_leaf large = LEAF(ADDR, 21, BITS);
	struct radix_tree was = {
		.leaves = (struct radix_leaf *)&large, .nr_leaves = 1,
	};
	struct radix_tree is = {
		.leaves = (struct radix_leaf *)three, .nr_leaves = 3,
	};
	struct tlbie_event event = page;
	struct tlbie_diff diff = {
		.before = &was, .after = &is, .lpid = LPID,
		.events = &event, .nr_events = 1,
	};

	EXPECT_NE(NULL, tlbie_diff_complaint(&diff));
	event.rb = ADDR | AP_2M;
	EXPECT_EQ(NULL, tlbie_diff_complaint(&diff));
}

TEST_HARNESS_MAIN
