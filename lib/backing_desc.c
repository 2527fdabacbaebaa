// SPDX-License-Identifier: GPL-2.0
/*
 * The kinds of host memory, and which of them this host has.
 */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backing.h"
#include "file_util.h"
#include "sizes.h"
#include "test_util.h"

/* For page tables, and what others take meanwhile. */
#define MEMORY_TO_SPARE_KB	(64UL << 10)

#define THP_DIR		"/sys/kernel/mm/transparent_hugepage/"

/* Takes the size in KB. */
#define HUGE_DIR	"/sys/kernel/mm/hugepages/hugepages-%zukB/"

static struct backing_desc descs[NR_BACKING_TYPES] = {
	[BACKING_ANON] = { .name = "anon" },
	[BACKING_ANON_THP] = {
		.name = "thp_2m", .page_size = SZ_2M, .thp = true,
	},
	[BACKING_HUGETLB_2M] = {
		.name = "hugetlb_2m", .page_size = SZ_2M, .hugetlb = true,
	},
	[BACKING_HUGETLB_1G] = {
		.name = "hugetlb_1g", .page_size = SZ_1G, .hugetlb = true,
	},
	[BACKING_SHMEM] = { .name = "shmem", .shared = true },
	[BACKING_MEMFD] = { .name = "memfd", .shared = true, .file = true },
	[BACKING_HUGETLB_2M_SHARED] = {
		.name = "hugetlb_2m_shared", .page_size = SZ_2M,
		.hugetlb = true, .shared = true, .file = true,
	},
	[BACKING_HUGETLB_1G_SHARED] = {
		.name = "hugetlb_1g_shared", .page_size = SZ_1G,
		.hugetlb = true, .shared = true, .file = true,
	},
	[BACKING_FILE_PRIVATE] = { .name = "file_private", .file = true },
};

const struct backing_desc *backing_desc(enum backing_type type)
{
	TEST_ASSERT(type < NR_BACKING_TYPES, "no backing type %d", type);
	/* 0 is the host's base page. */
	if (!descs[type].page_size)
		descs[type].page_size = sysconf(_SC_PAGESIZE);
	return &descs[type];
}

static const char *thp_missing(void)
{
	unsigned long pmd_size;
	char enabled[64];

	if (file_read(THP_DIR "enabled", enabled, sizeof(enabled)) < 0)
		return "this kernel has no transparent huge pages";
	if (strstr(enabled, "[never]"))
		return "transparent huge pages are off: echo madvise >" THP_DIR "enabled";
	if (!file_read_number(THP_DIR "hpage_pmd_size", &pmd_size) ||
	    pmd_size != SZ_2M)
		return "transparent huge pages here are not of 2M";
	return NULL;
}

/* @name: a file of the hugetlb pool of that size. */
static bool read_pool(size_t page_size, const char *name, unsigned long *value)
{
	char path[96];

	snprintf(path, sizeof(path), HUGE_DIR "%s", page_size >> 10, name);
	return file_read_number(path, value);
}

bool backing_pool_is_reserved(enum backing_type type)
{
	const struct backing_desc *desc = backing_desc(type);
	unsigned long free, resv;

	return desc->hugetlb &&
	       read_pool(desc->page_size, "free_hugepages", &free) &&
	       read_pool(desc->page_size, "resv_hugepages", &resv) &&
	       free && free <= resv;
}

bool backing_pool_is_empty(enum backing_type type)
{
	const struct backing_desc *desc = backing_desc(type);
	unsigned long free;

	return desc->hugetlb &&
	       (!read_pool(desc->page_size, "free_hugepages", &free) || !free);
}

static const char *hugetlb_missing(size_t page_size, size_t size)
{
	unsigned long want = (size + page_size - 1) / page_size;
	unsigned long free, resv, total;
	static char reason[200];

	if (!read_pool(page_size, "free_hugepages", &free) ||
	    !read_pool(page_size, "nr_hugepages", &total)) {
		snprintf(reason, sizeof(reason),
			 "this host has no huge pages of %zuM",
			 page_size >> 20);
		return reason;
	}
	/* Reserved pages count as free until they are touched. */
	if (read_pool(page_size, "resv_hugepages", &resv) && resv <= free)
		free -= resv;
	if (free >= want)
		return NULL;
	snprintf(reason, sizeof(reason),
		 "%lu huge pages of %zuM wanted, %lu free: echo %lu >" HUGE_DIR "%s",
		 want, page_size >> 20, free, total + want - free,
		 page_size >> 10, "nr_hugepages");
	return reason;
}

/* Without this the kernel kills the case where the host has less: a failure. */
static const char *memory_missing(size_t size)
{
	unsigned long want = size >> 10, available;
	static char reason[96];
	char *text = file_read_all("/proc/meminfo", NULL);

	if (!text || !text_number(text, "MemAvailable:", &available))
		available = ULONG_MAX;
	free(text);
	if (want < available && available - want >= MEMORY_TO_SPARE_KB)
		return NULL;
	snprintf(reason, sizeof(reason),
		 "%lu MB of memory wanted, %lu MB available", want >> 10,
		 available >> 10);
	return reason;
}

const char *backing_missing_size(enum backing_type type, size_t size)
{
	const struct backing_desc *desc = backing_desc(type);
	const char *reason = NULL;

	if (desc->hugetlb)
		return hugetlb_missing(desc->page_size, size);
	if (desc->thp)
		reason = thp_missing();
	return reason ? reason : memory_missing(size);
}

const char *backing_missing(enum backing_type type)
{
	return backing_missing_size(type, 1);
}
