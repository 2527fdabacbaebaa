// SPDX-License-Identifier: GPL-2.0
/*
 * Reclaim through a cgroup of the test's own; see include/cgroup_util.h.
 */
#include <errno.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup_util.h"
#include "file_util.h"
#include "guard.h"
#include "test_util.h"

#define PATH_SIZE	400

/* Where cgroup v2 is mounted, and the test's cgroup there. */
static char mount_point[128], group[192];

static void path_in(char *path, const char *dir, const char *name)
{
	snprintf(path, PATH_SIZE, "%s/%s", dir, name);
}

static bool has_memory(const char *file)
{
	char path[PATH_SIZE], words[256];

	path_in(path, mount_point, file);
	return file_read(path, words, sizeof(words)) >= 0 &&
	       strstr(words, "memory");
}

static bool find_mount(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	struct mntent *entry;
	bool found = false;

	while (mounts && !found && (entry = getmntent(mounts))) {
		found = !strcmp(entry->mnt_type, "cgroup2") &&
			strlen(entry->mnt_dir) < sizeof(mount_point);
		if (found)
			snprintf(mount_point, sizeof(mount_point), "%s",
				 entry->mnt_dir);
	}
	if (mounts)
		endmntent(mounts);
	return found;
}

/*
 * Only if the host has not mounted it: nsdelegate and the like belong to the hierarchy, not
 * to a mount, and a second mount without them takes them from the whole host.
 */
static void mount_cgroups(void)
{
	if (find_mount())
		return;
	snprintf(mount_point, sizeof(mount_point), "/tmp/kvm-hv-nested-cgroup.%d",
		 getpid());
	guard_remove_dir(mount_point);
	TEST_ASSERT(!mkdir(mount_point, 0700), "mkdir %s", mount_point);
	TEST_REQUIRE(!mount("cgroup2", mount_point, "cgroup2", 0, NULL),
		     "cgroup v2 cannot be mounted");
	guard_unmount(mount_point);
}

static void delegate_memory(void)
{
	char path[PATH_SIZE];

	if (has_memory("cgroup.subtree_control"))
		return;
	path_in(path, mount_point, "cgroup.subtree_control");
	guard_write_file(path, "-memory");
	file_must_write(path, "+memory");
}

/* The guardian process moves this process back, so it needs the pid. */
static void guard_return(void)
{
	char path[PATH_SIZE], cgroups[1024], pid[16], *own;

	TEST_ASSERT(file_read("/proc/self/cgroup", cgroups, sizeof(cgroups)) > 0,
		    "read /proc/self/cgroup");
	own = strstr(cgroups, "0::/");
	TEST_ASSERT(own, "/proc/self/cgroup names no group of cgroup v2");
	own = strtok(own + strlen("0::/"), "\n");
	snprintf(path, sizeof(path), "%s/%.200s/cgroup.procs", mount_point,
		 own ? own : ".");
	snprintf(pid, sizeof(pid), "%d", getpid());
	guard_write_file(path, pid);
}

void cgroup_join(void)
{
	char path[PATH_SIZE];

	mount_cgroups();
	TEST_REQUIRE(has_memory("cgroup.controllers"),
		     "cgroup v2 has no memory controller here");
	TEST_REQUIRE(!access(mount_point, W_OK), "%s is read-only", mount_point);
	delegate_memory();
	snprintf(group, sizeof(group), "%s/kvm-hv-nested.%d", mount_point,
		 getpid());
	guard_remove_dir(group);
	TEST_ASSERT(!mkdir(group, 0700), "mkdir %s", group);
	path_in(path, group, "memory.reclaim");
	TEST_REQUIRE(!access(path, W_OK),
		     "this kernel has no memory.reclaim (Linux 5.19)");
	guard_return();
	path_in(path, group, "cgroup.procs");
	file_must_write(path, "0");
}

void cgroup_reclaim(size_t len)
{
	char path[PATH_SIZE], text[32];

	path_in(path, group, "memory.reclaim");
	snprintf(text, sizeof(text), "%zu", len);
	TEST_ASSERT(!file_write(path, text) || errno == EAGAIN,
		    "write %s to %s", text, path);
}
