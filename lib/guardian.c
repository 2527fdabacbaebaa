// SPDX-License-Identifier: GPL-2.0
/*
 * The process that undoes what a test did to the host; see include/guard.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/swap.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "file_util.h"
#include "guard_internal.h"

#define STEP_USEC	10000

/* Longest wait for the previous guardian, and for a busy file. */
#define WAIT_STEPS	3000
#define BUSY_STEPS	300

static struct guard_request **steps;
static int nr_steps;

static void pause_step(void)
{
	struct timespec step = { .tv_nsec = STEP_USEC * 1000L };

	nanosleep(&step, NULL);
}

/*
 * An abstract socket name as a lock: one process can have it at a time, and it ends with
 * the process. There is no file to clean up.
 */
static int take_turn(void)
{
	static const char name[] = "kvm-hv-nested-guardian";
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int sock, tries;

	sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return -errno;
	memcpy(addr.sun_path + 1, name, sizeof(name) - 1);
	for (tries = 0; tries < WAIT_STEPS; tries++) {
		if (!bind(sock, (struct sockaddr *)&addr,
			  offsetof(struct sockaddr_un, sun_path) +
			  sizeof(name)))
			return 0;
		if (errno != EADDRINUSE)
			return -errno;
		pause_step();
	}
	return -EBUSY;
}

static int undo_once(const struct guard_request *step)
{
	switch (step->kind) {
	case GUARD_WRITE:
		return file_write(step->path, step->text);
	case GUARD_REMOVE_FILE:
		return unlink(step->path);
	case GUARD_REMOVE_DIR:
		return rmdir(step->path);
	case GUARD_UNMOUNT:
		return umount(step->path);
	case GUARD_SWAPOFF:
		/* EINVAL: swapon() had not happened. */
		return swapoff(step->path) && errno != EINVAL ? -1 : 0;
	default:
		errno = EINVAL;
		return -1;
	}
}

/*
 * Retry: a killed test's pipe may be closed before its other files, which are still busy
 * for a moment. ENOENT: nothing is left to undo.
 */
static int undo(const struct guard_request *step)
{
	int tries, err;

	for (tries = 0; tries < BUSY_STEPS; tries++) {
		err = undo_once(step) ? -errno : 0;
		if (err != -EBUSY)
			return err == -ENOENT ? 0 : err;
		pause_step();
	}
	return -EBUSY;
}

static void undo_from(int keep, struct guard_reply *reply)
{
	int err;

	while (nr_steps > keep) {
		err = undo(steps[--nr_steps]);
		if (err && !reply->failed) {
			reply->failed = err;
			memcpy(reply->path, steps[nr_steps]->path, GUARD_TEXT);
		}
		free(steps[nr_steps]);
	}
}

/* Their number depends on the host: fault injection has one for each slab cache. */
static bool room_for_one(void)
{
	struct guard_request **more;

	more = realloc(steps, (nr_steps + 1) * sizeof(*steps));
	if (more)
		steps = more;
	return more;
}

static void take(const struct guard_request *request, struct guard_reply *reply)
{
	struct guard_request *step = malloc(sizeof(*step));

	if (!step || !room_for_one()) {
		free(step);
		reply->failed = -ENOMEM;
		memcpy(reply->path, request->path, GUARD_TEXT);
		return;
	}
	*step = *request;
	steps[nr_steps++] = step;
}

static bool answer(int replies, const struct guard_reply *reply)
{
	return write(replies, reply, sizeof(*reply)) == sizeof(*reply);
}

void guardian_run(int requests, int replies, bool alone)
{
	struct guard_request request;
	struct guard_reply reply = { };
	ssize_t len;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);

	reply.failed = alone ? take_turn() : 0;
	answer(replies, &reply);
	while (!reply.failed) {
		len = read(requests, &request, sizeof(request));
		if (len < 0 && errno == EINTR)
			continue;
		if (len != sizeof(request))
			break;
		memset(&reply, 0, sizeof(reply));
		if (request.kind == GUARD_UNDO)
			undo_from(request.keep, &reply);
		else
			take(&request, &reply);
		answer(replies, &reply);
		/* A failed action was reported, and does not end the guardian. */
		reply.failed = 0;
	}
	undo_from(0, &reply);
	_exit(0);
}
