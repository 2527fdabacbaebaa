// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a VM's radix dump from debugfs; see radix_dump.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "file_util.h"
#include "host/host_probe.h"
#include "kvm_util.h"
#include "witness/radix_dump.h"
#include "test_util.h"

bool radix_dump_is_there(int vm_fd)
{
	char path[128];

	return vm_debugfs_path(path, sizeof(path), vm_fd, "/radix");
}

const char *radix_dump_missing(int vm_fd)
{
	const char *reason = host_missing_debugfs();
	char path[128];

	if (reason || radix_dump_is_there(vm_fd))
		return reason;
	/* Each VM has one, unless another VM has its name already. */
	if (!vm_debugfs_path(path, sizeof(path), vm_fd, ""))
		TEST_ERROR("KVM has not created %s for this VM: does another VM have that name?",
			   path);
	return "this kernel has no radix dump in debugfs";
}

void radix_dump_read(struct radix_dump *dump, int vm_fd)
{
	const char *wrong;
	char path[128], *text;

	vm_debugfs_path(path, sizeof(path), vm_fd, "/radix");
	text = file_read_all(path, NULL);
	TEST_ASSERT(text, "read %s", path);
	wrong = radix_dump_parse(dump, text);
	free(text);
	TEST_ASSERT(!wrong, "%s: %s", path, wrong);
}
