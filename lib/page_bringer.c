// SPDX-License-Identifier: GPL-2.0
/*
 * A userfaultfd handler thread; see include/page_bringer.h.
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

#include "page_bringer.h"
#include "test_util.h"

const char *page_bringer_missing(void)
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

static void bring(struct page_bringer *bringer, size_t off)
{
	struct uffdio_zeropage zero = {
		.range = { (uintptr_t)bringer->hva + off, bringer->page_size },
	};
	struct uffdio_copy copy = {
		.dst = (uintptr_t)bringer->hva + off,
		.src = (uintptr_t)bringer->source + off,
		.len = bringer->page_size,
	};
	bool failed;

	/* Count first: the faulting thread may run before this one continues. */
	__atomic_fetch_add(&bringer->brought, 1, __ATOMIC_RELAXED);
	failed = bringer->source ?
		 ioctl(bringer->uffd, UFFDIO_COPY, &copy) :
		 ioctl(bringer->uffd, UFFDIO_ZEROPAGE, &zero);

	/* EEXIST: two threads may wait for one page. */
	TEST_ASSERT(!failed || errno == EEXIST,
		    "userfaultfd refuses the page");
	if (failed)
		__atomic_fetch_sub(&bringer->brought, 1, __ATOMIC_RELAXED);
}

static void *answer(void *arg)
{
	struct page_bringer *bringer = arg;
	struct pollfd fds[] = {
		{ .fd = bringer->uffd, .events = POLLIN },
		{ .fd = bringer->stop[0], .events = POLLIN },
	};
	struct uffd_msg msg;

	for (;;) {
		poll(fds, 2, -1);
		if (fds[1].revents)
			return NULL;
		if (!fds[0].revents)
			continue;
		if (read(bringer->uffd, &msg, sizeof(msg)) != sizeof(msg))
			continue;
		TEST_ASSERT(msg.event == UFFD_EVENT_PAGEFAULT,
			    "unexpected userfaultfd event %#x", msg.event);
		bring(bringer, (msg.arg.pagefault.address &
				~(bringer->page_size - 1)) -
			       (uintptr_t)bringer->hva);
	}
}

void page_bringer_start(struct page_bringer *bringer, void *hva, size_t len,
			size_t page_size, const void *source)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (uintptr_t)hva, len },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	*bringer = (struct page_bringer){
		.hva = hva, .len = len, .page_size = page_size,
		.source = source,
	};
	/* poll() needs O_NONBLOCK. */
	bringer->uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	TEST_ASSERT(bringer->uffd >= 0, "userfaultfd");
	TEST_REQUIRE(!ioctl(bringer->uffd, UFFDIO_API, &api),
		     "this kernel's userfaultfd has another API: %s",
		     strerror(errno));
	TEST_REQUIRE(!ioctl(bringer->uffd, UFFDIO_REGISTER, &reg),
		     "userfaultfd does not support this memory: %s",
		     strerror(errno));
	TEST_ASSERT(!pipe2(bringer->stop, O_CLOEXEC), "pipe to a thread");
	errno = pthread_create(&bringer->thread, NULL, answer, bringer);
	TEST_ASSERT(!errno, "make a thread");
}

void page_bringer_stop(struct page_bringer *bringer)
{
	if (!bringer->hva)
		return;
	close(bringer->stop[1]);
	pthread_join(bringer->thread, NULL);
	close(bringer->stop[0]);
	close(bringer->uffd);
	memset(bringer, 0, sizeof(*bringer));
}
