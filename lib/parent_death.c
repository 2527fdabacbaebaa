// SPDX-License-Identifier: GPL-2.0
/*
 * Processes end with their parent; see include/parent_death.h.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "parent_death.h"

static pid_t parent;
static bool exempt;

void forked_live_on(bool live_on)
{
	exempt = live_on;
}

static void before_fork(void)
{
	parent = getpid();
}

static void in_child(void)
{
	if (exempt)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The parent may have ended before prctl(). */
	if (getppid() != parent)
		_exit(1);
}

static void __attribute__((constructor)) watch_forks(void)
{
	if (pthread_atfork(before_fork, NULL, in_child))
		abort();
}
