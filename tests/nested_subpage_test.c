// SPDX-License-Identifier: GPL-2.0
/*
 * L0 discards or unmaps a part of a 2M host page, and L2 keeps the rest.
 *
 * The kernel splits the huge mapping: L1's 2M leaf is unmapped as a whole, with the rmap
 * list that all of its pages share, and faulted in again as base pages, each with its own
 * list. L2 has leaves in both halves of the page.
 */
#include "kselftest_harness.h"

#include <unistd.h>

#include "file_util.h"
#include "fixture/nested_test.h"

static void subpage_setup(struct nested_test *t, const struct nested_cell *cell)
{
	nested_test_setup(t, cell);
	backing_keep_split(&t->mem);
}

NESTED_TEST_SUITE_WITH(nested_subpage, subpage_setup);
NESTED_CELL(nested_subpage, thp_2m, BACKING_ANON_THP, 4k, 12);
NESTED_CELL(nested_subpage, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_subpage, thp_2m, BACKING_ANON_THP, 2m, 21);

/* The 64K parts of the host page that L2 accesses; PART is discarded. */
static const size_t parts[] = { 0, SZ_1M - SZ_64K, SZ_1M, SZ_2M - SZ_64K };

#define PART		SZ_1M

/* The first and the last leaf of the part, which may be the same. */
static void map_part(struct nested_test *t, size_t part)
{
	size_t first = unit_offset(t, UNIT_MIDDLE) + part;
	size_t last = first + SZ_64K - t->leaf_size;

	nested_map_rw(&t->l2, TEST_L2_RA + first, TEST_GPA + first,
		      t->leaf_shift);
	if (last != first)
		nested_map_rw(&t->l2, TEST_L2_RA + last, TEST_GPA + last,
			      t->leaf_shift);
}

static void expect_part(struct nested_test *t, size_t part, uint64_t seed)
{
	size_t offset = unit_offset(t, UNIT_MIDDLE) + part;
	size_t last = offset + SZ_64K - SZ_4K;

	nested_expect_value(&t->l2, TEST_L2_RA + offset,
			    seed ? mark(seed, offset) : 0);
	nested_expect_value(&t->l2, TEST_L2_RA + last,
			    seed ? mark(seed, last) : 0);
}

static void map_parts(struct nested_test *t)
{
	uint64_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE);
	size_t i;

	t->step = SZ_4K;
	mark_memory(t, t->mem.hva, t->mem.size, MARK_SEED_L0, 0);
	if (t->leaf_size > SZ_64K)
		nested_map_rw(&t->l2, l2_ra, unit_gpa(t, UNIT_MIDDLE),
			      t->leaf_shift);
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		if (t->leaf_size <= SZ_64K)
			map_part(t, parts[i]);
		expect_part(t, parts[i], MARK_SEED_L0);
		shadow_expect_live(&t->l2, l2_ra + parts[i]);
	}
}

/* L2 accesses all but PART as before, and its stores arrive. */
static void expect_other_parts(struct nested_test *t)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t offset = unit_offset(t, UNIT_MIDDLE) + parts[i];

		if (parts[i] == PART)
			continue;
		expect_part(t, parts[i], MARK_SEED_L0);
		nested_write(&t->l2, TEST_L2_RA + offset,
			     mark(MARK_SEED_L2, offset));
		host_expect_marks(t, t->mem.hva + offset, t->step,
				  MARK_SEED_L2, offset);
		nested_write(&t->l2, TEST_L2_RA + offset,
			     mark(MARK_SEED_L0, offset));
	}
}

/*
 * L0 discards a part by MADV_DONTNEED, which splits the huge mapping: all leaves are
 * removed, and the part reads as zeros. The second time there are only base pages, and
 * only the leaves of the part are removed.
 */
/* Covers: S3, S10 */
TEST_F(nested_subpage, discarded)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	uint64_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE);
	uint64_t *word = (void *)t->mem.hva + offset + PART;

	map_parts(t);
	backing_discard(&t->mem, offset + PART, SZ_64K);
	shadow_expect_none(&t->l2, l2_ra + PART, SZ_64K);
	expect_part(t, PART, 0);
	nested_write(&t->l2, l2_ra + PART, 2);
	EXPECT_EQ(2, *word);
	expect_other_parts(t);

	backing_discard(&t->mem, offset + PART, SZ_64K);
	shadow_expect_none(&t->l2, l2_ra + PART, SZ_64K);
	shadow_expect_kept(&t->l2, l2_ra);
	shadow_expect_kept(&t->l2, l2_ra + SZ_2M - SZ_4K);
	expect_part(t, PART, 0);
	expect_other_parts(t);
}

/* L0 unmaps the part by munmap(): L2 has no memory there, and the rest beside it. */
/* Covers: S3, S10 */
TEST_F(nested_subpage, unmapped)
{
	struct nested_test *t = &self->t;
	size_t offset = unit_offset(t, UNIT_MIDDLE);
	uint64_t l2_ra = unit_l2_ra(t, UNIT_MIDDLE);

	map_parts(t);
	backing_unmap(&t->mem, offset + PART, SZ_64K);
	shadow_expect_none(&t->l2, l2_ra + PART, SZ_64K);
	nested_expect_no_memory(&t->l2, NESTED_LOAD, l2_ra + PART);
	nested_expect_no_memory(&t->l2, NESTED_STORE,
				l2_ra + PART + SZ_64K - SZ_4K);
	expect_other_parts(t);
	backing_replace(&t->mem, offset + PART, SZ_64K);
	expect_part(t, PART, 0);
	expect_other_parts(t);
}

/* The number of L0's 2M leaves for L1, by the kernel's count. */
static unsigned long pages_2m(struct nested_test *t)
{
	unsigned long nr;
	char path[80];

	snprintf(path, sizeof(path),
		 "/sys/kernel/debug/kvm/%d-%d/num_2M_pages", getpid(),
		 t->vm->fd);
	TEST_REQUIRE(file_read_number(path, &nr), "no %s: mount debugfs", path);
	return nr;
}

/* L1's 2M page is split and mapped again: the kernel's page statistics follow. */
TEST_F(nested_subpage, pages_2m_are_counted)
{
	struct nested_test *t = &self->t;
	unsigned long before = pages_2m(t);

	map_parts(t);
	EXPECT_EQ(before + 1, pages_2m(t));
	backing_discard(&t->mem, unit_offset(t, UNIT_MIDDLE) + PART, SZ_64K);
	EXPECT_EQ(before, pages_2m(t));
	expect_part(t, PART, 0);
	EXPECT_EQ(before, pages_2m(t));
}

TEST_HARNESS_MAIN
