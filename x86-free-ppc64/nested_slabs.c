// SPDX-License-Identifier: GPL-2.0
/* Objects of the kernel that somebody wrote to after they were freed. */
#include <stdio.h>

#include "file_util.h"
#include "kselftest.h"
#include "nested_test.h"

/* Where KVM-HV's objects for nested guests come from. */
static const char * const caches[] = {
	"kmalloc-8",		/* rmap entries, were they too small */
	"kmalloc-16",		/* rmap entries */
	"kmalloc-8k",		/* an L2 as L0 knows it */
	"kvm-pte", "kvm-pmd",	/* shadow tables; these get no poison, only red zones */
	"kvm_vcpu",
};

/* Refused without slub_debug, and then there is nothing to look at. */
void nested_slabs_validate(void)
{
	char path[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(caches); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/slab/%s/validate",
			 caches[i]);
		file_write(path, "1");
	}
}
