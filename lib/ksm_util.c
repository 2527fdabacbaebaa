// SPDX-License-Identifier: GPL-2.0
/*
 * KSM on a host that is in use; see include/ksm_util.h.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "file_util.h"
#include "guard.h"
#include "ksm_util.h"
#include "test_util.h"

#define PATH_SIZE	160

static void path_in(char *path, const char *dir, const char *name, const char *file)
{
	snprintf(path, PATH_SIZE, "%s%.32s%s", dir, name, file);
}

/* Has KSM looked at memory of this process? Kernels before 6.1 do not show it. */
static bool is_scanned(const char *proc, const char *pid)
{
	char path[PATH_SIZE], text[64];
	unsigned long pages;

	path_in(path, proc, pid, "/ksm_stat");
	return file_read(path, text, sizeof(text)) > 0 &&
	       sscanf(text, "ksm_rmap_items %lu", &pages) == 1 && pages;
}

/* NULL, or a process other than this one. Static buffer. */
static const char *scanned_process(const char *proc)
{
	char path[PATH_SIZE], comm[32] = "";
	static char reason[96];
	bool found = false;
	struct dirent *entry;
	DIR *dir;

	dir = opendir(proc);
	while (dir && !found && (entry = readdir(dir))) {
		found = isdigit(*entry->d_name) && atoi(entry->d_name) != getpid() &&
			is_scanned(proc, entry->d_name);
		if (!found)
			continue;
		path_in(path, proc, entry->d_name, "/comm");
		file_read(path, comm, sizeof(comm));
		snprintf(reason, sizeof(reason),
			 "KSM merges memory of process %.16s (%s): end it", entry->d_name,
			 comm);
	}
	if (dir)
		closedir(dir);
	return found ? reason : NULL;
}

const char *ksm_missing_in(const char *proc, const char *dir)
{
	char path[PATH_SIZE];

	path_in(path, dir, "run", "");
	if (access(path, W_OK))
		return "this kernel has no KSM";
	return scanned_process(proc);
}

const char *ksm_missing(void)
{
	return ksm_missing_in("/proc/", KSM);
}

/*
 * With its advisor (Linux 6.8) KSM sets pages_to_scan itself, and refuses what others
 * write. It is undone last.
 */
static void stop_advisor(const char *dir)
{
	char path[PATH_SIZE];

	path_in(path, dir, "advisor_mode", "");
	if (!file_opens(path, O_RDWR))
		return;
	guard_restore_file(path);
	file_must_write(path, "none");
}

void ksm_keep_in(const char *dir)
{
	static const char * const settings[] = {
		"sleep_millisecs", "pages_to_scan", "run",
	};
	char path[PATH_SIZE];
	size_t i;

	stop_advisor(dir);
	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		path_in(path, dir, settings[i], "");
		guard_restore_file(path);
	}
}

void ksm_keep(void)
{
	ksm_keep_in(KSM);
}
