// SPDX-License-Identifier: GPL-2.0
/* How long a search goes on: by rounds, or by seconds if the environment has them. */
#include "kselftest_harness.h"

#include <stdlib.h>
#include <unistd.h>

#include "search.h"

#define SECONDS	"KVM_HV_NESTED_STRESS_SECONDS"

/* Without a time to search for, the search ends after its rounds. */
TEST(by_rounds)
{
	unsetenv(SECONDS);
	EXPECT_EQ(0, search_seconds());
	EXPECT_TRUE(search_goes_on(0, 2));
	EXPECT_TRUE(search_goes_on(1, 2));
	EXPECT_FALSE(search_goes_on(2, 2));
}

/* What the runner passes on where --stress is not given. */
TEST(by_rounds_if_empty_or_zero)
{
	setenv(SECONDS, "", 1);
	EXPECT_EQ(0, search_seconds());
	EXPECT_FALSE(search_goes_on(2, 2));
	setenv(SECONDS, "0", 1);
	EXPECT_FALSE(search_goes_on(2, 2));
}

/* Then the number of rounds says nothing, in either direction. */
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
