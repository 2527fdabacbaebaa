// SPDX-License-Identifier: GPL-2.0
/* Guest code: single accesses, for L1 and L2. */
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"

uint64_t l1_load64(gpa_t ra)
{
	return READ_ONCE(*(uint64_t *)l1_ptr(ra));
}

void l1_store64(gpa_t ra, uint64_t value)
{
	WRITE_ONCE(*(uint64_t *)l1_ptr(ra), value);
}

/* A page that L0 may copy to; returns its real address. */
gpa_t l1_scratch(void)
{
	static void *page;

	if (!page)
		page = l1_alloc(SZ_4K);
	return l1_ra(page);
}

uint64_t l2_load64(gva_t ea)
{
	return READ_ONCE(*(uint64_t *)ea);
}

void l2_store64(gva_t ea, uint64_t value)
{
	WRITE_ONCE(*(uint64_t *)ea, value);
}

uint64_t l2_fetch(gva_t ea)
{
	uint64_t (*fn)(void) = (void *)ea;

	return fn();
}
