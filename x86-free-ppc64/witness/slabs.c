// SPDX-License-Identifier: GPL-2.0
/* Objects of the kernel that were written to after they were freed; see slabs.h. */
#include <stdio.h>

#include "file_util.h"
#include "kselftest.h"
#include "once.h"
#include "witness/slabs.h"

/* Where KVM-HV's objects for nested guests come from. */
static const char * const caches[] = {
	"kmalloc-8",		/* rmap entries, were they too small */
	"kmalloc-16",		/* rmap entries */
	"kmalloc-8k",		/* an L2 as L0 knows it */
	"kvm-pte", "kvm-pmd",	/* shadow tables; these get no poison, only red zones */
	"kvm_vcpu",
};

/* False where all refuse, without slub_debug. */
static bool look(void)
{
	bool checked = false;
	char path[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(caches); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/slab/%s/validate",
			 caches[i]);
		checked |= !file_write(path, "1");
	}
	return checked;
}

static const char *missing(void)
{
	return look() ? NULL : "boot with slub_debug=FZPU";
}

const char *nested_slabs_missing(void)
{
	return probe_once(missing);
}

void nested_slabs_validate(void)
{
	look();
}
