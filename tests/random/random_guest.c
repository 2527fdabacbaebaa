// SPDX-License-Identifier: GPL-2.0
/* L2's accesses of each width. */
#include "bits.h"
#include "random_run.h"

uint64_t l2_random_load(gva_t ea, uint64_t width)
{
	switch (width) {
	case 0:
		return READ_ONCE(*(uint8_t *)ea);
	case 1:
		return READ_ONCE(*(uint16_t *)ea);
	case 2:
		return READ_ONCE(*(uint32_t *)ea);
	default:
		return READ_ONCE(*(uint64_t *)ea);
	}
}

void l2_random_store(gva_t ea, uint64_t value, uint64_t width)
{
	switch (width) {
	case 0:
		WRITE_ONCE(*(uint8_t *)ea, value);
		break;
	case 1:
		WRITE_ONCE(*(uint16_t *)ea, value);
		break;
	case 2:
		WRITE_ONCE(*(uint32_t *)ea, value);
		break;
	default:
		WRITE_ONCE(*(uint64_t *)ea, value);
	}
}

uint64_t l2_nothing(void)
{
	return 0;
}
