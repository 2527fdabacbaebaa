// SPDX-License-Identifier: GPL-2.0
/*
 * Records of the kernel log, and which of them are complaints.
 */
#include "kselftest_harness.h"

#include "kernel_log.h"

/* Number, level and text; the dictionary behind it is no part of the text. */
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

TEST(record_of_a_program)
{
	static const char raw[] = "12,7,1,-;WARNING: from user space\n";
	struct kernel_log_record record;

	ASSERT_TRUE(kernel_log_parse(raw, strlen(raw), &record));
	EXPECT_TRUE(record.user);
	EXPECT_EQ(4, record.level);
	EXPECT_FALSE(kernel_log_is_complaint(&record));
}

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

static bool complains(const char *text)
{
	struct kernel_log_record record = {
		.level = 4, .text = text, .len = strlen(text),
	};

	return kernel_log_is_complaint(&record);
}

/* First lines of reports, as kernels print them. */
TEST(complaints)
{
	static const char * const texts[] = {
		"------------[ cut here ]------------",
		"WARNING: CPU: 1 PID: 77 at arch/powerpc/kvm/book3s_hv_nested.c:754 kvmhv_get_nested+0x1c/0x100 [kvm_hv]",
		"kernel BUG at mm/slub.c:448!",
		"Oops: Exception in kernel mode, sig: 5 [#1]",
		"BUG: Unable to handle kernel data access on read at 0x00000008",
		"Kernel attempted to read user page (8) - exploit attempt? BUG: x",
		"watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [nested_map:99]",
		"watchdog: CPU 1 self-detected hard LOCKUP @ _raw_spin_lock",
		"rcu: INFO: rcu_sched self-detected stall on CPU",
		"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
		"INFO: task kvm:12 blocked for more than 120 seconds.",
		"BUG kmalloc-16 (Not tainted): Poison overwritten",
		"BUG kmalloc-16 (Not tainted): Object already free",
		"BUG kmalloc-16 (Not tainted): Left Redzone overwritten",
		"BUG kvm-pte (Not tainted): Objects remaining in kvm-pte on __kmem_cache_shutdown()",
		"BUG: Bad page state in process nested_map  pfn:0c9d2",
		"BUG: Bad rss-counter state mm:00000000c0ffee00 type:MM_ANONPAGES",
		"BUG: sleeping function called from invalid context at mm/slab.h:1",
		"BUG: KASAN: slab-use-after-free in kvmhv_insert_nest_rmap",
		"Kernel panic - not syncing: Fatal exception",
		"refcount_t: underflow; use-after-free.",
		"list_del corruption. prev->next should be x, but was y",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		EXPECT_TRUE(complains(texts[i]))
			TH_LOG("taken for harmless: \"%s\"", texts[i]);
}

/* What a healthy kernel prints while nested guests run. */
TEST(harmless)
{
	static const char * const texts[] = {
		"",
		"KVM: L1 guest page shift (12) less than our own (16)",
		"kvm-hv: nested: registered as 1",
		"kvm [99]: debug: something that is no bug",
		"slub_debug: F, Z, P",
		"debugfs: Directory '99-4' with parent 'kvm' already present!",
		"hugetlbfs: no warning: here",
		"printk: nested_map_te: 3 output lines suppressed due to ratelimiting",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		EXPECT_FALSE(complains(texts[i]))
			TH_LOG("taken for a complaint: \"%s\"", texts[i]);
}

TEST_HARNESS_MAIN
