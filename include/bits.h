/* SPDX-License-Identifier: GPL-2.0 */
/* Bits by number, and memory that others change: for host and guest code. */
#ifndef SELFTEST_BITS_H
#define SELFTEST_BITS_H

#ifndef BIT
#define BIT(nr)		(1UL << (nr))
#endif

/* One access to the whole object, neither cached nor made twice. */
#define READ_SHARED(object)						\
	__atomic_load_n(&(object), __ATOMIC_RELAXED)
#define WRITE_SHARED(object, value)					\
	__atomic_store_n(&(object), value, __ATOMIC_RELAXED)

#endif
