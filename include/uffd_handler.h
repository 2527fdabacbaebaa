/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A userfaultfd handler thread, which resolves missing faults.
 */
#ifndef KVM_HV_NESTED_UFFD_HANDLER_H
#define KVM_HV_NESTED_UFFD_HANDLER_H

#include <pthread.h>
#include <stddef.h>

struct uffd_handler {
	int uffd;
	char *hva;
	size_t len;
	size_t page_size;
	const char *source;
	int stop[2];		/* a pipe */
	pthread_t thread;
	unsigned long brought;	/* pages so far */
};

/* NULL, or why this kernel or user has no userfaultfd. */
const char *uffd_handler_missing(void);

/*
 * Register [hva, hva + len): a missing page becomes a copy of the page at the same
 * offset of @source, or zeros if that is NULL. Skips the case if the kernel does not
 * support this type of memory. @page_size: of the memory, in bytes.
 */
void uffd_handler_start(struct uffd_handler *handler, void *hva, size_t len,
			size_t page_size, const void *source);

/* Unregister, and end the thread. @handler may be all zeros. */
void uffd_handler_stop(struct uffd_handler *handler);

#endif /* KVM_HV_NESTED_UFFD_HANDLER_H */
