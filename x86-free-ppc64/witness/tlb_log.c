// SPDX-License-Identifier: GPL-2.0
/* Checking the emulated machine's TLB log; see tlb_log.h. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sizes.h"
#include "test_util.h"
#include "witness/tlb_log.h"

/* Enough for a case that uses a stale entry repeatedly. */
#define TEXT_MAX	SZ_1M

static off_t begin;
static bool races;

static const char *log_path(void)
{
	return getenv("KVM_HV_NESTED_TLB_LOG");
}

void tlb_log_begin(void)
{
	struct stat st;

	races = false;
	if (!log_path())
		return;
	TEST_ASSERT(!stat(log_path(), &st), "cannot read %s", log_path());
	begin = st.st_size;
}

void tlb_log_expect_races(void)
{
	races = true;
}

/* Since the case began. */
static void read_uses(struct tlb_uses *uses, bool with_races)
{
	char *text = calloc(1, TEXT_MAX + 1);
	size_t used = 0;
	ssize_t got;
	int fd;

	TEST_ASSERT(text, "out of memory");
	fd = open(log_path(), O_RDONLY | O_CLOEXEC);
	TEST_ASSERT(fd >= 0, "cannot read %s", log_path());
	while (used < TEXT_MAX &&
	       (got = pread(fd, text + used, TEXT_MAX - used, begin + used)) > 0)
		used += got;
	close(fd);
	tlb_uses_parse(uses, text, with_races);
	free(text);
}

void tlb_log_judge(void)
{
	static struct tlb_uses uses;
	const struct tlb_use *first = uses.stale.use;

	if (!log_path())
		return;
	read_uses(&uses, races);
	if (!uses.stale.nr)
		return;
	test_fail(__FILE__, __LINE__,
		  "TLB: CPU %u used what the tables no longer hold (%s): %s at %#lx of the host's LPID %u by leaf %#lx of %#lx bytes, read %llu us before; now it is %#lx; %zu such uses",
		  first->cpu, first->lost, first->access, first->ra, first->lpid,
		  first->kept, 1UL << first->shift,
		  (first->now - first->filled) / 1000, first->tables,
		  uses.stale.nr);
}

static size_t count_stale(bool with_races, bool (*fn)(const struct tlb_use *use),
			  size_t *nr)
{
	static struct tlb_uses uses;
	size_t i, holds = 0;

	read_uses(&uses, with_races);
	for (i = 0; i < uses.stale.nr; i++)
		holds += fn(&uses.stale.use[i]);
	*nr = uses.stale.nr;
	return holds;
}

bool tlb_log_explained(bool (*fn)(const struct tlb_use *use))
{
	size_t nr;

	return log_path() && count_stale(false, fn, &nr) &&
	       count_stale(races, fn, &nr) == nr;
}

bool tlb_log_saw_wrong_lpid(void)
{
	static struct tlb_uses uses;

	if (!log_path())
		return false;
	read_uses(&uses, races);
	return uses.rc.nr && !uses.stale.nr;
}
