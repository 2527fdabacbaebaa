// SPDX-License-Identifier: GPL-2.0
/* An L2 that keeps running on a CPU of its own; see nested_spinner.h. */
#include <errno.h>
#include <string.h>

#include "l1_nested.h"
#include "nested_spinner.h"
#include "processor.h"

#define CPU_CALLER	0
#define CPU_L2		1

/* In L2. What it tells is ordered: `seen` comes after what it stands for. */
static void l2_spin_load(struct spinner_words *words, uint64_t ea)
{
	uint64_t turn = 0, next, value;

	while (turn != SPINNER_STOP) {
		next = __atomic_load_n(&words->turn, __ATOMIC_ACQUIRE);
		value = l2_load64(ea);
		if (next != turn)
			WRITE_SHARED(words->first, value);
		turn = next;
		WRITE_SHARED(words->value, value);
		__atomic_store_n(&words->seen, turn, __ATOMIC_RELEASE);
		WRITE_SHARED(words->count, words->count + 1);
	}
}

static void l2_spin_store(struct spinner_words *words, uint64_t ea)
{
	uint64_t turn = 0, value = 0;

	while (turn != SPINNER_STOP) {
		turn = __atomic_load_n(&words->turn, __ATOMIC_ACQUIRE);
		l2_store64(ea, ++value);
		WRITE_SHARED(words->value, value);
		__atomic_store_n(&words->seen, turn, __ATOMIC_RELEASE);
		WRITE_SHARED(words->count, words->count + 1);
	}
}

/*
 * What L0 refuses comes back as it does for any L2, see
 * nested_expect_no_memory(); what L1 unmapped, as an interrupt too; and where a
 * memslot is missing, as MMIO. L2 tries again, or its load is answered.
 */
static bool is_refusal(struct nested_spinner *s,
		       const struct nested_result *result)
{
	if (!__atomic_load_n(&s->may_fault, __ATOMIC_ACQUIRE))
		return false;
	if (result->end == NESTED_TO_L1)
		return result->exit.trap == VECTOR_H_DATA_STORAGE &&
		       result->exit.hdar == s->ea;
	return result->end == NESTED_TO_L0 &&
	       (result->stop.reason == VCPU_STOP_MMIO ||
		(result->stop.reason == VCPU_STOP_ERRNO &&
		 result->stop.err == EFAULT));
}

static void *spin(void *arg)
{
	struct nested_spinner *s = arg;
	struct nested_result result;

	pin_self_to_cpu(CPU_L2);
	result = nested_call(s->l2, s->access == NESTED_STORE ? l2_spin_store :
			     l2_spin_load, SPINNER_L2_RA + SPINNER_OFFSET,
			     s->ea, 0, 0);
	while (is_refusal(s, &result)) {
		__atomic_fetch_add(&s->faults, 1, __ATOMIC_RELEASE);
		if (result.end == NESTED_TO_L1) {
			result = nested_retry(s->l2);
		} else {
			memset(s->l2->vcpu->run->mmio.data, 0, 8);
			result = nested_continue(s->l2);
		}
	}
	if (result.end != NESTED_RETURNED)
		TEST_FAIL("the L2 (LPID %#x) that accesses %#lx all the time: %s",
			  s->l2->lpid, s->ea,
			  nested_result_name(s->l2, &result));
	__atomic_store_n(&s->ended, true, __ATOMIC_RELEASE);
	return NULL;
}

void spinner_start(struct nested_spinner *s, struct nested_test *t,
		   struct nested_guest *l2, enum nested_access access,
		   uint64_t ea)
{
	memset(s, 0, sizeof(*s));
	s->t = t;
	s->l2 = l2;
	s->access = access;
	s->ea = ea;
	backing_create(&s->mem, BACKING_ANON, SZ_64K);
	backing_populate(&s->mem);
	s->words = (void *)s->mem.hva + SPINNER_OFFSET;
	vm_mem_region_add(t->vm, SPINNER_SLOT, 0, SPINNER_GPA, SZ_64K,
			  s->mem.hva);
	nested_map_rw(l2, SPINNER_L2_RA, SPINNER_GPA, 16);
	pin_self_to_cpu(CPU_CALLER);
	TEST_ASSERT(!pthread_create(&s->thread, NULL, spin, s), "no thread");
	spinner_expect_running(s, 1);
}

void spinner_stop(struct nested_spinner *s)
{
	spinner_raise(s, SPINNER_STOP);
	TEST_ASSERT(!pthread_join(s->thread, NULL), "cannot join the thread");
}

/* For whoever waits: an L2 that hangs is noticed by the run loop. */
static void must_spin(struct nested_spinner *s)
{
	TEST_ASSERT(!__atomic_load_n(&s->ended, __ATOMIC_ACQUIRE),
		    "L2 has ended");
}

void spinner_expect_running(struct nested_spinner *s, uint64_t nr)
{
	uint64_t until = READ_SHARED(s->words->count) + nr;

	while (READ_SHARED(s->words->count) < until)
		must_spin(s);
}

void spinner_wait_value(struct nested_spinner *s, uint64_t value)
{
	while (READ_SHARED(s->words->value) != value)
		must_spin(s);
}

uint64_t spinner_next_turn(struct nested_spinner *s)
{
	return s->words->turn + 1;
}

uint64_t spinner_first_value(struct nested_spinner *s, uint64_t turn)
{
	while (__atomic_load_n(&s->words->seen, __ATOMIC_ACQUIRE) != turn)
		must_spin(s);
	return READ_SHARED(s->words->first);
}

bool spinner_is_refused(struct nested_spinner *s)
{
	uint64_t faults = __atomic_load_n(&s->faults, __ATOMIC_ACQUIRE);
	/* The access that was under way may end, and another one begin. */
	uint64_t count = READ_SHARED(s->words->count) + 2;

	while (__atomic_load_n(&s->faults, __ATOMIC_ACQUIRE) == faults) {
		if (READ_SHARED(s->words->count) > count)
			return false;
		must_spin(s);
	}
	return true;
}
