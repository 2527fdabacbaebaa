// SPDX-License-Identifier: GPL-2.0
/* Objects of the kernel that somebody wrote to after they were freed. */
#include <stdio.h>

#include "file_util.h"
#include "kselftest.h"
#include "witness/slabs.h"
#include "once.h"
#include "test_util.h"

/* Where KVM-HV's objects for nested guests come from. */
static const char * const caches[] = {
	"kmalloc-8",		/* rmap entries, were they too small */
	"kmalloc-16",		/* rmap entries */
	"kmalloc-8k",		/* an L2 as L0 knows it */
	"kvm-pte", "kvm-pmd",	/* shadow tables; these get no poison, only red zones */
	"kvm_vcpu",
};

static const char *tell_of_no_checks(void)
{
	test_note("no witness of writes into freed objects: boot with slub_debug=FZPU");
	return NULL;
}

/*
 * Refused without slub_debug, and then there is nothing to look at. No kernel has all
 * of the caches: some are merged with others.
 */
void nested_slabs_validate(void)
{
	bool checked = false;
	char path[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(caches); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/slab/%s/validate",
			 caches[i]);
		checked |= !file_write(path, "1");
	}
	if (!checked)
		probe_once(tell_of_no_checks);
}
