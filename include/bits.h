/* SPDX-License-Identifier: GPL-2.0 */
/* BIT(), READ_ONCE(), WRITE_ONCE(), for host and guest code. */
#ifndef SELFTEST_BITS_H
#define SELFTEST_BITS_H

#ifndef BIT
#define BIT(nr)		(1UL << (nr))
#endif

/* Exactly one access, to the whole object. */
#define READ_ONCE(object)						\
	__atomic_load_n(&(object), __ATOMIC_RELAXED)
#define WRITE_ONCE(object, value)					\
	__atomic_store_n(&(object), value, __ATOMIC_RELAXED)

#endif /* SELFTEST_BITS_H */
