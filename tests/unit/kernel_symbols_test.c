// SPDX-License-Identifier: GPL-2.0
/*
 * Finding a function's range in lines of /proc/kallsyms.
 */
#include "kselftest_harness.h"

#include "kernel_symbols.h"

/* Unordered, and mixed with other modules. */
static const char symbols[] =
	"c000000000010000 T do_one_initcall\n"
	"c008000000103000 t kvmhv_nested_page_fault\t[kvm_hv]\n"
	"c008000000101000 T kvmhv_insert_nest_rmap\t[kvm_hv]\n"
	"c008000000101800 t other\t[kvm]\n"
	"c008000000102000 t __kvmhv_nested_page_fault\t[kvm_hv]\n"
	"c008000000102000 t $local_alias\t[kvm_hv]\n"
	"c008000000104000 d kvmhv_data\t[kvm_hv]\n";

/* A function's range ends where the next symbol of its module begins. */
TEST(up_to_the_next_of_the_module)
{
	struct symbol_range range;

	ASSERT_TRUE(kernel_symbol_parse(symbols, "kvm_hv",
					"kvmhv_insert_nest_rmap", &range));
	EXPECT_EQ(0xc008000000101000UL, range.start);
	EXPECT_EQ(0xc008000000102000UL, range.end);
	ASSERT_TRUE(kernel_symbol_parse(symbols, "kvm_hv",
					"kvmhv_nested_page_fault", &range));
	EXPECT_EQ(0xc008000000103000UL, range.start);
	EXPECT_EQ(0xc008000000104000UL, range.end);
}

/* A symbol whose name ends with the wanted name does not match. */
TEST(whole_name)
{
	struct symbol_range range;

	ASSERT_TRUE(kernel_symbol_parse(symbols, "kvm_hv",
					"__kvmhv_nested_page_fault", &range));
	EXPECT_EQ(0xc008000000102000UL, range.start);
	EXPECT_EQ(0xc008000000103000UL, range.end);
}

/* A symbol or module that /proc/kallsyms does not have has no range. */
TEST(not_there)
{
	struct symbol_range range;

	EXPECT_FALSE(kernel_symbol_parse(symbols, "kvm_hv", "other", &range));
	EXPECT_FALSE(kernel_symbol_parse(symbols, "kvm_hv", "kvmhv", &range));
	EXPECT_FALSE(kernel_symbol_parse(symbols, "kvm_pr",
					 "kvmhv_insert_nest_rmap", &range));
	EXPECT_FALSE(kernel_symbol_parse("", "kvm_hv", "other", &range));
}

/* Addresses that the kernel hides are all 0. */
TEST(hidden)
{
	static const char hidden[] =
		"0000000000000000 T kvmhv_insert_nest_rmap\t[kvm_hv]\n"
		"0000000000000000 t kvmhv_nested_page_fault\t[kvm_hv]\n";
	struct symbol_range range;

	EXPECT_FALSE(kernel_symbol_parse(hidden, "kvm_hv",
					 "kvmhv_insert_nest_rmap", &range));
}

/* Built into the kernel, as far as /sys/module tells: its code is not told apart. */
TEST(no_module)
{
	EXPECT_STREQ("no_such is no module of this kernel: build it as one",
		     kernel_module_hidden("no_such"));
}

TEST_HARNESS_MAIN
