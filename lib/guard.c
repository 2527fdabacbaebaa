// SPDX-License-Identifier: GPL-2.0
/*
 * The test's side of undoing changes; see include/guard.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file_util.h"
#include "guard.h"
#include "guard_internal.h"
#include "parent_death.h"
#include "test_util.h"

/* -1 until the first use. The guardian ends when @to_guardian is closed. */
static int to_guardian = -1;
static int from_guardian = -1;
static pid_t owner;
/* Changes that are registered and not yet undone. */
static int nr_steps;
/* The guardian of the whole program, which its cases do not share. */
static bool of_program;

static void hear(struct guard_reply *reply)
{
	ssize_t len;

	do {
		len = read(from_guardian, reply, sizeof(*reply));
	} while (len < 0 && errno == EINTR);
	TEST_ASSERT(len == sizeof(*reply), "the guardian process is gone");
}

/*
 * The guardian must not hold any of the test's files open: a reader of the test's
 * output waits for EOF, a trace instance cannot be removed while it is in use.
 */
static void __noreturn become_guardian(int requests, int replies)
{
	int null;

	setsid();
	if (fork())
		_exit(0);
	dup2(requests, 3);
	dup2(replies, 4);
	close_range(5, ~0U, 0);
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	close(null);
	if (chdir("/"))
		_exit(1);
	guardian_run(3, 4, !of_program);
}

static void start(void)
{
	struct guard_reply reply;
	int requests[2], replies[2];
	pid_t pid;

	TEST_ASSERT(!pipe2(requests, O_CLOEXEC) && !pipe2(replies, O_CLOEXEC),
		    "pipes to the guardian");
	fflush(stdout);
	forked_live_on(true);
	pid = fork();
	TEST_ASSERT(pid >= 0, "fork the guardian");
	if (!pid) {
		int in, out;

		/* Duplicate above the final numbers, which may be in use by these. */
		in = fcntl(requests[0], F_DUPFD, 5);
		out = fcntl(replies[1], F_DUPFD, 5);
		become_guardian(in, out);
	}
	forked_live_on(false);
	close(requests[0]);
	close(replies[1]);
	to_guardian = requests[1];
	from_guardian = replies[0];
	owner = getpid();
	nr_steps = 0;
	waitpid(pid, NULL, 0);

	hear(&reply);
	errno = -reply.failed;
	TEST_ASSERT(!reply.failed,
		    "another test on this host has not undone its changes");
	if (of_program)
		atexit(guard_undo_all);
	else
		test_at_end(guard_undo_all);
}

void guard_for_program(void)
{
	of_program = true;
}

/*
 * A forked case closes the program's pipe to the guardian: the guardian ends with the
 * last writer, and would outlive the program.
 */
static void start_own(void)
{
	if (of_program && to_guardian >= 0 && owner != getpid()) {
		close(to_guardian);
		close(from_guardian);
		to_guardian = -1;
		of_program = false;
	}
	if (to_guardian < 0)
		start();
}

static void send(const struct guard_request *request)
{
	struct guard_reply reply;

	TEST_ASSERT(write(to_guardian, request, sizeof(*request)) ==
		    sizeof(*request), "write to the guardian");
	hear(&reply);
	errno = -reply.failed;
	TEST_ASSERT(!reply.failed, "the guardian could not undo %s",
		    reply.path);
}

static void add_step(enum guard_kind kind, const char *path, const char *text)
{
	struct guard_request request = { .kind = kind };

	start_own();
	TEST_ASSERT(strlen(path) < GUARD_TEXT && strlen(text) < GUARD_TEXT,
		    "too long for the guardian: %s", path);
	snprintf(request.path, GUARD_TEXT, "%s", path);
	snprintf(request.text, GUARD_TEXT, "%s", text);
	send(&request);
	nr_steps++;
}

/* "always [madvise] never" → "madvise", in place. */
static void keep_choice(char *text)
{
	char *open = strchr(text, '['), *close = strchr(text, ']');

	if (!open || !close || close < open || strchr(text, '\n'))
		return;
	memmove(text, open + 1, close - open - 1);
	text[close - open - 1] = '\0';
}

void guard_restore_file(const char *path)
{
	char text[GUARD_TEXT];

	/* First, since this may wait until another test has restored @path. */
	start_own();
	TEST_ASSERT(file_read(path, text, sizeof(text)) >= 0, "read %s", path);
	keep_choice(text);
	add_step(GUARD_WRITE, path, text);
}

void guard_write_file(const char *path, const char *text)
{
	add_step(GUARD_WRITE, path, text);
}

void guard_remove_file(const char *path)
{
	add_step(GUARD_REMOVE_FILE, path, "");
}

void guard_remove_dir(const char *path)
{
	add_step(GUARD_REMOVE_DIR, path, "");
}

void guard_unmount(const char *path)
{
	add_step(GUARD_UNMOUNT, path, "");
}

void guard_swapoff(const char *path)
{
	add_step(GUARD_SWAPOFF, path, "");
}

int guard_mark(void)
{
	start_own();
	return nr_steps;
}

void guard_undo_since(int mark)
{
	struct guard_request request = { .kind = GUARD_UNDO, .keep = mark };

	/* A forked child may end by a verdict: it must not undo its parent's changes. */
	if (to_guardian < 0 || owner != getpid())
		return;
	nr_steps = mark;
	send(&request);
}

void guard_undo_all(void)
{
	guard_undo_since(0);
}
