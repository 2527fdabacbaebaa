// SPDX-License-Identifier: GPL-2.0
/*
 * A forked child that executes functions for its parent; see include/twin.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler_attrs.h"
#include "test_util.h"
#include "twin.h"

struct order {
	twin_fn fn;
	uint64_t args[4];
};

static bool read_all(int fd, void *data, size_t size)
{
	ssize_t len;

	do {
		len = read(fd, data, size);
	} while (len < 0 && errno == EINTR);
	return len == (ssize_t)size;
}

/* Requests and replies are smaller than PIPE_BUF, so each arrives whole. */
static void __noreturn obey(int orders, int answers)
{
	struct order order;
	uint64_t value;

	while (read_all(orders, &order, sizeof(order))) {
		value = order.fn(order.args);
		if (write(answers, &value, sizeof(value)) != sizeof(value))
			break;
	}
	_exit(0);
}

void twin_create(struct twin *twin)
{
	int orders[2], answers[2];

	TEST_ASSERT(!pipe2(orders, O_CLOEXEC) && !pipe2(answers, O_CLOEXEC),
		    "pipes to a second process");
	/* Both processes would flush what is buffered. */
	fflush(stdout);
	twin->pid = fork();
	TEST_ASSERT(twin->pid >= 0, "fork a second process");
	if (!twin->pid) {
		close(orders[1]);
		close(answers[0]);
		obey(orders[0], answers[1]);
	}
	close(orders[0]);
	close(answers[1]);
	twin->to = orders[1];
	twin->from = answers[0];
}

uint64_t twin_call(struct twin *twin, twin_fn fn, uint64_t a0, uint64_t a1,
		   uint64_t a2, uint64_t a3)
{
	struct order order = { .fn = fn, .args = { a0, a1, a2, a3 } };
	uint64_t value;

	TEST_ASSERT(write(twin->to, &order, sizeof(order)) == sizeof(order) &&
		    read_all(twin->from, &value, sizeof(value)),
		    "the second process is gone");
	return value;
}

void twin_end(struct twin *twin)
{
	if (!twin->pid)
		return;
	close(twin->to);
	close(twin->from);
	TEST_ASSERT(waitpid(twin->pid, NULL, 0) == twin->pid,
		    "wait for the second process");
	twin->pid = 0;
}
