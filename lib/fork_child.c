// SPDX-License-Identifier: GPL-2.0
/*
 * A forked child that executes functions for its parent; see include/fork_child.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler_attrs.h"
#include "test_util.h"
#include "fork_child.h"

struct order {
	fork_child_fn fn;
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

void fork_child_create(struct fork_child *child)
{
	int orders[2], answers[2];

	TEST_ASSERT(!pipe2(orders, O_CLOEXEC) && !pipe2(answers, O_CLOEXEC),
		    "pipes to a second process");
	/* Both processes would flush what is buffered. */
	fflush(stdout);
	child->pid = fork();
	TEST_ASSERT(child->pid >= 0, "fork a second process");
	if (!child->pid) {
		close(orders[1]);
		close(answers[0]);
		obey(orders[0], answers[1]);
	}
	close(orders[0]);
	close(answers[1]);
	child->to = orders[1];
	child->from = answers[0];
}

uint64_t fork_child_call(struct fork_child *child, fork_child_fn fn, uint64_t a0, uint64_t a1,
			 uint64_t a2, uint64_t a3)
{
	struct order order = { .fn = fn, .args = { a0, a1, a2, a3 } };
	uint64_t value;

	TEST_ASSERT(write(child->to, &order, sizeof(order)) == sizeof(order) &&
		    read_all(child->from, &value, sizeof(value)),
		    "the second process is gone");
	return value;
}

void fork_child_end(struct fork_child *child)
{
	if (!child->pid)
		return;
	close(child->to);
	close(child->from);
	TEST_ASSERT(waitpid(child->pid, NULL, 0) == child->pid,
		    "wait for the second process");
	child->pid = 0;
}
