/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small files in sysfs, procfs, debugfs and tracefs, and the numbers in them.
 */
#ifndef KVM_HV_NESTED_FILE_UTIL_H
#define KVM_HV_NESTED_FILE_UTIL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Read at most @size - 1 bytes of @path into @text, end them with a NUL and
 * drop the last newline. Length of the text, or -1 with errno set.
 */
int file_read(const char *path, char *text, size_t size);

/* Read a decimal or 0x number. False if there is no file or no number. */
bool file_read_number(const char *path, unsigned long *value);

/* The number after @key in @text, such as of "MemFree:" in /proc/meminfo. False: none. */
bool text_number(const char *text, const char *key, unsigned long *value);

/*
 * Can @path be opened with @flags (O_*)? access() does not tell: under kernel lockdown
 * open() refuses files whose mode permits it.
 */
bool file_opens(const char *path, int flags);

/* Write all of @text in one write(). 0, or -1 with errno set. */
int file_write(const char *path, const char *text);
/* The same; failure is a test error. */
void file_must_write(const char *path, const char *text);

/*
 * Read all of @path, NUL-terminated, to be freed; its length goes to @size if that is not
 * NULL. NULL with errno set on failure. Works for files whose st_size is 0.
 */
char *file_read_all(const char *path, size_t *size);

#endif /* KVM_HV_NESTED_FILE_UTIL_H */
