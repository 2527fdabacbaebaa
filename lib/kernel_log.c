// SPDX-License-Identifier: GPL-2.0
/*
 * Reading /dev/kmsg from a remembered place; see include/kernel_log.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"
#include "test_util.h"

/* As the kernel's own limit for one record with its dictionary. */
#define RECORD_MAX	8192

/* How many lines of a complaint are worth repeating, and how many of them. */
#define TOLD_LINES	12
#define TOLD_COMPLAINTS	16

/*
 * The open file's position is what was read so far: the kernel says EPIPE when
 * it had to drop records behind it.
 */
static int kmsg = -1;
static unsigned long next_seq;

static struct complaint {
	unsigned long seq;
	int lines;
	size_t used;
	char text[1200];
} complaints[TOLD_COMPLAINTS];
static int nr_complaints;
static bool too_many;

const char *kernel_log_missing(void)
{
	static char reason[128];
	int fd;

	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	snprintf(reason, sizeof(reason), "cannot read /dev/kmsg: %s",
		 strerror(errno));
	return reason;
}

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
		    "a record of /dev/kmsg that is none: %s", raw);
	return true;
}

static void tell(struct complaint *c, const struct kernel_log_record *record)
{
	size_t room = sizeof(c->text) - c->used;
	int len;

	len = snprintf(c->text + c->used, room, "%s%.*s",
		       c->used ? " | " : "", (int)record->len, record->text);
	c->used += (size_t)len < room ? (size_t)len : room - 1;
	c->lines++;
}

/*
 * A line drawn across the log; SLUB draws them around what counts, and some end
 * in a newline, which the log shows as an escape.
 */
static bool is_rule(const struct kernel_log_record *record)
{
	size_t len = strspn(record->text, "=-");

	return len > 8 && (len >= record->len || record->text[len] == '\\');
}

/* Read to the end of the log and remember what is worth it. */
static void drain(void)
{
	struct kernel_log_record record;
	struct complaint *c = NULL;

	while (next_record(&record)) {
		bool complaint = kernel_log_is_complaint(&record);

		next_seq = record.seq + 1;
		if (is_rule(&record))
			continue;
		/* "cut here" and the line that says what: one complaint. */
		if (c && c->lines < TOLD_LINES && (!complaint || c->lines < 2)) {
			tell(c, &record);
			continue;
		}
		if (!complaint)
			continue;
		if (nr_complaints == TOLD_COMPLAINTS) {
			too_many = true;
			continue;
		}
		c = &complaints[nr_complaints++];
		c->seq = record.seq;
		tell(c, &record);
	}
}

unsigned long kernel_log_mark(void)
{
	if (kmsg < 0) {
		kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		TEST_ASSERT(kmsg >= 0, "open /dev/kmsg");
		TEST_ASSERT(lseek(kmsg, 0, SEEK_END) >= 0, "seek /dev/kmsg");
	}
	drain();
	return next_seq;
}

const char *kernel_log_complaint_but(unsigned long mark,
				     bool (*known)(const char *complaint))
{
	int i;

	TEST_ASSERT(kmsg >= 0, "no mark was set in the kernel log");
	drain();
	for (i = 0; i < nr_complaints; i++) {
		if (complaints[i].seq >= mark &&
		    (too_many || !known || !known(complaints[i].text)))
			return complaints[i].text;
	}
	return NULL;
}

const char *kernel_log_complaint(unsigned long mark)
{
	return kernel_log_complaint_but(mark, NULL);
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

void kernel_log_check(unsigned long mark, const char *when)
{
	const char *complaint = kernel_log_complaint(mark);

	if (complaint)
		TEST_FAIL("kernel log: the kernel complained %s: %s", when,
			  complaint);
}
