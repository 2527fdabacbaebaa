// SPDX-License-Identifier: GPL-2.0
/*
 * Reading radix dumps: text as kernels print it, and text that is none.
 */
#include "kselftest_harness.h"

#include "witness/radix_dump.h"

/* As debugfs_radix_read() prints it: L1's tree, then two nested guests. */
static const char two_guests[] =
	"pgdir: c000000004150000\n"
	" 0: c00000000c9d0187 12\n"
	" 140000000: c000000040000187 21\n"
	" 180000000: c000000080000187 30\n"
	"\n"
	"Nested LPID 42: pgdir: c000000004160000\n"
	" 8000740000000: c00000000c9d2306 12\n"
	" 8000740001000: c00000000c9d3186 12\n"
	" 8000740200000: c000000040000187 21\n"
	"\n"
	"Nested LPID 2047: pgdir: c000000004170000\n";

FIXTURE(radix_dump)
{
	struct radix_dump dump;
	char text[1024];
};

FIXTURE_SETUP(radix_dump)
{
	memset(&self->dump, 0, sizeof(self->dump));
}

FIXTURE_TEARDOWN(radix_dump)
{
	radix_dump_free(&self->dump);
}

static const char *parse(struct radix_dump *dump, char *room, const char *text)
{
	memcpy(room, text, strlen(text) + 1);
	return radix_dump_parse(dump, room);
}

/* Trees come in order, each with its number, root and leaves. */
TEST_F(radix_dump, trees_and_leaves)
{
	const struct radix_tree *tree;

	ASSERT_EQ(NULL, parse(&self->dump, self->text, two_guests));
	ASSERT_EQ(3, self->dump.nr_trees);
	tree = radix_dump_tree(&self->dump, 0);
	ASSERT_NE(NULL, tree);
	EXPECT_EQ(0xc000000004150000UL, tree->pgdir);
	EXPECT_EQ(3, tree->nr_leaves);
	EXPECT_EQ(0x180000000UL, tree->leaves[2].addr);
	EXPECT_EQ(30, tree->leaves[2].shift);
	tree = radix_dump_tree(&self->dump, 42);
	ASSERT_NE(NULL, tree);
	EXPECT_EQ(3, tree->nr_leaves);
	EXPECT_EQ(0xc00000000c9d2306UL, tree->leaves[0].pte);
	EXPECT_EQ(0xc9d2000UL, radix_leaf_hpa(&tree->leaves[0]));
	/* A guest without a single leaf is there all the same. */
	tree = radix_dump_tree(&self->dump, 2047);
	ASSERT_NE(NULL, tree);
	EXPECT_EQ(0, tree->nr_leaves);
	EXPECT_EQ(NULL, radix_dump_tree(&self->dump, 1));
}

/* A leaf covers its own size: first byte, last byte, not the one behind. */
TEST_F(radix_dump, find)
{
	const struct radix_tree *tree;

	ASSERT_EQ(NULL, parse(&self->dump, self->text, two_guests));
	tree = radix_dump_tree(&self->dump, 42);
	EXPECT_EQ(&tree->leaves[0], radix_tree_find(tree, 0x8000740000000));
	EXPECT_EQ(&tree->leaves[0], radix_tree_find(tree, 0x8000740000fff));
	EXPECT_EQ(&tree->leaves[1], radix_tree_find(tree, 0x8000740001000));
	EXPECT_EQ(NULL, radix_tree_find(tree, 0x8000740002000));
	EXPECT_EQ(&tree->leaves[2], radix_tree_find(tree, 0x80007403fffff));
	EXPECT_EQ(NULL, radix_tree_find(tree, 0x8000740400000));
	/* The same low bits without the high one. */
	EXPECT_EQ(NULL, radix_tree_find(tree, 0x740000000));
	EXPECT_EQ(NULL, radix_tree_find(NULL, 0));
}

/* A leaf counts if it touches the range, also one that starts before it. */
TEST_F(radix_dump, count)
{
	const struct radix_tree *tree;

	ASSERT_EQ(NULL, parse(&self->dump, self->text, two_guests));
	tree = radix_dump_tree(&self->dump, 42);
	EXPECT_EQ(2, radix_tree_count(tree, 0x8000740000000, 0x200000));
	EXPECT_EQ(3, radix_tree_count(tree, 0x8000740000000, 0x200001));
	EXPECT_EQ(1, radix_tree_count(tree, 0x8000740001000, 0x1000));
	EXPECT_EQ(1, radix_tree_count(tree, 0x8000740300000, 0x1000));
	EXPECT_EQ(0, radix_tree_count(tree, 0x8000740002000, 0x1000));
	EXPECT_EQ(0, radix_tree_count(NULL, 0, 0x1000));
}

/* Arrays grow: more leaves than one step of them has room for. */
TEST_F(radix_dump, many)
{
	const struct radix_tree *tree;
	char *text, *at;
	int i;

	text = malloc(64 * 1000);
	ASSERT_NE(NULL, text);
	at = text + sprintf(text, "pgdir: c000000004150000\n");
	for (i = 0; i < 1000; i++)
		at += sprintf(at, " %x: c00000000c9d0187 12\n", i << 12);
	EXPECT_EQ(NULL, radix_dump_parse(&self->dump, text));
	free(text);
	tree = radix_dump_tree(&self->dump, 0);
	ASSERT_NE(NULL, tree);
	ASSERT_EQ(1000, tree->nr_leaves);
	for (i = 0; i < 1000; i++)
		ASSERT_EQ((unsigned long)i << 12, tree->leaves[i].addr);
}

/* What is no dump is refused, with a reason. */
TEST_F(radix_dump, refused)
{
	static const char * const bad[] = {
		"",
		" 0: c00000000c9d0187 12\n",
		"Nested LPID 42: pgdir: c000000004160000\n",
		"pgdir: c000000004150000\n 0: c00000000c9d01",
		"pgdir: c000000004150000\n 0: c00000000c9d0187 12 7\n",
		"pgdir: c000000004150000\nhello\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_NE(NULL, parse(&self->dump, self->text, bad[i]))
			TH_LOG("taken for a dump: \"%s\"", bad[i]);
		radix_dump_free(&self->dump);
	}
}

TEST_HARNESS_MAIN
