/* SPDX-License-Identifier: GPL-2.0 */
/* Byte sizes by name, for host and guest code. */
#ifndef SELFTEST_SIZES_H
#define SELFTEST_SIZES_H

#define SZ_4K	0x1000UL
#define SZ_64K	0x10000UL
#define SZ_1M	0x100000UL
#define SZ_2M	0x200000UL
#define SZ_16M	0x1000000UL
#define SZ_64M	0x4000000UL
#define SZ_1G	0x40000000UL

#define align_down(x, a)	((x) & ~((typeof(x))(a) - 1))
#define align_up(x, a)							\
({									\
	typeof(x) __align = (a);					\
									\
	((x) + __align - 1) & ~(__align - 1);				\
})
#define SELFTEST_IS_ALIGNED(x, a)	(!((x) & ((typeof(x))(a) - 1)))

#endif /* SELFTEST_SIZES_H */
