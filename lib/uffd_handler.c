// SPDX-License-Identifier: GPL-2.0
/*
 * A userfaultfd handler thread; see include/uffd_handler.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "uffd_handler.h"
#include "test_util.h"

const char *uffd_handler_missing(void)
{
	static char reason[128];
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	snprintf(reason, sizeof(reason),
		 "no userfaultfd here (CONFIG_USERFAULTFD, root): %s",
		 strerror(errno));
	return reason;
}

static void bring(struct uffd_handler *handler, size_t off)
{
	struct uffdio_zeropage zero = {
		.range = { (uintptr_t)handler->hva + off, handler->page_size },
	};
	struct uffdio_copy copy = {
		.dst = (uintptr_t)handler->hva + off,
		.src = (uintptr_t)handler->source + off,
		.len = handler->page_size,
	};
	bool failed;

	/* Count first: the faulting thread may run before this one continues. */
	__atomic_fetch_add(&handler->brought, 1, __ATOMIC_RELAXED);
	failed = handler->source ?
		 ioctl(handler->uffd, UFFDIO_COPY, &copy) :
		 ioctl(handler->uffd, UFFDIO_ZEROPAGE, &zero);

	/* EEXIST: two threads may wait for one page. */
	TEST_ASSERT(!failed || errno == EEXIST,
		    "userfaultfd refuses the page");
	if (failed)
		__atomic_fetch_sub(&handler->brought, 1, __ATOMIC_RELAXED);
}

static void *answer(void *arg)
{
	struct uffd_handler *handler = arg;
	struct pollfd fds[] = {
		{ .fd = handler->uffd, .events = POLLIN },
		{ .fd = handler->stop[0], .events = POLLIN },
	};
	struct uffd_msg msg;

	for (;;) {
		poll(fds, 2, -1);
		if (fds[1].revents)
			return NULL;
		if (!fds[0].revents)
			continue;
		if (read(handler->uffd, &msg, sizeof(msg)) != sizeof(msg))
			continue;
		TEST_ASSERT(msg.event == UFFD_EVENT_PAGEFAULT,
			    "unexpected userfaultfd event %#x", msg.event);
		bring(handler, (msg.arg.pagefault.address &
				~(handler->page_size - 1)) -
			       (uintptr_t)handler->hva);
	}
}

void uffd_handler_start(struct uffd_handler *handler, void *hva, size_t len,
			size_t page_size, const void *source)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (uintptr_t)hva, len },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	*handler = (struct uffd_handler){
		.hva = hva, .len = len, .page_size = page_size,
		.source = source,
	};
	/* poll() needs O_NONBLOCK. */
	handler->uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	TEST_ASSERT(handler->uffd >= 0, "userfaultfd");
	TEST_REQUIRE(!ioctl(handler->uffd, UFFDIO_API, &api),
		     "this kernel's userfaultfd has another API: %s",
		     strerror(errno));
	TEST_REQUIRE(!ioctl(handler->uffd, UFFDIO_REGISTER, &reg),
		     "userfaultfd does not support this memory: %s",
		     strerror(errno));
	TEST_ASSERT(!pipe2(handler->stop, O_CLOEXEC), "pipe to a thread");
	errno = pthread_create(&handler->thread, NULL, answer, handler);
	TEST_ASSERT(!errno, "make a thread");
}

void uffd_handler_stop(struct uffd_handler *handler)
{
	if (!handler->hva)
		return;
	close(handler->stop[1]);
	pthread_join(handler->thread, NULL);
	close(handler->stop[0]);
	close(handler->uffd);
	memset(handler, 0, sizeof(*handler));
}
