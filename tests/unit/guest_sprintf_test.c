// SPDX-License-Identifier: GPL-2.0
/* guest_snprintf() compared with libc's snprintf(). */
#include "kselftest_harness.h"

#include <limits.h>
#include <stdio.h>

#include "ucall_common.h"

#define same(...)							\
do {									\
	char ours[128], libc[128];					\
	int our_len = guest_snprintf(ours, sizeof(ours), __VA_ARGS__);	\
									\
	snprintf(libc, sizeof(libc), __VA_ARGS__);			\
	EXPECT_STREQ(libc, ours);					\
	EXPECT_EQ(strlen(libc), our_len);				\
} while (0)

/* Decimal, hexadecimal, signed and long numbers are printed as printf() does. */
TEST(numbers)
{
	same("%d %i %d", 0, -1, INT_MIN);
	same("%u %x", UINT_MAX, 0xdeadbeefU);
	same("%ld %lu %lx", LONG_MIN, ULONG_MAX, ULONG_MAX);
	same("%llu %zu %zx", 1ULL << 63, (size_t)5, (size_t)0xabc);
	same("%#lx %#x", 0x1234UL, 0x5U);
	same("%hd %hhu", (short)7, (unsigned char)8);
}

/* Width and padding with zeros or blanks are as with printf(). */
TEST(width_and_fill)
{
	same("[%5d] [%05d] [%5x]", 42, 42, 0x42);
	same("[%05d] [%016lx]", -42, 0x1234UL);
	same("[%8s] [%1s]", "abc", "abc");
}

/* Strings, characters, pointers and a percent sign are printed as printf() does. */
TEST(strings)
{
	same("%s|%c|%%", "text", 'x');
	same("%s", "");
	same("%p", (void *)0x1234);
}

/* A text that is too long is cut at the end of the buffer, and NUL-terminated. */
TEST(short_buffer)
{
	char buf[8] = "#######";

	EXPECT_EQ(3, guest_snprintf(buf, 4, "%s", "abcdef"));
	EXPECT_STREQ("abc", buf);
	EXPECT_EQ('#', buf[4]);
	EXPECT_EQ(0, guest_snprintf(buf, 1, "%d", 12345));
	EXPECT_STREQ("", buf);
}

/* A NULL string and a format that ends after a percent sign do not crash. */
TEST(odd_formats)
{
	char buf[32];

	guest_snprintf(buf, sizeof(buf), "%s", (char *)NULL);
	EXPECT_STREQ("(null)", buf);
}

TEST_HARNESS_MAIN
