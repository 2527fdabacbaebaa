// SPDX-License-Identifier: GPL-2.0
/*
 * The verdicts: what they write, how they end, what the harness gets.
 */
#include <fcntl.h>

#include "kselftest_harness.h"

#include "defect_state.h"
#include "../library/fork_case.h"
#include "once.h"
#include "test_util.h"

FIXTURE(verdict)
{
	char *reason;		/* shared with the child, as the harness's is */
	char out[4096];
};

FIXTURE_SETUP(verdict)
{
	self->reason = shared_alloc(1024);
}

FIXTURE_TEARDOWN(verdict)
{
	munmap(self->reason, 1024);
}

struct judged {
	void (*fn)(void);
	char *reason;
};

static void begin_and_call(void *data)
{
	struct judged *judged = data;

	test_case_begin(judged->reason, 1024, "fixture", "variant", "test");
	judged->fn();
}

/* Run @fn in a child; its exit status comes back, its output in @out. */
static int ends_with(void (*fn)(void), char *reason, char *out, size_t size)
{
	struct judged judged = { .fn = fn, .reason = reason };

	return fork_case(begin_and_call, &judged, 99, out, size);
}

#define ENDS_WITH(fn)	ends_with(fn, self->reason, self->out, sizeof(self->out))

static void do_fail(void)
{
	test_fail("lib/some/file.c", 12, "page %d is %s", 3, "stale");
}

static void do_error(void)
{
	test_error("file.c", 13, "no memory");
}

static void do_skip(void)
{
	test_skip("file.c", 14, "no pages of %s", "1G");
}

static void do_defect_shows(void)
{
	test_known_defect("file.c", 15, true, "slot_end_overrun", "read %d", 7);
}

static void do_defect_is_gone(void)
{
	test_known_defect("file.c", 16, false, "slot_end_overrun", "gone");
}

#define FIXED_LINE	"# defect soft-dirty-warning: fixed: by us, bug 7 (--defects)\n"
#define FIXED_REASON	"(fixed: by us, bug 7 (--defects))\n"

/* A vendor's file that calls soft-dirty-warning fixed. */
static void have_fixed(void)
{
	static const char entry[] = "soft-dirty-warning fixed by us, bug 7\n";
	char path[] = "/tmp/test_util_test.XXXXXX";
	int fd = mkstemp(path);

	TEST_ASSERT(fd >= 0 && write(fd, entry, sizeof(entry) - 1) > 0, "write %s", path);
	close(fd);
	setenv("KVM_HV_NESTED_DEFECTS", path, 1);
	defect_overlay_check();
	unlink(path);
}

static void do_fixed_defect_shows(void)
{
	have_fixed();
	test_known_defect("file.c", 17, true, "soft-dirty-warning", "it warns");
}

static const char *soft_dirty(void)
{
	return "soft-dirty-warning";
}

static void do_failure_by_a_fixed_defect(void)
{
	have_fixed();
	test_known_cause(soft_dirty);
	test_fail("file.c", 18, "stale");
}

static void do_fixed_defect_is_gone(void)
{
	have_fixed();
	test_known_defect("file.c", 19, false, "soft-dirty-warning", "it warns");
	test_note("the case goes on");
	_exit(KSFT_PASS);
}

static void do_assert(void)
{
	int fd;

	errno = 0;
	TEST_ASSERT(!errno, "this holds");
	fd = open("/nonexistent", O_RDONLY);
	TEST_ASSERT(fd >= 0, "open %s", "/nonexistent");
}

/* An assertion names its condition and what the system said last. */
TEST_F(verdict, assertion)
{
	EXPECT_EQ(KSFT_FAIL, ENDS_WITH(do_assert));
	EXPECT_NE(NULL, strstr(self->out, "# ERROR: test_util_test.c:"));
	EXPECT_NE(NULL, strstr(self->out,
			       "open /nonexistent (needs fd >= 0; last errno: No"));
	EXPECT_EQ(NULL, strstr(self->out, "this holds"));
}

static void find_nothing(void)
{
}

static void fail_at_it(void)
{
	test_error("look.c", 1, "the look cannot be taken");
}

static void find_failure(void)
{
	test_fail("look.c", 2, "it is the kernel");
}

static void find_failure_in_its_error(void)
{
	test_second_look(find_failure);
	fail_at_it();
}

static void (*look)(void);

static void do_error_with_look(void)
{
	test_second_look(look);
	do_error();
}

static void do_skip_with_look(void)
{
	test_second_look(look);
	do_skip();
}

/* What a second look does not find to be a failure stays what it was. */
TEST_F(verdict, second_look)
{
	look = find_nothing;
	EXPECT_EQ(KSFT_SKIP, ENDS_WITH(do_skip_with_look));
	EXPECT_STREQ("# SKIP: file.c:14: no pages of 1G\n", self->out);
	look = fail_at_it;
	EXPECT_EQ(KSFT_FAIL, ENDS_WITH(do_error_with_look));
	EXPECT_STREQ("# ERROR: file.c:13: no memory\n", self->out);
	EXPECT_EQ(KSFT_SKIP, ENDS_WITH(do_skip_with_look));
	look = find_failure;
	EXPECT_EQ(KSFT_FAIL, ENDS_WITH(do_skip_with_look));
	EXPECT_STREQ("# FAIL: look.c:2: it is the kernel\n", self->out);
	look = find_failure_in_its_error;
	EXPECT_EQ(KSFT_FAIL, ENDS_WITH(do_error_with_look));
	EXPECT_STREQ("# FAIL: look.c:2: it is the kernel\n", self->out);
}

