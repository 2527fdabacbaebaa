// SPDX-License-Identifier: GPL-2.0
/*
 * Splats: which lines of a kernel log belong to one, and its summary.
 */
#include <stdlib.h>

#include "kselftest_harness.h"

#include "kernel_splat.h"

/* A marker of the sample: the expected summary of the lines before it. */
#define EXPECTED	"=> "

static const char * const samples[] = {
#include "splat_samples.h"
};

static bool is_expected(const char *line)
{
	return !strncmp(line, EXPECTED, strlen(EXPECTED));
}

/* All splats in the lines up to @end, and the summary of each, in one string. */
static void summaries(size_t *at, char *buf, size_t size)
{
	struct kernel_splat *splat = NULL;
	char summary[512];
	size_t used = 0;

	buf[0] = '\0';
	for (; *at < ARRAY_SIZE(samples) && !is_expected(samples[*at]); (*at)++) {
		if (kernel_splat_begins(splat, samples[*at])) {
			if (splat) {
				kernel_splat_summary(splat, summary,
						     sizeof(summary));
				used += snprintf(buf + used, size - used,
						 "%s\n", summary);
			}
			free(splat);
			splat = calloc(1, sizeof(*splat));
		}
		if (splat && !splat->ended)
			kernel_splat_add(splat, samples[*at]);
	}
	if (splat) {
		kernel_splat_summary(splat, summary, sizeof(summary));
		snprintf(buf + used, size - used, "%s\n", summary);
	}
	free(splat);
}

/*
 * Samples of kernel logs: each gives the summary after it, or is not a splat.
 */
TEST(summaries_of_samples)
{
	static char found[8192], expected[8192];
	size_t at = 0, used;

	while (at < ARRAY_SIZE(samples)) {
		summaries(&at, found, sizeof(found));
		used = 0;
		expected[0] = '\0';
		for (; at < ARRAY_SIZE(samples) && is_expected(samples[at]); at++) {
			if (!strcmp(samples[at], EXPECTED "nothing"))
				continue;
			used += snprintf(expected + used,
					 sizeof(expected) - used, "%s\n",
					 samples[at] + strlen(EXPECTED));
		}
		EXPECT_STREQ(expected, found);
	}
}

static void add_all(struct kernel_splat *splat, const char * const *lines)
{
	memset(splat, 0, sizeof(*splat));
	for (; *lines; lines++)
		kernel_splat_add(splat, *lines);
}

/* The lines between "cut here" and "end trace" are one splat, in their order. */
TEST(text)
{
	static const char * const lines[] = {
		"------------[ cut here ]------------",
		"other: driver",
		"WARNING: CPU: 0 PID: 1 at a.c:1 one+0x4/0x8",
		"---[ end trace 0 ]---", NULL
	};
	static struct kernel_splat splat;

	add_all(&splat, lines);
	EXPECT_TRUE(splat.cut);
	EXPECT_TRUE(splat.ended);
	EXPECT_FALSE(splat.mixed);
	EXPECT_STREQ("------------[ cut here ]------------\n"
		     "other: driver\n"
		     "WARNING: CPU: 0 PID: 1 at a.c:1 one+0x4/0x8\n"
		     "---[ end trace 0 ]---\n", splat.text);
	kernel_splat_add(&splat, "MSR: 0\\x0aGPR00: 1\\x0a");
	EXPECT_STREQ("MSR: 0\nGPR00: 1\n",
		     strstr(splat.text, "MSR"));
	EXPECT_TRUE(kernel_splat_begins(&splat, "WARNING: another"));
	EXPECT_FALSE(kernel_splat_begins(&splat, "another driver"));
}

/* A splat with lines of another splat in it is marked as mixed. */
TEST(mixed)
{
	static const char * const lines[] = {
		"------------[ cut here ]------------",
		"UBSAN: shift-out-of-bounds in a.c:1:2",
		"Oops: Kernel access of bad area, sig: 11 [#1]", NULL
	};
	static struct kernel_splat splat;

	add_all(&splat, lines);
	EXPECT_TRUE(splat.mixed);
}

/* Of a long splat only a limited number of lines is kept. */
TEST(bound)
{
	static struct kernel_splat splat;
	char line[512];
	int i;

	memset(&splat, 0, sizeof(splat));
	kernel_splat_add(&splat, "------------[ cut here ]------------");
	for (i = 0; i < 1000; i++) {
		memset(line, 'a' + i % 26, 1 + i % (sizeof(line) - 2));
		line[1 + i % (sizeof(line) - 2)] = '\0';
		kernel_splat_add(&splat, line);
	}
	EXPECT_GE(KERNEL_SPLAT_LINES, splat.lines);
	EXPECT_EQ(strlen(splat.text), splat.used);
	kernel_splat_summary(&splat, line, 64);
	EXPECT_GE(63, strlen(line));
}

TEST_HARNESS_MAIN
