// SPDX-License-Identifier: GPL-2.0
/*
 * When a test program is ended, its cases end too, whatever they do.
 */
#include <poll.h>
#include <signal.h>

#include "kselftest_harness.h"

#include "guard.h"
#include "parent_death.h"

/* Much longer than this takes on the slowest machine. */
#define WAIT_MSEC	20000

FIXTURE(parent_death)
{
	int fds[2];		/* stands for a program's output, which a reader reads to EOF */
	char file[64];
};

FIXTURE_VARIANT(parent_death)
{
	int signal;
};

FIXTURE_VARIANT_ADD(parent_death, terminated) {
	.signal = SIGTERM,
};

FIXTURE_VARIANT_ADD(parent_death, killed) {
	.signal = SIGKILL,
};

FIXTURE_SETUP(parent_death)
{
	int fd;

	ASSERT_EQ(0, pipe(self->fds));
	snprintf(self->file, sizeof(self->file), "/tmp/kvm-hv-nested-death.XXXXXX");
	fd = mkstemp(self->file);
	ASSERT_LE(0, fd);
	close(fd);
}

FIXTURE_TEARDOWN(parent_death)
{
	unlink(self->file);
}

static void hang(void)
{
	for (;;)
		pause();
}

/* A case as the harness forks it: it forks again, and so does its child. */
static void run_case(const char *guarded, int ready)
{
	pid_t self = getpid();

	setpgid(0, 0);
	if (fork())
		hang();
	guard_remove_file(guarded);
	if (fork())
		hang();
	if (write(ready, &self, sizeof(self)) == sizeof(self))
		hang();
}

static pid_t start_program(FIXTURE_DATA(parent_death) *self, pid_t *its_case)
{
	pid_t program = fork();

	if (!program) {
		close(self->fds[0]);
		if (!fork())
			run_case(self->file, self->fds[1]);
		hang();
	}
	close(self->fds[1]);
	return read(self->fds[0], its_case, sizeof(*its_case)) ==
	       sizeof(*its_case) ? program : -1;
}

/*
 * The program is killed, but not the case's process group: no process has the output open
 * any more. The guardian survives, and undoes the changes.
 */
TEST_F(parent_death, hanging_case)
{
	struct pollfd end = { .fd = self->fds[0] };
	pid_t its_case, program = start_program(self, &its_case);
	int tries, ended;

	ASSERT_LT(0, program);
	ASSERT_EQ(0, kill(program, variant->signal));
	ASSERT_EQ(program, waitpid(program, NULL, 0));
	ended = poll(&end, 1, WAIT_MSEC);
	if (!ended)
		kill(-its_case, SIGKILL);
	EXPECT_EQ(1, ended);
	EXPECT_EQ(POLLHUP, end.revents);
	for (tries = 0; tries < WAIT_MSEC / 10 && !access(self->file, F_OK); tries++)
		usleep(10000);
	EXPECT_NE(0, access(self->file, F_OK));
}

/* A process forked after forked_live_on(true) outlives its parent. */
TEST(lives_on)
{
	struct pollfd end = { .events = POLLIN };
	int fds[2];
	pid_t pid, parent;
	char c;

	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	if (!pid) {
		parent = getpid();
		forked_live_on(true);
		if (fork())
			_exit(0);
		while (getppid() == parent)
			usleep(1000);
		_exit(write(fds[1], "x", 1) == 1 ? 0 : 1);
	}
	close(fds[1]);
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	end.fd = fds[0];
	ASSERT_EQ(1, poll(&end, 1, WAIT_MSEC));
	EXPECT_EQ(1, read(fds[0], &c, 1));
}

TEST_HARNESS_MAIN
