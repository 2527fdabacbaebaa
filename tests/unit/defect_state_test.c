// SPDX-License-Identifier: GPL-2.0
/* Whether a kernel should have a known defect: by version, and by a vendor's file. */
#include "kselftest_harness.h"

#include "defect_state.h"
#include "fixture/known_defects.h"

static enum defect_state state_at(const struct defect_dates *dates, const char *text)
{
	struct kernel_version version;

	return kernel_version_parse(text, &version) ?
	       defect_state_by_date(dates, &version) : DEFECT_UNNAMED;
}

/* Open up to the version read, fixed from the first version with the fix, else unknown. */
TEST(a_fixed_defect)
{
	static const struct defect_dates dates = {
		"some-defect", "6.1.176 6.12.95", "6.1.189 7.2.8 7.3", "0123456789ab",
	};

	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "6.1.3"));
	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "6.1.176"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "6.1.180"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "6.1.189"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "6.1.200"));
	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "6.12.95"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "6.12.96"));
	/* An entry for one stable branch does not apply to another one. */
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "6.6.200"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "7.2.7"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "7.2.8"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "7.3-rc7"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "7.3"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "7.4-rc1"));
	EXPECT_EQ(DEFECT_FIXED, state_at(&dates, "8.0"));
	EXPECT_EQ(DEFECT_UNKNOWN, defect_state_by_date(&dates, NULL));
}

/* A defect without a fix is open in the versions read and between them, else unknown. */
TEST(a_defect_that_nobody_has_fixed)
{
	static const struct defect_dates dates = {
		"some-defect", "6.1.176 6.12.95 7.2.13", "", "",
	};

	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "5.10.7"));
	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "6.1.5"));
	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "6.6.100"));
	EXPECT_EQ(DEFECT_OPEN, state_at(&dates, "7.2.13"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "7.2.14"));
	EXPECT_EQ(DEFECT_UNKNOWN, state_at(&dates, "7.3"));
}

/* The rest of the text after a version. */
static const char *checked(struct __test_metadata *_metadata, const char *list)
{
	struct kernel_version version;
	const char *end = kernel_version_parse(list, &version);

	ASSERT_EQ(true, end && (!*end || *end == ' ')) {
		TH_LOG("no version: '%s'", list);
	}
	return end;
}

/* All versions of the table can be parsed, and the fixture has the same defects. */
TEST(table)
{
	const struct defect_dates *dates;
	const char *list;
	int id;

	for (id = DEFECT_NONE + 1; id < NR_KNOWN_DEFECTS; id++) {
		dates = &defect_dates[id];
		EXPECT_STREQ(known_defects[id].name, dates->name);
		EXPECT_EQ(!*dates->fixed, !*dates->commit);
		for (list = dates->open; *list; list += *list == ' ')
			list = checked(_metadata, list);
		for (list = dates->fixed; *list; list += *list == ' ')
			list = checked(_metadata, list);
	}
}

/* The defect with a known fix is open before it and fixed from it on. */
TEST(ended_l2_unlocked)
{
	const struct defect_dates *dates = &defect_dates[DEFECT_ENDED_L2_UNLOCKED];

	EXPECT_EQ(DEFECT_OPEN, state_at(dates, "6.12.95"));
	EXPECT_EQ(DEFECT_FIXED, state_at(dates, "7.2.13"));
}

static const char good[] =
	"# what we have backported\n"
	"\n"
	"  ended-l2-unlocked fixed in our 5.14.0-570: bug 17\r\n"
	"soft-dirty-warning\topen  not yet\r";

/* A vendor's file is read: each entry gives a defect its state and its reason. */
TEST(entries_of_a_vendor)
{
	char why[256] = "";

	ASSERT_FALSE(defect_overlay_is_bad(good, why, sizeof(why))) {
		TH_LOG("%s", why);
	}
	EXPECT_EQ(DEFECT_FIXED, defect_overlay_state(good, "ended-l2-unlocked", why,
						     sizeof(why)));
	EXPECT_STREQ("in our 5.14.0-570: bug 17 (--defects)", why);
	EXPECT_EQ(DEFECT_OPEN, defect_overlay_state(good, "soft-dirty-warning", why,
						    sizeof(why)));
	EXPECT_STREQ("not yet (--defects)", why);
	EXPECT_EQ(DEFECT_UNKNOWN, defect_overlay_state(good, "huge-page-half-aged", why,
						       sizeof(why)));
	EXPECT_FALSE(defect_overlay_is_bad("", why, sizeof(why)));
}

/* A bad line of a vendor's file is refused with its number and what is wrong. */
TEST(bad_entries_of_a_vendor)
{
	static const char * const bad[][2] = {
		{ "no-such-defect fixed by us\n",
		  "line 1: no known defect is called 'no-such-defect'" },
		{ "#\nnested_cow_test:global.x fixed by us\n",
		  "line 2: 'nested_cow_test:global.x' is a case: an entry names a defect" },
		{ "\033[2J fixed by us\n", "line 1: it does not begin with a name" },
		{ "soft-dirty-warning fixed \033[2Jby us\n",
		  "line 1: there is a control character" },
		{ "soft-dirty-warning \033[2J by us\n",
		  "line 1: there is a control character" },
		{ "soft-dirty-warning fixed a\rb\r\n",
		  "line 1: there is a control character" },
		{ "soft-dirty-warning gone by us\n",
		  "line 1: 'gone' is neither fixed nor open" },
		{ "soft-dirty-warning\n", "line 1: '' is neither fixed nor open" },
		{ "soft-dirty-warning fixed\n", "line 1: no reason stands behind 'fixed'" },
		{ "soft-dirty-warning fixed a\n\nsoft-dirty-warning open b\n",
		  "line 3: 'soft-dirty-warning' has an entry already" },
	};
	char why[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_TRUE(defect_overlay_is_bad(bad[i][0], why, sizeof(why)));
		EXPECT_STREQ(bad[i][1], why);
	}
}

TEST_HARNESS_MAIN
