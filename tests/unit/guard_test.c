// SPDX-License-Identifier: GPL-2.0
/*
 * The guardian: whatever way a test ends, its changes are undone.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include "kselftest_harness.h"

#include "file_util.h"
#include "guard.h"
#include "test_util.h"

/* How a test ends. */
enum end { RETURNS, UNDOES, FAILS, IS_KILLED };

FIXTURE(guard)
{
	char dir[64];
	char file[96];
	char made[96];
	char subdir[96];
};

FIXTURE_VARIANT(guard)
{
	enum end end;
};

FIXTURE_VARIANT_ADD(guard, test_returns) {
	.end = RETURNS,
};

FIXTURE_VARIANT_ADD(guard, test_undoes) {
	.end = UNDOES,
};

FIXTURE_VARIANT_ADD(guard, test_fails) {
	.end = FAILS,
};

FIXTURE_VARIANT_ADD(guard, test_is_killed) {
	.end = IS_KILLED,
};

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

FIXTURE_SETUP(guard)
{
	snprintf(self->dir, sizeof(self->dir), "/tmp/kvm-hv-nested-guard.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
	snprintf(self->file, sizeof(self->file), "%s/file", self->dir);
	snprintf(self->made, sizeof(self->made), "%s/made", self->dir);
	snprintf(self->subdir, sizeof(self->subdir), "%s/subdir", self->dir);
}

FIXTURE_TEARDOWN(guard)
{
	unlink(self->file);
	unlink(self->made);
	rmdir(self->subdir);
	rmdir(self->dir);
}

/* Wait for what the guardian does when its test is gone. */
static bool is_gone_soon(const char *path)
{
	struct timespec step = { .tv_nsec = 10000000 };
	int tries;

	for (tries = 0; tries < 1000; tries++) {
		if (access(path, F_OK))
			return true;
		nanosleep(&step, NULL);
	}
	return false;
}

static bool holds(const char *path, const char *text)
{
	char now[128];

	return file_read(path, now, sizeof(now)) >= 0 && !strcmp(now, text);
}

static void end_as(enum end end)
{
	fclose(stdout);
	if (end == UNDOES)
		guard_undo_all();
	else if (end == FAILS)
		TEST_FAIL("on purpose");
	else if (end == IS_KILLED)
		kill(getpid(), SIGKILL);
	_exit(0);
}

/*
 * A test registers its ways back and makes its changes. The directory is
 * registered first and so removed last, when it is empty again.
 */
TEST_F(guard, undone)
{
	int status;
	pid_t pid;

	put(self->file, "old");
	pid = fork();
	if (!pid) {
		guard_remove_dir(self->subdir);
		mkdir(self->subdir, 0700);
		guard_remove_file(self->made);
		put(self->made, "made");
		guard_restore_file(self->file);
		put(self->file, "new");
		end_as(variant->end);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	/* Those that undo it themselves have done so when they end. */
	if (variant->end == UNDOES || variant->end == FAILS)
		EXPECT_NE(0, access(self->subdir, F_OK));
	EXPECT_TRUE(is_gone_soon(self->subdir));
	EXPECT_NE(0, access(self->made, F_OK));
	EXPECT_TRUE(holds(self->file, "old"));
}

/* A file that shows a choice gets the chosen word back. */
TEST_F(guard, choice)
{
	int status;
	pid_t pid;

	put(self->file, "always [madvise] never\n");
	put(self->made, "");
	pid = fork();
	if (!pid) {
		guard_remove_file(self->made);
		guard_restore_file(self->file);
		put(self->file, "never");
		end_as(variant->end);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(is_gone_soon(self->made));
	EXPECT_TRUE(holds(self->file, "madvise"));
}

/*
 * The next test starts only when all is undone: it must find the old value,
 * or it would restore the other test's.
 */
TEST_F(guard, one_after_another)
{
	int status, i;
	pid_t pid;

	put(self->file, "old");
	for (i = 0; i < 5; i++) {
		pid = fork();
		if (!pid) {
			guard_restore_file(self->file);
			status = holds(self->file, "old") ? 0 : 77;
			put(self->file, "new");
			if (status)
				_exit(status);
			end_as(variant->end);
		}
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 77);
	}
	put(self->made, "");
	guard_remove_file(self->made);
	guard_undo_all();
	EXPECT_TRUE(holds(self->file, "old"));
}

/* Some tests change a file for each slab cache that the host has. */
TEST_F(guard, many_changes)
{
	int status, i;
	pid_t pid;

	put(self->file, "old");
	pid = fork();
	if (!pid) {
		guard_restore_file(self->file);
		for (i = 0; i < 1000; i++)
			guard_write_file(self->file, "new");
		put(self->made, "all");
		end_as(variant->end);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, access(self->made, F_OK));
	/* The guardian has gone when the next one starts. */
	guard_remove_file(self->made);
	EXPECT_TRUE(holds(self->file, "old"));
	guard_undo_all();
}

/* What was registered before the mark stays changed. */
TEST_F(guard, undone_since)
{
	int mark;

	put(self->file, "old");
	put(self->made, "old");
	guard_restore_file(self->file);
	mark = guard_mark();
	guard_restore_file(self->made);
	put(self->file, "new");
	put(self->made, "new");
	guard_undo_since(mark);
	EXPECT_TRUE(holds(self->file, "new"));
	EXPECT_TRUE(holds(self->made, "old"));
	guard_remove_file(self->made);
	guard_undo_all();
	EXPECT_TRUE(holds(self->file, "old"));
	EXPECT_NE(0, access(self->made, F_OK));
}

/* What a forked child of the test does leaves the list alone. */
TEST_F(guard, child_of_test)
{
	int status;
	pid_t pid;

	put(self->file, "old");
	guard_restore_file(self->file);
	put(self->file, "new");
	pid = fork();
	if (!pid)
		end_as(FAILS);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(holds(self->file, "new"));
	guard_undo_all();
	EXPECT_TRUE(holds(self->file, "old"));
}

/*
 * A guardian that takes long: it writes to a pipe that nobody reads yet. The
 * next test waits, and finds the old value.
 */
TEST_F(guard, slow_undo)
{
	struct timespec delay = { .tv_nsec = 300000000 };
	int status, fd;
	pid_t pid;

	put(self->file, "old");
	ASSERT_EQ(0, mkfifo(self->made, 0600));
	pid = fork();
	if (!pid) {
		guard_restore_file(self->file);
		put(self->file, "new");
		guard_write_file(self->made, "x");
		end_as(variant->end == UNDOES || variant->end == FAILS ?
		       IS_KILLED : variant->end);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	pid = fork();
	if (!pid) {
		guard_restore_file(self->file);
		_exit(holds(self->file, "old") ? 0 : 77);
	}
	nanosleep(&delay, NULL);
	fd = open(self->made, O_RDONLY);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	close(fd);
	EXPECT_TRUE(WIFEXITED(status));
	EXPECT_EQ(0, WEXITSTATUS(status));
}

/*
 * What a program registers outlasts its cases, which have guardians of their own
 * meanwhile, and goes with the program.
 */
TEST_F(guard, program_and_case)
{
	int status;
	pid_t pid, its_case;

	put(self->file, "old");
	pid = fork();
	if (!pid) {
		guard_for_program();
		guard_remove_dir(self->subdir);
		mkdir(self->subdir, 0700);
		its_case = fork();
		if (!its_case) {
			guard_restore_file(self->file);
			put(self->file, "new");
			end_as(variant->end);
		}
		waitpid(its_case, &status, 0);
		/* The next case's turn comes when all is undone. */
		its_case = fork();
		if (!its_case) {
			guard_remove_file(self->made);
			_exit(holds(self->file, "old") ? 0 : 77);
		}
		waitpid(its_case, &status, 0);
		if (!WIFEXITED(status) || WEXITSTATUS(status) ||
		    access(self->subdir, F_OK))
			_exit(77);
		end_as(variant->end);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 77);
	EXPECT_TRUE(is_gone_soon(self->subdir));
}

TEST_HARNESS_MAIN
