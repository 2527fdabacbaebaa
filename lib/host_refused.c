// SPDX-License-Identifier: GPL-2.0
/* Why a file of the kernel cannot be used; see include/host_refused.h. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file_util.h"
#include "host_refused.h"

#define LOCKDOWN	"/sys/kernel/security/lockdown"

static bool is_locked_down(const char *lockdown)
{
	char text[64];

	return file_read(lockdown, text, sizeof(text)) > 0 && !strstr(text, "[none]");
}

const char *__host_refused(const char *lockdown, const char *path, int err)
{
	static char reason[256];

	if (err != EPERM && err != EACCES && err != EROFS)
		return NULL;
	if (err == EPERM && is_locked_down(lockdown))
		return "the kernel is locked down: see " LOCKDOWN;
	snprintf(reason, sizeof(reason),
		 "%s is refused (%s) by SELinux (see ausearch -m avc), lockdown or a container",
		 path, strerror(err));
	return reason;
}

const char *host_refused(const char *path)
{
	return __host_refused(LOCKDOWN, path, errno);
}

const char *host_missing_mount(const char *type, const char *variable, const char *where)
{
	const char *refused = getenv(variable);
	static char reason[200];

	if (refused && *refused)
		snprintf(reason, sizeof(reason), "%s cannot be mounted: %s", type, refused);
	else
		snprintf(reason, sizeof(reason), "%s is not mounted: mount -t %s none %s",
			 type, type, where);
	return reason;
}
