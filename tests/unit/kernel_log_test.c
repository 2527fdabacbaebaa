// SPDX-License-Identifier: GPL-2.0
/*
 * Records of the kernel log.
 */
#include "kselftest_harness.h"

#include "kernel_log.h"

/* A record is parsed to number, level and text; its dictionary is not part of the text. */
TEST(record)
{
	static const char raw[] =
		"4,1234,5678901,-;kvm-hv: hello; world\n SUBSYSTEM=misc\n";
	struct kernel_log_record record;

	ASSERT_TRUE(kernel_log_parse(raw, strlen(raw), &record));
	EXPECT_EQ(4, record.level);
	EXPECT_FALSE(record.user);
	EXPECT_EQ(1234, record.seq);
	EXPECT_EQ(strlen("kvm-hv: hello; world"), record.len);
	EXPECT_EQ(0, strncmp("kvm-hv: hello; world", record.text, record.len));
}

/*
 * A record that a program wrote to /dev/kmsg is marked as not the kernel's.
 */
TEST(record_of_a_program)
{
	static const char raw[] = "12,7,1,-;WARNING: from user space\n";
	struct kernel_log_record record;

	ASSERT_TRUE(kernel_log_parse(raw, strlen(raw), &record));
	EXPECT_TRUE(record.user);
	EXPECT_EQ(4, record.level);
}

/* Text that is no record of /dev/kmsg is refused. */
TEST(no_record)
{
	static const char * const texts[] = {
		"", "hello", "6", "6,", "6,;text", "6,x,1,-;text", ";text",
	};
	struct kernel_log_record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		EXPECT_FALSE(kernel_log_parse(texts[i], strlen(texts[i]),
					      &record))
			TH_LOG("taken for a record: \"%s\"", texts[i]);
}

TEST_HARNESS_MAIN
