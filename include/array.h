/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arrays that grow by one element at a time.
 */
#ifndef KVM_HV_NESTED_ARRAY_H
#define KVM_HV_NESTED_ARRAY_H

#include <stddef.h>

/*
 * Grow @array, with @used elements of @size bytes, for one more element. Returns its new
 * address. NULL is an empty array. Release with free().
 */
void *array_room_for_one(void *array, size_t used, size_t size);

/* Append @value to @array, of @used elements. Evaluates to @value; @array may move. */
#define array_add(array, used, value)					\
({									\
	__typeof__(array) *array_at = &(array);			\
	__typeof__(used) *used_at = &(used);				\
									\
	*array_at = array_room_for_one(*array_at, *used_at, sizeof(**array_at)); \
	(*array_at)[(*used_at)++] = (value);				\
})

#endif /* KVM_HV_NESTED_ARRAY_H */
