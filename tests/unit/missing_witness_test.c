// SPDX-License-Identifier: GPL-2.0
/*
 * A witness that is missing is noted once per program; --strict makes it an error.
 */
#include "kselftest_harness.h"

#include "../library/fork_case.h"
#include "missing_witness.h"
#include "test_util.h"

static void call(void *fn)
{
	((void (*)(void))fn)();
}

/* Run @fn as a case of its own: its exit status, its output in @out. */
static int run_case(void (*fn)(void), char *out, size_t size)
{
	return fork_case(call, fn, 0, out, size);
}

static void lacks_tables(void)
{
	witness_missing("tables", "mount debugfs");
	witness_missing("tables", "mount debugfs");
	witness_require_all();
}

static void lacks_two(void)
{
	witness_missing("tables", "mount debugfs");
	witness_missing("tlbie", "mount tracefs");
	witness_missing("slabs", NULL);
	witness_require_all();
}

/* A second case lacks the same witness and another one: only the latter is reported. */
TEST(noted_once_per_program)
{
	char out[1024];

	unsetenv("KVM_HV_NESTED_STRICT");
	EXPECT_EQ(0, run_case(lacks_tables, out, sizeof(out)));
	EXPECT_STREQ("# no witness: tables: mount debugfs\n", out);
	EXPECT_EQ(0, run_case(lacks_two, out, sizeof(out)));
	EXPECT_STREQ("# no witness: tlbie: mount tracefs\n", out);
	EXPECT_EQ(0, run_case(lacks_two, out, sizeof(out)));
	EXPECT_STREQ("", out);
}

/* --without takes one witness, and no other. */
TEST(switched_off)
{
	unsetenv("KVM_HV_NESTED_WITHOUT");
	EXPECT_EQ(NULL, witness_switched_off("tlbie"));
	setenv("KVM_HV_NESTED_WITHOUT", "tlbie", 1);
	EXPECT_NE(NULL, witness_switched_off("tlbie"));
	EXPECT_EQ(NULL, witness_switched_off("tables"));
	unsetenv("KVM_HV_NESTED_WITHOUT");
}

/* Under --strict each case that lacks a witness is an error, which names all of them. */
TEST(strict_is_an_error_of_each_case)
{
	char out[1024];

	setenv("KVM_HV_NESTED_STRICT", "1", 1);
	EXPECT_EQ(KSFT_FAIL, run_case(lacks_two, out, sizeof(out)));
	EXPECT_EQ(KSFT_FAIL, run_case(lacks_two, out, sizeof(out)));
	EXPECT_NE(NULL, strstr(out, "# ERROR: missing_witness.c:"));
	EXPECT_NE(NULL, strstr(out, ": tables: mount debugfs; tlbie: mount tracefs\n"));
}

/* Under --strict a case with all its witnesses continues. */
TEST(strict_and_nothing_missing)
{
	char out[1024];

	setenv("KVM_HV_NESTED_STRICT", "1", 1);
	EXPECT_EQ(0, run_case(witness_require_all, out, sizeof(out)));
	EXPECT_STREQ("", out);
}

TEST_HARNESS_MAIN
