// SPDX-License-Identifier: GPL-2.0
/*
 * Copy-on-write: L2 stores to L0's own copy of a page, and reads that one.
 *
 * A page that L0 shares with another process or with a file is mapped read-only
 * everywhere. The first store, of L2 or of L0, allocates a new frame for L0: every shadow
 * leaf of the old frame must be removed, or L2 reads what no longer belongs to L0. If a
 * leaf stays writable, L2 stores to the other process's memory, or to the file.
 */
#include "kselftest_harness.h"

#include "fixture/l0_op_tests.h"
#include "fixture/nested_aliases.h"
#include "fork_child.h"

L0_OP_TESTS(nested_cow, l0_ops_cow)

FIXTURE(nested_fork)
{
	struct nested_test t;
	struct fork_child child;
};

FIXTURE_VARIANT(nested_fork)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_fork, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_fork, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_fork, thp_2m, BACKING_ANON_THP, 2m, 21);
NESTED_CELL(nested_fork, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);

FIXTURE_SETUP(nested_fork)
{
	TEST_CASE_BEGIN(_metadata, variant);
	nested_test_setup(&self->t, &variant->cell);
}

FIXTURE_TEARDOWN(nested_fork)
{
	fork_child_end(&self->child);
	nested_test_teardown(&self->t, _metadata->exit_code);
}

static uint64_t child_marks(const uint64_t args[4])
{
	const struct nested_test *t = (const void *)args[0];

	host_mark_unit(t, UNIT_MIDDLE, args[1]);
	return 0;
}

static uint64_t child_sums(const uint64_t args[4])
{
	const struct nested_test *t = (const void *)args[0];

	return l0_sum(unit_hva(t, UNIT_MIDDLE), t->unit);
}

/* L0 forks while L2 maps the page: no writable leaf is left, and L2 can read. */
static void fork_while_live(struct nested_test *t, struct fork_child *child)
{
	aliases_make_live(t, &t->l2, MAX_ALIASES);
	/* All of it, also if L2 maps only some leaves. */
	host_mark_unit(t, UNIT_MIDDLE, MARK_SEED_L2);
	fork_child_create(child);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
}

/*
 * The other process stores and gets its own page: L2 still reads the old one, and stores
 * to it.
 */
TEST_F(nested_fork, other_process_stores)
{
	struct nested_test *t = &self->t;
	uint64_t sum;

	fork_while_live(t, &self->child);
	fork_child_call(&self->child, child_marks, (uintptr_t)t, MARK_SEED_FOREIGN, 0,
			0);
	sum = fork_child_call(&self->child, child_sums, (uintptr_t)t, 0, 0, 0);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	EXPECT_EQ(sum, fork_child_call(&self->child, child_sums, (uintptr_t)t, 0, 0, 0));
}

/*
 * The other process ends without a store: the page is L0's alone again. It becomes
 * writable in place, while L2 has read-only leaves.
 */
TEST_F(nested_fork, other_process_ends)
{
	struct nested_test *t = &self->t;

	fork_while_live(t, &self->child);
	fork_child_end(&self->child);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	nested_mark_unit(t, &t->l2, TEST_L2_ALIAS_RA(1), UNIT_MIDDLE,
			 MARK_SEED_NEW);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	host_expect_neighbours(t);
}

/* A private mapping of a file: its pages belong to the page cache until the first store. */
static char *file;	/* the contents of the file */

static void private_file_setup(struct nested_test *t, const struct nested_cell *cell)
{
	nested_test_setup(t, cell);
	file = backing_view_file(&t->mem);
	mark_memory(t, file, t->mem.size, MARK_SEED_NEW, 0);
	/* Drop the private copies that writing the pattern has made. */
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	aliases_map(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_NEW);
}

NESTED_TEST_SUITE_WITH(nested_private_file, private_file_setup);
NESTED_CELL(nested_private_file, file_private, BACKING_FILE_PRIVATE, 64k, 16);

/* The file has marks of @seed at the middle unit. */
#define file_expect_unit(t, seed) TEST_VERB(__file_expect_unit(t, seed))
static void __file_expect_unit(struct nested_test *t, uint64_t seed)
{
	size_t offset = unit_offset(t, UNIT_MIDDLE);

	__host_expect_marks(t, file + offset, t->unit, seed, offset);
}

static void write_file(struct nested_test *t, uint64_t seed)
{
	size_t offset = unit_offset(t, UNIT_MIDDLE);

	mark_memory(t, file + offset, t->unit, seed, offset);
}

/*
 * L2's first store to a private file mapping replaces the page by a copy, in every
 * mapping of L2. The file is unchanged, and L2 does not see later writes to it. When L0
 * discards the copy, L2 reads the file again.
 */
/* Covers: S3 */
TEST_F(nested_private_file, first_store_copies)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);

	nested_mark_unit(t, &t->l2, TEST_L2_ALIAS_RA(0), UNIT_MIDDLE,
			 MARK_SEED_L2);
	EXPECT_NE(frame, unit_frame(t, UNIT_MIDDLE));
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);
	file_expect_unit(t, MARK_SEED_NEW);
	write_file(t, MARK_SEED_FOREIGN);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_L2);

	frame = unit_frame(t, UNIT_MIDDLE);
	backing_discard(&t->mem, offset, t->unit);
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_FOREIGN);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	file_expect_unit(t, MARK_SEED_FOREIGN);
	host_expect_neighbours(t);
}

/*
 * L2 has not stored to a private mapping of a file: it reads what is written to the file,
 * and zeros after a hole is punched.
 */
/* Covers: S3 */
TEST_F(nested_private_file, file_changes)
{
	struct nested_test *t = &self->t;
	unsigned long frame = unit_frame(t, UNIT_MIDDLE);

	write_file(t, MARK_SEED_FOREIGN);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, MARK_SEED_FOREIGN);
	backing_punch(&t->mem, unit_offset(t, UNIT_MIDDLE), t->unit);
	frame = occupy_frame(t, frame);
	aliases_expect_gone(t, &t->l2, MAX_ALIASES);
	aliases_expect_unit(t, &t->l2, MAX_ALIASES, 0);
	aliases_expect_shared(t, &t->l2, MAX_ALIASES);
	occupied_expect_intact(frame);
	host_expect_neighbours(t);
}

L0_OP_HARNESS_MAIN
