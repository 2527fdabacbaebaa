// SPDX-License-Identifier: GPL-2.0
/*
 * The string functions that the compiler may emit calls to. libc's are reached through
 * relocations that a guest does not process, and use vector registers, which are
 * disabled in a guest. The whole program uses these instead.
 */
#include <string.h>

int memcmp(const void *a, const void *b, size_t count)
{
	const unsigned char *x = a, *y = b;

	for (; count; count--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

static int both_aligned(const void *a, const void *b)
{
	return !(((unsigned long)a | (unsigned long)b) & (sizeof(long) - 1));
}

void *memcpy(void *dest, const void *src, size_t count)
{
	unsigned char *d = dest;
	const unsigned char *s = src;

	if (both_aligned(d, s)) {
		for (; count >= sizeof(long); count -= sizeof(long)) {
			*(unsigned long *)d = *(const unsigned long *)s;
			d += sizeof(long);
			s += sizeof(long);
		}
	}
	while (count--)
		*d++ = *s++;
	return dest;
}

void *memset(void *dest, int c, size_t count)
{
	unsigned long word = (unsigned char)c * 0x0101010101010101UL;
	unsigned char *d = dest;

	if (both_aligned(d, d)) {
		for (; count >= sizeof(long); count -= sizeof(long)) {
			*(unsigned long *)d = word;
			d += sizeof(long);
		}
	}
	while (count--)
		*d++ = (unsigned char)c;
	return dest;
}
