// SPDX-License-Identifier: GPL-2.0
/*
 * printf-like formatting for code without libc. Guests may run with the floating
 * point and vector units disabled: integers and strings only.
 */
#include "ucall_common.h"

struct out {
	char *buf;
	int len;
	int pos;
};

static void put(struct out *out, char c)
{
	if (out->pos < out->len - 1)
		out->buf[out->pos++] = c;
}

static void pad(struct out *out, char c, int count)
{
	while (count-- > 0)
		put(out, c);
}

static void put_string(struct out *out, const char *s, int width)
{
	int len = 0;

	if (!s)
		s = "(null)";
	while (s[len])
		len++;
	pad(out, ' ', width - len);
	while (*s)
		put(out, *s++);
}

static void put_number(struct out *out, unsigned long value, bool negative,
		       unsigned int base, bool prefix, char fill, int width)
{
	char digits[20];
	int len = 0;

	do {
		digits[len++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);

	width -= len + negative + (prefix ? 2 : 0);
	if (fill == ' ')
		pad(out, fill, width);
	if (negative)
		put(out, '-');
	if (prefix) {
		put(out, '0');
		put(out, 'x');
	}
	if (fill == '0')
		pad(out, fill, width);
	while (len)
		put(out, digits[--len]);
}

/* An integer argument of @size bytes. */
static unsigned long get_number(va_list *args, int size, bool is_signed)
{
	if (size >= 8)
		return va_arg(*args, unsigned long);
	if (is_signed)
		return (long)va_arg(*args, int);
	return va_arg(*args, unsigned int);
}

static const char *format_one(struct out *out, const char *fmt, va_list *args)
{
	bool prefix = false, negative = false;
	unsigned long value;
	int width = 0, size = 4;
	char fill = ' ';

	for (; *fmt == '#' || *fmt == '0'; fmt++) {
		if (*fmt == '#')
			prefix = true;
		else
			fill = '0';
	}
	for (; *fmt >= '0' && *fmt <= '9'; fmt++)
		width = width * 10 + *fmt - '0';
	for (; *fmt == 'l' || *fmt == 'z' || *fmt == 'h'; fmt++)
		size = *fmt == 'h' ? 4 : 8;

	switch (*fmt) {
	case 'c':
		put(out, (char)va_arg(*args, int));
		break;
	case 's':
		put_string(out, va_arg(*args, const char *), width);
		break;
	case 'd':
	case 'i':
		value = get_number(args, size, true);
		negative = (long)value < 0;
		put_number(out, negative ? -value : value, negative, 10, false,
			   fill, width);
		break;
	case 'u':
		put_number(out, get_number(args, size, false), false, 10, false,
			   fill, width);
		break;
	case 'x':
		put_number(out, get_number(args, size, false), false, 16,
			   prefix, fill, width);
		break;
	case 'p':
		put_number(out, va_arg(*args, unsigned long), false, 16, true,
			   ' ', width);
		break;
	case '%':
		put(out, '%');
		break;
	case '\0':
		return fmt;
	default:
		put(out, '%');
		put(out, *fmt);
	}
	return fmt + 1;
}

int guest_vsnprintf(char *buf, int len, const char *fmt, va_list args)
{
	struct out out = { .buf = buf, .len = len };
	va_list copy;

	va_copy(copy, args);
	while (*fmt) {
		if (*fmt == '%')
			fmt = format_one(&out, fmt + 1, &copy);
		else
			put(&out, *fmt++);
	}
	va_end(copy);
	if (len > 0)
		buf[out.pos] = '\0';
	return out.pos;
}

int guest_snprintf(char *buf, int len, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = guest_vsnprintf(buf, len, fmt, args);
	va_end(args);
	return n;
}
