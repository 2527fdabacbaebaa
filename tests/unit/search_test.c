// SPDX-License-Identifier: GPL-2.0
/* The length of a search: a number of rounds, or of seconds from the environment. */
#include "kselftest_harness.h"

#include <stdlib.h>
#include <unistd.h>

#include "search.h"

#define SECONDS	"KVM_HV_NESTED_STRESS_SECONDS"

/* Without a time limit, the search ends after its rounds. */
TEST(by_rounds)
{
	unsetenv(SECONDS);
	EXPECT_EQ(0, search_seconds());
	EXPECT_TRUE(search_goes_on(0, 2));
	EXPECT_TRUE(search_goes_on(1, 2));
	EXPECT_FALSE(search_goes_on(2, 2));
}

/* The runner's value without --stress. */
TEST(by_rounds_if_empty_or_zero)
{
	setenv(SECONDS, "", 1);
	EXPECT_EQ(0, search_seconds());
	EXPECT_FALSE(search_goes_on(2, 2));
	setenv(SECONDS, "0", 1);
	EXPECT_FALSE(search_goes_on(2, 2));
}

/* With a time limit the number of rounds is neither a minimum nor a maximum. */
TEST(by_seconds)
{
	setenv(SECONDS, "100000", 1);
	EXPECT_EQ(100000, search_seconds());
	EXPECT_TRUE(search_goes_on(0, 2));
	EXPECT_TRUE(search_goes_on(1000000, 2));
	setenv(SECONDS, "1", 1);
	EXPECT_TRUE(search_goes_on(0, 2));
	sleep(1);
	EXPECT_FALSE(search_goes_on(1, 2));
}

TEST_HARNESS_MAIN
