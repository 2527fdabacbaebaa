// SPDX-License-Identifier: GPL-2.0
/*
 * Reading /dev/kmsg from a mark on; see include/kernel_log.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"
#include "kernel_splat.h"
#include "test_util.h"

/* The kernel's limit for one record with its dictionary. */
#define RECORD_MAX	8192

/* The number of splats that are kept. */
#define MAX_SPLATS	16

/* Longest wait for the end of a splat that another CPU is printing. */
#define END_TRIES	100
#define END_TRY_US	10000

/*
 * The file position is the first unread record: read() fails with EPIPE if the kernel had
 * to drop it.
 */
static int kmsg = -1;
static unsigned long next_seq;

static struct kept {
	unsigned long seq;
	struct kernel_splat splat;
	char summary[512];
} *kept[MAX_SPLATS];
static int nr_kept;
static bool too_many;
/* The splat that the next line may continue. */
static struct kernel_splat *last_splat;

/* False at the end of the log. */
static bool next_record(struct kernel_log_record *record)
{
	static char raw[RECORD_MAX];
	ssize_t len;

	do {
		len = read(kmsg, raw, sizeof(raw) - 1);
	} while (len < 0 && errno == EINTR);
	if (len < 0 && errno == EAGAIN)
		return false;
	if (len < 0 && errno == EPIPE)
		TEST_ERROR("the kernel log overran, records after %lu are lost",
			   next_seq);
	TEST_ASSERT(len > 0, "read /dev/kmsg");
	raw[len] = '\0';
	TEST_ASSERT(kernel_log_parse(raw, len, record),
		    "not a record of /dev/kmsg: %s", raw);
	return true;
}

static struct kernel_splat *new_splat(unsigned long seq)
{
	struct kept *new;

	if (nr_kept == MAX_SPLATS) {
		too_many = true;
		return NULL;
	}
	new = calloc(1, sizeof(*new));
	TEST_ASSERT(new, "no memory for a kernel splat");
	new->seq = seq;
	kept[nr_kept++] = new;
	return &new->splat;
}

/* Read to the end of the log and keep the splats. */
static void drain(void)
{
	struct kernel_log_record record;
	char text[1024];

	while (next_record(&record)) {
		next_seq = record.seq + 1;
		/* Ignore records that programs wrote. */
		if (record.user)
			continue;
		snprintf(text, sizeof(text), "%.*s", (int)record.len,
			 record.text);
		if (kernel_splat_begins(last_splat, text))
			last_splat = new_splat(record.seq);
		if (last_splat && !last_splat->ended)
			kernel_splat_add(last_splat, text);
	}
}

/* Another CPU may be printing a splat, with the line that names its kind to follow. */
static void drain_to_end_of_splat(void)
{
	int i;

	drain();
	for (i = 0; i < END_TRIES; i++) {
		if (!last_splat || !last_splat->cut || last_splat->ended)
			return;
		usleep(END_TRY_US);
		drain();
	}
}

unsigned long kernel_log_mark(void)
{
	if (kmsg < 0) {
		kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		TEST_ASSERT(kmsg >= 0, "open /dev/kmsg");
		TEST_ASSERT(lseek(kmsg, 0, SEEK_END) >= 0, "seek /dev/kmsg");
	}
	drain_to_end_of_splat();
	last_splat = NULL;
	return next_seq;
}

static bool matches(const struct kernel_splat *splat,
		    bool (*is)(const char *splat, const void *arg),
		    const void *arg)
{
	/* With lines of another splat in it, @known cannot judge it. */
	return is && !too_many && !splat->mixed && is(splat->text, arg);
}

/* The first splat that is not @known. */
static const char *complaint_but(unsigned long mark,
				 bool (*known)(const char *splat, const void *arg),
				 const void *arg)
{
	int i;

	TEST_ASSERT(kmsg >= 0, "no mark was set in the kernel log");
	drain_to_end_of_splat();
	for (i = 0; i < nr_kept; i++) {
		if (kept[i]->seq < mark ||
		    matches(&kept[i]->splat, known, arg))
			continue;
		kernel_splat_summary(&kept[i]->splat, kept[i]->summary,
				     sizeof(kept[i]->summary));
		return kept[i]->summary;
	}
	return NULL;
}

const char *kernel_log_complaint(unsigned long mark)
{
	return complaint_but(mark, NULL, NULL);
}

bool kernel_log_has(unsigned long mark,
		    bool (*is)(const char *splat, const void *arg),
		    const void *arg)
{
	int i;

	drain();
	for (i = 0; i < nr_kept; i++) {
		if (kept[i]->seq >= mark && matches(&kept[i]->splat, is, arg))
			return true;
	}
	return false;
}

void kernel_log_note(const char *text)
{
	char line[256];
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	int len = snprintf(line, sizeof(line), "kvm-hv-nested: %s: %s\n",
			   text, test_case_name());

	if (fd < 0 || write(fd, line, len) != len)
		test_note("cannot write to the kernel log");
	if (fd >= 0)
		close(fd);
}

/* Print the lines of the splat as comments. */
static void print_splat(const char *complaint)
{
	const char *at, *end;
	int i;

	for (i = 0; i < nr_kept && kept[i]->summary != complaint; i++)
		;
	if (i == nr_kept)
		return;
	for (at = kept[i]->splat.text; (end = strchr(at, '\n')); at = end + 1)
		test_note("kernel: %.*s", (int)(end - at), at);
}

static void fail_for(const char *complaint)
{
	if (!complaint)
		return;
	print_splat(complaint);
	TEST_FAIL("the kernel complained: %s", complaint);
}

void kernel_log_judge(unsigned long mark,
		      bool (*known)(const char *splat, const void *arg),
		      const void *arg)
{
	const char *complaint = complaint_but(mark, known, arg);

	kernel_log_note(KERNEL_LOG_JUDGED);
	fail_for(complaint);
}

void kernel_log_check(unsigned long mark)
{
	fail_for(kernel_log_complaint(mark));
}
