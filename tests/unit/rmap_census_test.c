// SPDX-License-Identifier: GPL-2.0
/*
 * What trace events say about rmap objects: the law, one event after another.
 */
#include "kselftest_harness.h"

#include "witness/rmap_census_count.h"

/* Two vCPU threads, and one that is none. */
#define VCPU_A	101
#define VCPU_B	102
#define OTHER	103

#define LIST	0xc000000001000000UL	/* an element of a slot's array */
#define LIST_2	0xc000000001000008UL

FIXTURE(census)
{
	struct census_state *state;
	const struct rmap_counts *counts;
};

FIXTURE_SETUP(census)
{
	self->state = census_state_new();
	self->counts = census_state_counts(self->state);
}

FIXTURE_TEARDOWN(census)
{
	census_state_free(self->state);
}

static void alloc(struct census_state *state, int pid, unsigned long ptr)
{
	census_state_add(state, &(struct census_event){
		.type = CENSUS_ALLOC, .pid = pid, .ptr = ptr });
}

/* The fault path frees its own: @ptr was not needed, 0 if it was filed. */
static void fault_end(struct census_state *state, int pid, unsigned long ptr)
{
	census_state_add(state, &(struct census_event){
		.type = CENSUS_FREE_UNUSED, .pid = pid, .ptr = ptr });
}

static void take_away(struct census_state *state, unsigned long ptr)
{
	census_state_add(state, &(struct census_event){
		.type = CENSUS_FREE, .pid = OTHER, .ptr = ptr });
}

static void insert(struct census_state *state, unsigned long rmapp,
		   unsigned long first, unsigned long entry)
{
	census_state_add(state, &(struct census_event){
		.type = CENSUS_INSERT, .pid = VCPU_A, .rmapp = rmapp,
		.first = first, .entry = entry });
}

/* The first entry of a page lives in the array: its object goes at once. */
TEST_F(census, first_entry_costs_nothing)
{
	alloc(self->state, VCPU_A, 0x1000);
	insert(self->state, LIST, 0, 0x02a0000000001000);
	fault_end(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(1, self->counts->allocated);
	EXPECT_EQ(1, self->counts->unused);
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(0, self->counts->max_live);
	EXPECT_EQ(1, self->counts->entries);
}

/* n aliases cost n - 1 objects; taking the page away gives all back. */
TEST_F(census, aliases)
{
	unsigned long i;

	for (i = 0; i < 8; i++) {
		alloc(self->state, VCPU_A, 0x1000 + 16 * i);
		insert(self->state, LIST, i, 0x02a0000000000000 + (i << 12));
		fault_end(self->state, VCPU_A, i ? 0 : 0x1000);
	}
	EXPECT_EQ(7, self->counts->live);
	EXPECT_EQ(7, self->counts->max_live);
	EXPECT_EQ(8, self->counts->entries);
	EXPECT_EQ(8, self->counts->max_entries);
	for (i = 1; i < 8; i++)
		take_away(self->state, 0x1000 + 16 * i);
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(7, self->counts->max_live);
	EXPECT_EQ(7, self->counts->freed);
	EXPECT_EQ(0, self->counts->strange);
}

/* The same entry again is not filed and makes no new one. */
TEST_F(census, known_entry)
{
	insert(self->state, LIST, 0, 0x02a0000000001000);
	insert(self->state, LIST, 1, 0x02a0000000002000);
	insert(self->state, LIST, 1, 0x02a0000000001000);
	/* The flag of a single entry is no part of what it is. */
	insert(self->state, LIST, 1, 0x02a0000000001001);
	EXPECT_EQ(4, self->counts->inserts);
	EXPECT_EQ(2, self->counts->entries);
	/* Another L2 or another page is another entry. */
	insert(self->state, LIST, 1, 0x7ff0000000001000);
	insert(self->state, LIST_2, 0, 0x02a0000000001000);
	EXPECT_EQ(4, self->counts->entries);
	EXPECT_EQ(2, self->counts->rmaps);
	EXPECT_EQ(3, self->counts->max_entries);
}

/* A list found empty was taken away: counting starts again. */
TEST_F(census, list_starts_again)
{
	insert(self->state, LIST, 0, 0x02a0000000001000);
	insert(self->state, LIST, 1, 0x02a0000000002000);
	insert(self->state, LIST, 0, 0x02a0000000001000);
	EXPECT_EQ(1, self->counts->entries);
	EXPECT_EQ(2, self->counts->max_entries);
	EXPECT_EQ(1, self->counts->rmaps);
}

/* Two vCPUs in the fault path: each ends its own fault. */
TEST_F(census, two_threads)
{
	alloc(self->state, VCPU_A, 0x1000);
	alloc(self->state, VCPU_B, 0x2000);
	EXPECT_EQ(0, self->counts->live);
	fault_end(self->state, VCPU_B, 0);
	EXPECT_EQ(1, self->counts->live);
	fault_end(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(1, self->counts->live);
	EXPECT_EQ(1, self->counts->unused);
	EXPECT_EQ(0, self->counts->strange);
}

/* Another thread empties the list before the fault path has ended. */
TEST_F(census, taken_away_early)
{
	alloc(self->state, VCPU_A, 0x1000);
	take_away(self->state, 0x1000);
	fault_end(self->state, VCPU_A, 0);
	EXPECT_EQ(1, self->counts->filed);
	EXPECT_EQ(1, self->counts->freed);
	EXPECT_EQ(1, self->counts->max_live);
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(0, self->counts->strange);
}

/* A kernel that does not trace the freeing of nothing: the quiet point tells. */
TEST_F(census, settle)
{
	alloc(self->state, VCPU_A, 0x1000);
	alloc(self->state, VCPU_A, 0x2000);
	census_state_settle(self->state);
	EXPECT_EQ(2, self->counts->live);
	EXPECT_EQ(2, self->counts->max_live);
	take_away(self->state, 0x2000);
	take_away(self->state, 0x1000);
	EXPECT_EQ(0, self->counts->live);
}

/* A pointer may be used again once it was freed. */
TEST_F(census, pointer_used_again)
{
	int i;

	for (i = 0; i < 3; i++) {
		alloc(self->state, VCPU_A, 0x1000);
		fault_end(self->state, VCPU_A, 0);
		EXPECT_EQ(1, self->counts->live);
		take_away(self->state, 0x1000);
	}
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(1, self->counts->max_live);
	EXPECT_EQ(3, self->counts->filed);
	EXPECT_EQ(0, self->counts->strange);
}

/* What we never saw allocated is not ours to count. */
TEST_F(census, foreign_free)
{
	take_away(self->state, 0x1000);
	fault_end(self->state, VCPU_A, 0x2000);
	take_away(self->state, 0);
	EXPECT_EQ(0, self->counts->freed);
	EXPECT_EQ(0, self->counts->unused);
	EXPECT_EQ(0, self->counts->live);
}

/* Given out twice without a free between, or filed and then "unused". */
TEST_F(census, strange)
{
	alloc(self->state, VCPU_A, 0x1000);
	fault_end(self->state, VCPU_A, 0);
	alloc(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(1, self->counts->strange);
	fault_end(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(2, self->counts->strange);
	EXPECT_EQ(0, self->counts->live);
}

TEST_HARNESS_MAIN
