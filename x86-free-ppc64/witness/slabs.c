// SPDX-License-Identifier: GPL-2.0
/* Validating slab caches; see slabs.h. */
#include <stdio.h>

#include "file_util.h"
#include "kselftest.h"
#include "once.h"
#include "witness/slabs.h"

/* The slab caches of KVM-HV's objects for nested guests. */
static const char * const caches[] = {
	"kmalloc-8",		/* rmap entries, on a kernel that allocates too little */
	"kmalloc-16",		/* rmap entries */
	"kmalloc-8k",		/* struct kvm_nested_guest */
	"kvm-pte", "kvm-pmd",	/* page tables; not poisoned, red zones only */
	"kvm_vcpu",
};

/* False if no cache can be validated: no slub_debug. */
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

static const char *missing(unsigned int unused)
{
	return look() ? NULL : "boot with slub_debug=FZPU";
}

const char *nested_slabs_missing(void)
{
	return probe_once(missing, 0);
}

void nested_slabs_validate(void)
{
	look();
}
