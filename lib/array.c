// SPDX-License-Identifier: GPL-2.0
/*
 * Arrays that grow; see include/array.h.
 */
#include <stdlib.h>

#include "array.h"
#include "test_util.h"

/* Capacity grows in steps of this many elements. */
#define GROW		256

void *array_room_for_one(void *array, size_t used, size_t size)
{
	if (used % GROW)
		return array;
	array = realloc(array, (used + GROW) * size);
	TEST_ASSERT(array, "no memory for %zu elements of %zu bytes",
		    used + GROW, size);
	return array;
}