static void do_rows(void)
{
	test_row("row %d", 1);
	test_row("row %d of 3", 2);
	if (fork())
		wait(NULL);
	else
		test_fail("file.c", 17, "stale");
	test_row_end();
	test_fail("file.c", 18, "stale");
}

static void do_lines(void)
{
	test_fail("file.c", 17, "%s", "first\nsecond\nthird\n");
}

static const struct {
	void (*fn)(void);
	int status;
	const char *out;
	const char *reason;	/* for the harness: a blank stands for none at all */
} verdicts[] = {
	{ do_fail, KSFT_FAIL, "# FAIL: file.c:12: page 3 is stale\n", "" },
	{ do_error, KSFT_FAIL, "# ERROR: file.c:13: no memory\n", "" },
	{ do_skip, KSFT_SKIP, "# SKIP: file.c:14: no pages of 1G\n", " " },
	{ do_defect_shows, KSFT_XFAIL,
	  "# XFAIL: file.c:15: slot_end_overrun: read 7\n", " " },
	{ do_defect_is_gone, KSFT_FAIL, "# XPASS: file.c:16: slot_end_overrun: gone\n", "" },
	/* On a kernel that should have the fix, nothing is excused. */
	{ do_fixed_defect_shows, KSFT_FAIL,
	  FIXED_LINE "# FAIL: file.c:17: soft-dirty-warning came back: it warns " FIXED_REASON,
	  "" },
	{ do_failure_by_a_fixed_defect, KSFT_FAIL,
	  FIXED_LINE "# FAIL: file.c:18: soft-dirty-warning came back: stale " FIXED_REASON,
	  "" },
	{ do_fixed_defect_is_gone, KSFT_PASS, FIXED_LINE "# the case goes on\n", "" },
	/* The row of a table is told, until the table ends. */
	{ do_rows, KSFT_FAIL,
	  "# FAIL: file.c:17: stale [row 2 of 3]\n# FAIL: file.c:18: stale\n", "" },
	/* One report is one line, whatever was put into it. */
	{ do_lines, KSFT_FAIL, "# FAIL: file.c:17: first|second|third\n", "" },
};

/* Each verdict ends the process with its status, its line and the harness's reason. */
TEST_F(verdict, each)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verdicts); i++) {
		*self->reason = '\0';
		EXPECT_EQ(verdicts[i].status, ENDS_WITH(verdicts[i].fn));
		EXPECT_STREQ(verdicts[i].out, self->out);
		EXPECT_STREQ(verdicts[i].reason, self->reason);
	}
}

static void do_long(void)
{
	static char text[8000];

	memset(text, 'x', sizeof(text) - 1);
	TEST_ASSERT(!*text, "%s", text);
}

/* What does not fit is cut; the condition is still named. */
TEST_F(verdict, too_long)
{
	EXPECT_EQ(KSFT_FAIL, ENDS_WITH(do_long));
	EXPECT_NE(NULL, strstr(self->out, "(needs !*text"));
	EXPECT_EQ('\n', self->out[strlen(self->out) - 1]);
}

static void do_require(void)
{
	TEST_REQUIRE(true, "this is there");
	TEST_REQUIRE_PRESENT(NULL);
	TEST_REQUIRE_PRESENT("no tracefs");
}

/* TEST_REQUIRE() skips with its text where the condition does not hold. */
TEST_F(verdict, require)
{
	EXPECT_EQ(KSFT_SKIP, ENDS_WITH(do_require));
	EXPECT_NE(NULL, strstr(self->out, ": no tracefs\n"));
}

static void say_one(void)
{
	test_note("one");
}

static void say_two(void)
{
	test_note("two");
	/* A hook that fails itself: the others are not run again. */
	TEST_ERROR("in a hook");
}

static void do_hooks(void)
{
	test_at_end(say_one);
	test_at_end(say_two);
	TEST_SKIP("over");
}

/* Hooks run newest first, each once. */
TEST_F(verdict, at_end)
{
	ENDS_WITH(do_hooks);
	EXPECT_NE(NULL, strstr(self->out, "# two\n# ERROR: "));
	EXPECT_NE(NULL, strstr(self->out, "in a hook\n# one\n"));
	EXPECT_EQ(NULL, strstr(strstr(self->out, "# one") + 1, "# one"));
}

FIXTURE(names)
{
};

FIXTURE_VARIANT(names)
{
	const char *expected;
};

FIXTURE_VARIANT_ADD(names, first) {
	.expected = "names.first.full_name",
};

FIXTURE_VARIANT_ADD(names, second) {
	.expected = "names.second.full_name",
};

FIXTURE_SETUP(names)
{
	TEST_CASE_BEGIN(_metadata, variant);
}

FIXTURE_TEARDOWN(names)
{
}

/* The name that a case runs by, with its variant. */
TEST_F(names, full_name)
{
	EXPECT_STREQ(variant->expected, test_case_name());
}

/* The name of a case without a variant has two parts. */
TEST(name_without_variant)
{
	TEST_CASE_BEGIN(_metadata, NULL);
	EXPECT_STREQ("global.name_without_variant", test_case_name());
}

TEST_HARNESS_MAIN
