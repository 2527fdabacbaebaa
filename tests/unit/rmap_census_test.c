// SPDX-License-Identifier: GPL-2.0
/*
 * From trace events to the counts of rmap objects.
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

/* The fault path frees its own: @ptr was not needed, 0 if it was linked. */
static void fault_end(struct census_state *state, int pid, unsigned long ptr)
{
	census_state_add(state, &(struct census_event){
		.type = CENSUS_FREE_UNUSED, .pid = pid, .ptr = ptr });
}

static void free_object(struct census_state *state, unsigned long ptr)
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

/* The first entry of a page is in the array itself: its object is freed at once. */
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

/* n aliases take n - 1 objects; unmapping the page frees all of them. */
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
		free_object(self->state, 0x1000 + 16 * i);
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(7, self->counts->max_live);
	EXPECT_EQ(7, self->counts->freed);
	EXPECT_EQ(0, self->counts->invalid);
}

/* The same entry again is not linked and makes no new one. */
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

/* A list found empty was freed: counting starts again. */
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
	EXPECT_EQ(0, self->counts->invalid);
}

/* Another thread frees the list before the fault path has ended. */
TEST_F(census, freed_early)
{
	alloc(self->state, VCPU_A, 0x1000);
	free_object(self->state, 0x1000);
	fault_end(self->state, VCPU_A, 0);
	EXPECT_EQ(1, self->counts->linked);
	EXPECT_EQ(1, self->counts->freed);
	EXPECT_EQ(1, self->counts->max_live);
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(0, self->counts->invalid);
}

/* A kernel that does not trace kfree(NULL): what is not freed when no vCPU runs is linked. */
TEST_F(census, settle)
{
	alloc(self->state, VCPU_A, 0x1000);
	alloc(self->state, VCPU_A, 0x2000);
	census_state_settle(self->state);
	EXPECT_EQ(2, self->counts->live);
	EXPECT_EQ(2, self->counts->max_live);
	free_object(self->state, 0x2000);
	free_object(self->state, 0x1000);
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
		free_object(self->state, 0x1000);
	}
	EXPECT_EQ(0, self->counts->live);
	EXPECT_EQ(1, self->counts->max_live);
	EXPECT_EQ(3, self->counts->linked);
	EXPECT_EQ(0, self->counts->invalid);
}

/* Objects whose allocation was not traced are not counted. */
TEST_F(census, foreign_free)
{
	free_object(self->state, 0x1000);
	fault_end(self->state, VCPU_A, 0x2000);
	free_object(self->state, 0);
	EXPECT_EQ(0, self->counts->freed);
	EXPECT_EQ(0, self->counts->unused);
	EXPECT_EQ(0, self->counts->live);
}

/* Allocated twice without a free in between, or linked and then "unused". */
TEST_F(census, events_that_contradict)
{
	alloc(self->state, VCPU_A, 0x1000);
	fault_end(self->state, VCPU_A, 0);
	alloc(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(1, self->counts->invalid);
	fault_end(self->state, VCPU_A, 0x1000);
	EXPECT_EQ(2, self->counts->invalid);
	EXPECT_EQ(0, self->counts->live);
}

TEST_HARNESS_MAIN
