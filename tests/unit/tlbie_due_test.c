// SPDX-License-Identifier: GPL-2.0
/*
 * The leaves that need their tlbie before the kernel releases a range.
 */
#include "kselftest_harness.h"

#include "witness/tlbie_due.h"

#define LPID		7UL	/* the host's */
#define ADDR		0x8000740000000UL
#define HVA		0x7fff80000000UL
#define FRAME		0x12340000UL
#define SZ_4K		0x1000UL

#define AP_4K		0x00UL
#define AP_2M		0x20UL
#define IS_LPID		(2UL << 10)

#define DONE		100UL

static const struct radix_leaf leaves[] = {
	{ .addr = ADDR, .shift = 12, .pte = FRAME },
	{ .addr = ADDR + SZ_4K, .shift = 12, .pte = FRAME + 3 * SZ_4K },
	{ .addr = ADDR + 2 * SZ_4K, .shift = 12, .pte = FRAME + 5 * SZ_4K },
};

static const struct radix_tree tree = {
	.leaves = (struct radix_leaf *)leaves,
	.nr_leaves = ARRAY_SIZE(leaves),
};

static const unsigned long hvas[] = { HVA, HVA + SZ_4K, 0 };

static const struct tlbie_event second = {
	.lpid = LPID, .rb = (ADDR + SZ_4K) | AP_4K, .when = DONE - 1,
};

/* The kernel invalidated [@start, @end), with @event. */
static const char *complaint(unsigned long start, unsigned long end,
			     const struct tlbie_event *event)
{
	struct notifier_range range = {
		.start = start, .end = end, .done = DONE,
	};
	struct tlbie_due due = {
		.tree = &tree, .hvas = hvas, .lpid = LPID,
		.events = event, .nr_events = !!event,
	};

	return tlbie_due_complaint(&due, &range);
}

#define EXPECT_COMPLAINT(what, start, end, event) \
	do { \
		const char *said = complaint(start, end, event); \
		\
		ASSERT_NE(NULL, said); \
		EXPECT_NE(NULL, strstr(said, what)) \
			TH_LOG("said: %s", said); \
	} while (0)

/* Each leaf that overlaps the range, even by a byte, needs a tlbie; no other does. */
TEST(leaf_in_range)
{
	EXPECT_COMPLAINT("leaf 0x8000740001000", HVA + SZ_4K, HVA + 2 * SZ_4K,
			 NULL);
	EXPECT_COMPLAINT("leaf 0x8000740001000", HVA + 2 * SZ_4K - 1,
			 HVA + 2 * SZ_4K, NULL);
	EXPECT_COMPLAINT("leaf 0x8000740000000", HVA, HVA + 1, NULL);
	EXPECT_EQ(NULL, complaint(HVA - SZ_4K, HVA, NULL));
	EXPECT_EQ(NULL, complaint(HVA + 2 * SZ_4K, HVA + 9 * SZ_4K, NULL));
	EXPECT_EQ(NULL, complaint(HVA + SZ_4K, HVA + 2 * SZ_4K, &second));
	EXPECT_COMPLAINT("leaf 0x8000740000000", HVA, HVA + 2 * SZ_4K, &second);
}

/* A leaf without hva in this process needs none. */
TEST(unknown_hva)
{
	EXPECT_EQ(NULL, complaint(0, HVA, NULL));
}

/* The tlbie came after the notifier was done with the page: a failure. */
TEST(too_late)
{
	struct tlbie_event event = second;

	event.when = DONE + 1;
	EXPECT_COMPLAINT(", too late", HVA + SZ_4K, HVA + 2 * SZ_4K, &event);
	EXPECT_COMPLAINT("of 0 tlbies", HVA + SZ_4K, HVA + 2 * SZ_4K, &event);
	event.rb = IS_LPID;
	event.ric = 2;
	EXPECT_COMPLAINT("until", HVA + SZ_4K, HVA + 2 * SZ_4K, &event);
	event.when = DONE - 1;
	EXPECT_EQ(NULL, complaint(HVA, HVA + 2 * SZ_4K, &event));
}

/* The notifier is not done yet: no tlbie is needed so far. */
TEST(not_done)
{
	struct notifier_range range = { .start = HVA, .end = HVA + SZ_4K };
	struct tlbie_due due = { .tree = &tree, .hvas = hvas, .lpid = LPID };

	EXPECT_EQ(NULL, tlbie_due_complaint(&due, &range));
}

/* The known defect of the tlbies of small leaves that a large one replaced. */
TEST(host_address)
{
	const struct tlbie_event events[] = {
		{ .lpid = LPID, .rb = (FRAME + 3 * SZ_4K) | AP_4K, .when = 1 },
		{ .lpid = LPID, .rb = ADDR | AP_2M, .when = DONE - 1 },
	};
	struct notifier_range range = {
		.start = HVA + SZ_4K, .end = HVA + 2 * SZ_4K, .done = DONE,
	};
	struct tlbie_due due = {
		.tree = &tree, .hvas = hvas, .lpid = LPID,
		.events = events, .nr_events = ARRAY_SIZE(events),
	};

	EXPECT_EQ(NULL, tlbie_due_complaint(&due, &range));
	EXPECT_EQ(due.saw, TLBIE_SAW_HOST_ADDRESS);
	/* Without a large leaf it is not the known defect. */
	EXPECT_COMPLAINT("leaf 0x8000740001000", HVA + SZ_4K, HVA + 2 * SZ_4K,
			 events);
}

/* The known defect: all leaves were removed at once, before the LPID's tlbie. */
TEST(late_flush)
{
	struct notifier_range range = {
		.start = HVA, .end = HVA + SZ_4K, .done = DONE,
	};
	struct tlbie_event event = {
		.lpid = LPID, .rb = IS_LPID, .ric = 2, .when = DONE + 1,
	};
	struct tlbie_free gone = { .lpid = LPID, .when = DONE - 1 };
	struct tlbie_due due = {
		.tree = &tree, .hvas = hvas, .lpid = LPID,
		.events = &event, .nr_events = 1, .frees = &gone, .nr_frees = 1,
	};

	EXPECT_EQ(NULL, tlbie_due_complaint(&due, &range));
	EXPECT_EQ(due.saw, TLBIE_SAW_LATE_FLUSH);
	due.saw = 0;
	gone.when = DONE + 1;
	EXPECT_NE(NULL, tlbie_due_complaint(&due, &range));
	gone.when = DONE - 1;
	gone.lpid = LPID + 1;
	EXPECT_NE(NULL, tlbie_due_complaint(&due, &range));
	gone.lpid = LPID;
	due.nr_events = 0;
	EXPECT_NE(NULL, tlbie_due_complaint(&due, &range));
	EXPECT_EQ(due.saw, 0);
}

TEST_HARNESS_MAIN
