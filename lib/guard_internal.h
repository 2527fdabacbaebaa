/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a test and its guardian say to each other, over two pipes.
 */
#ifndef KVM_HV_NESTED_GUARD_INTERNAL_H
#define KVM_HV_NESTED_GUARD_INTERNAL_H

#include <stdbool.h>

#include "compiler_attrs.h"

#define GUARD_TEXT	512

enum guard_kind {
	GUARD_WRITE,
	GUARD_REMOVE_FILE,
	GUARD_REMOVE_DIR,
	GUARD_UNMOUNT,
	GUARD_SWAPOFF,
	GUARD_UNDO,
};

/* From the test; smaller than PIPE_BUF, so that none arrives in parts. */
struct guard_request {
	enum guard_kind kind;
	char path[GUARD_TEXT];
	char text[GUARD_TEXT];
	int keep;		/* GUARD_UNDO: the first so many stay */
};

/* From the guardian, one for its start and one for each request. */
struct guard_reply {
	int failed;		/* a negative errno, or 0 */
	char path[GUARD_TEXT];	/* what it failed for */
};

/* The guardian's life; does not return. @alone: it waits for its turn. */
void __noreturn guardian_run(int requests, int replies, bool alone);

#endif /* KVM_HV_NESTED_GUARD_INTERNAL_H */
