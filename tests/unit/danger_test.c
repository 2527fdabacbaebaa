// SPDX-License-Identifier: GPL-2.0
/* Cases that can take the host down run only if the runner permits it. */
#include "kselftest_harness.h"

#include "danger.h"

/* A dangerous case gives a reason to skip unless the runner has asked for it. */
TEST(only_if_wanted)
{
	unsetenv(DANGER_VARIABLE);
	EXPECT_NE(NULL, danger_not_wanted());
	setenv(DANGER_VARIABLE, "", 1);
	EXPECT_NE(NULL, danger_not_wanted());
	setenv(DANGER_VARIABLE, "1", 1);
	EXPECT_EQ(NULL, danger_not_wanted());
}

TEST_HARNESS_MAIN
