// SPDX-License-Identifier: GPL-2.0
/*
 * The life of rmap objects as a state machine; see rmap_census_count.h.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "witness/rmap_census_count.h"
#include "test_util.h"

/* The bits that identify an entry: LPID and address, not the flag. */
#define ENTRY_MASK	0xfffffffffffff000UL

#define NR_BUCKETS	1024

/* An allocated object, linked into a list or not. */
struct object {
	struct object *next;
	unsigned long ptr;
	int pid;		/* if not settled: the allocating thread */
	bool pending;
	struct object *next_pending;
};

/* An element of a memslot's rmap array, and the distinct entries under it. */
struct head {
	struct head *next;
	unsigned long rmapp;
	unsigned long *entries;
	size_t nr, room;
};

struct census_state {
	struct rmap_counts counts;
	struct object *objects[NR_BUCKETS];
	struct head *heads[NR_BUCKETS];
	struct object *pending;	/* one per vCPU thread at most */
};

static size_t bucket(unsigned long value)
{
	return (value * 0x9e3779b97f4a7c15UL) >> 54;
}

static void *make(size_t size)
{
	void *new = calloc(1, size);

	TEST_ASSERT(new, "no memory for the census");
	return new;
}

struct census_state *census_state_new(void)
{
	return make(sizeof(struct census_state));
}

void census_state_free(struct census_state *state)
{
	struct object *object;
	struct head *head;
	size_t i;

	for (i = 0; i < NR_BUCKETS; i++) {
		while ((object = state->objects[i])) {
			state->objects[i] = object->next;
			free(object);
		}
		while ((head = state->heads[i])) {
			state->heads[i] = head->next;
			free(head->entries);
			free(head);
		}
	}
	free(state);
}

static struct object **find_object(struct census_state *state,
				   unsigned long ptr)
{
	struct object **at = &state->objects[bucket(ptr)];

	while (*at && (*at)->ptr != ptr)
		at = &(*at)->next;
	return at;
}

/* The thread has not freed it: it was linked. */
static void settle(struct census_state *state, struct object *object)
{
	object->pending = false;
	state->counts.linked++;
	if (++state->counts.live > state->counts.max_live)
		state->counts.max_live = state->counts.live;
}

/* @pid 0: all threads. */
static void settle_thread(struct census_state *state, int pid)
{
	struct object **at = &state->pending, *object;

	while ((object = *at)) {
		if (object->pid == pid || !pid) {
			*at = object->next_pending;
			settle(state, object);
		} else {
			at = &object->next_pending;
		}
	}
}

void census_state_settle(struct census_state *state)
{
	settle_thread(state, 0);
}

static void add_alloc(struct census_state *state,
		      const struct census_event *event)
{
	struct object **at = find_object(state, event->ptr), *object;

	state->counts.allocated++;
	if (*at) {
		/* Allocated again without having been freed. */
		state->counts.invalid++;
		return;
	}
	object = make(sizeof(*object));
	object->ptr = event->ptr;
	object->pid = event->pid;
	object->pending = true;
	object->next_pending = state->pending;
	state->pending = object;
	*at = object;
}

static void drop_pending(struct census_state *state, struct object *object)
{
	struct object **at = &state->pending;

	while (*at != object)
		at = &(*at)->next_pending;
	*at = object->next_pending;
}

static void add_free(struct census_state *state,
		     const struct census_event *event)
{
	struct object **at = find_object(state, event->ptr), *object = *at;

	/* Other memory of kvm_hv, or an object from before census_start(). */
	if (!object)
		return;
	if (object->pending)
		drop_pending(state, object);
	if (event->type == CENSUS_FREE_UNUSED && object->pending &&
	    object->pid == event->pid) {
		state->counts.unused++;
	} else {
		/* Removed from the list by another thread in the meantime. */
		if (object->pending)
			settle(state, object);
		state->counts.freed++;
		state->counts.live--;
		/* The fault path never frees what it has linked. */
		if (event->type == CENSUS_FREE_UNUSED)
			state->counts.invalid++;
	}
	*at = object->next;
	free(object);
}

static struct head *find_head(struct census_state *state, unsigned long rmapp)
{
	struct head **at = &state->heads[bucket(rmapp)];

	while (*at && (*at)->rmapp != rmapp)
		at = &(*at)->next;
	if (!*at) {
		*at = make(sizeof(**at));
		(*at)->rmapp = rmapp;
		state->counts.rmaps++;
	}
	return *at;
}

static void add_insert(struct census_state *state,
		       const struct census_event *event)
{
	struct head *head = find_head(state, event->rmapp);
	unsigned long entry = event->entry & ENTRY_MASK;
	size_t i;

	state->counts.inserts++;
	/* The kernel found it empty: the previous list was freed. */
	if (!event->first) {
		state->counts.entries -= head->nr;
		head->nr = 0;
	}
	for (i = 0; i < head->nr; i++) {
		if (head->entries[i] == entry)
			return;
	}
	if (head->nr == head->room) {
		head->room = head->room ? 2 * head->room : 8;
		head->entries = realloc(head->entries,
					head->room * sizeof(entry));
		TEST_ASSERT(head->entries, "no memory for the census");
	}
	head->entries[head->nr++] = entry;
	state->counts.entries++;
	if (head->nr > state->counts.max_entries)
		state->counts.max_entries = head->nr;
}

void census_state_add(struct census_state *state,
		      const struct census_event *event)
{
	switch (event->type) {
	case CENSUS_ALLOC:
		add_alloc(state, event);
		break;
	case CENSUS_FREE_UNUSED:
		if (event->ptr)
			add_free(state, event);
		else
			settle_thread(state, event->pid);
		break;
	case CENSUS_FREE:
		if (event->ptr)
			add_free(state, event);
		break;
	case CENSUS_INSERT:
		add_insert(state, event);
		break;
	}
}

const struct rmap_counts *census_state_counts(struct census_state *state)
{
	return &state->counts;
}
