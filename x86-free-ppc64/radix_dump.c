// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a VM's radix dump from debugfs; see radix_dump.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "file_util.h"
#include "radix_dump.h"
#include "test_util.h"

#define KVM_DEBUGFS	"/sys/kernel/debug/kvm"

static void dump_path(char *path, size_t size, int vm_fd)
{
	snprintf(path, size, KVM_DEBUGFS "/%d-%d/radix", getpid(), vm_fd);
}

const char *radix_dump_missing(int vm_fd)
{
	char path[128];

	if (access(KVM_DEBUGFS, R_OK))
		return "no " KVM_DEBUGFS ", so no dump of the shadow tables";
	dump_path(path, sizeof(path), vm_fd);
	if (access(path, R_OK))
		return "this kernel has no radix dump in " KVM_DEBUGFS;
	return NULL;
}

void radix_dump_read(struct radix_dump *dump, int vm_fd)
{
	const char *wrong;
	char path[128], *text;

	dump_path(path, sizeof(path), vm_fd);
	text = file_read_all(path, NULL);
	TEST_ASSERT(text, "read %s", path);
	wrong = radix_dump_parse(dump, text);
	free(text);
	TEST_ASSERT(!wrong, "%s: %s", path, wrong);
}
