// SPDX-License-Identifier: GPL-2.0
/*
 * Small files in sysfs and similar; see include/file_util.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file_util.h"
#include "test_util.h"

int file_read(const char *path, char *text, size_t size)
{
	int fd, saved_errno;
	ssize_t len;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	len = read(fd, text, size - 1);
	saved_errno = errno;
	close(fd);
	errno = saved_errno;
	if (len < 0)
		return -1;
	if (len > 0 && text[len - 1] == '\n')
		len--;
	text[len] = '\0';
	return len;
}

bool file_read_number(const char *path, unsigned long *value)
{
	char text[64], *end;

	if (file_read(path, text, sizeof(text)) <= 0)
		return false;
	*value = strtoul(text, &end, 0);
	return end != text;
}

bool text_number(const char *text, const char *key, unsigned long *value)
{
	const char *at = strstr(text, key);
	char *end;

	if (!at)
		return false;
	at += strlen(key);
	*value = strtoul(at, &end, 10);
	return end != at;
}

bool file_opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int file_write(const char *path, const char *text)
{
	size_t len = strlen(text);
	int fd, saved_errno;
	ssize_t done;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	done = write(fd, text, len);
	saved_errno = done < 0 ? errno : EIO;
	close(fd);
	if (done == (ssize_t)len)
		return 0;
	errno = saved_errno;
	return -1;
}

void file_must_write(const char *path, const char *text)
{
	TEST_ASSERT(!file_write(path, text), "write %s to %s", text, path);
}

char *file_read_all(const char *path, size_t *size)
{
	size_t used = 0, room = 1 << 16;
	char *text = NULL, *grown;
	int fd, saved_errno;
	ssize_t len;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	for (;;) {
		grown = realloc(text, room);
		if (!grown)
			break;
		text = grown;
		len = read(fd, text + used, room - used - 1);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			break;
		if (!len) {
			close(fd);
			text[used] = '\0';
			if (size)
				*size = used;
			return text;
		}
		used += len;
		if (room - used < 4096)
			room *= 2;
	}
	saved_errno = errno;
	close(fd);
	free(text);
	errno = saved_errno;
	return NULL;
}
