/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arrays that grow by one element at a time.
 */
#ifndef KVM_HV_NESTED_ARRAY_H
#define KVM_HV_NESTED_ARRAY_H

#include <stddef.h>

/*
 * @array, of which @used elements of @size bytes are in use, with room for one more:
 * where it is now. NULL is an array of none. Free it by free().
 */
void *array_room_for_one(void *array, size_t used, size_t size);

#endif /* KVM_HV_NESTED_ARRAY_H */
