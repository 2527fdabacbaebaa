// SPDX-License-Identifier: GPL-2.0
/*
 * The dirty log is read while L2's store faults on another CPU: in whatever order, a
 * later store must be in the log.
 *
 * __kvmhv_nested_page_fault() copies L0's leaf, with C if the page is dirty, and puts it
 * into the shadow table later. Known defect: if the log clears C in L0's leaf in
 * between, there is no shadow leaf yet in which to clear it, and the fault is not
 * restarted.
 *
 * Each fault is paired with one reading of the log, which starts after a delay. The
 * delay varies from pair to pair, over the whole time in which the two can overlap, as
 * measured before.
 */
#include "kselftest_harness.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "isa/hcall.h"
#include "isa/spr.h"
#include "host/host_probe.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "search.h"
#include "witness/tlb_log.h"

/* With --stress, its time limit applies; the run loop detects hangs. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	1000000	/* seconds */

/*
 * The number of faults that must overlap a reading, and of tries. On a kernel with the
 * defect, one in five that overlap loses the store, or one in seven if the CPUs are
 * shared with other work.
 */
#define MEETINGS	96
#define TRIES		1024
/* Pages that L2 stores to in a round: one word of the log. */
#define MAX_PAGES	64

/* Communication of L2 and the host, in nested_test_share(). */
struct meeting_words {
	uint64_t turn;		/* from L2: the pair that begins */
	uint64_t stored;	/* from L2: the last one whose store is done */
	uint64_t fault, end;	/* from L2: start and end time of that */
	uint64_t read;		/* to L2: the last one whose reading is done */
	uint64_t page, nr;	/* to L2: size and number of pages */
	uint64_t head;		/* to L2: ticks from the start of a pair to its fault */
};

FIXTURE(nested_log_race)
{
	struct nested_test t;
	struct meeting_words *words;
	uint64_t turn;		/* before the round */
	uint64_t fault_ticks, read_ticks;	/* duration without interference */
	uint32_t tried, met;	/* pairs that overlapped */
	uint64_t log[SZ_1M / SZ_4K / 64];
};

FIXTURE_VARIANT(nested_log_race)
{
	struct nested_cell cell;
};

NESTED_CELL(nested_log_race, anon, BACKING_ANON, 64k, 16);

FIXTURE_SETUP(nested_log_race)
{
	TEST_CASE_BEGIN(_metadata, variant);
	TEST_REQUIRE_PRESENT(host_missing_cpus(2));
	nested_test_setup(&self->t, &variant->cell);
	TEST_ASSERT(self->t.mem.size <= SZ_1M, "the log has more pages");
	self->words = nested_test_share(&self->t);
	self->words->page = host_page_size();
	self->words->nr = self->t.mem.size / host_page_size();
	if (self->words->nr > MAX_PAGES)
		self->words->nr = MAX_PAGES;
}

NESTED_TEST_SUITE_TEARDOWN(nested_log_race, t, nested_test_teardown);

/* On the host and in L2. */
static void wait_ticks(uint64_t nr)
{
	uint64_t start = get_timebase();

	while (get_timebase() - start < nr)
		;
}

/* In L2. */
static void l2_store_all(const struct meeting_words *words, gva_t ea)
{
	uint64_t i;

	for (i = 0; i < words->nr; i++)
		l2_store64(ea + i * words->page, i);
}

/*
 * Store to each page through one address, which makes it dirty, and then through the
 * other, which faults. The reading of the log has words->head ticks to start before.
 */
static void l2_meet(struct meeting_words *words)
{
	uint64_t off, end = words->nr * words->page, turn = words->turn;

	for (off = 0; off < end; off += words->page) {
		l2_store64(TEST_L2_ALIAS_RA(0) + off, off);
		__atomic_store_n(&words->turn, ++turn, __ATOMIC_RELEASE);
		wait_ticks(words->head);
		WRITE_ONCE(words->fault, get_timebase());
		l2_store64(TEST_L2_RA + off, off);
		WRITE_ONCE(words->end, get_timebase());
		__atomic_store_n(&words->stored, turn, __ATOMIC_RELEASE);
		while (__atomic_load_n(&words->read, __ATOMIC_ACQUIRE) != turn)
			;
	}
}

/* Drop the shadow leaves, so that each store faults. */
static void l1_meet(struct l2_vcpu *vcpu)
{
	GUEST_ASSERT_EQ(l1_tlbie(vcpu->hv.lpid, 0, TLBIE_RIC_TLB,
				 TLBIE_IS_LPID, 0), H_SUCCESS);
	GUEST_ASSERT_EQ(l1_nested_call(vcpu, l2_meet, TEST_SHARED_L2_RA, 0, 0, 0),
			NESTED_EXIT_RETURN);
}

static void *run_l2(void *arg)
{
	FIXTURE_DATA(nested_log_race) *self = arg;
	struct nested_test *t = &self->t;

	pin_self_to_cpu(1);
	vcpu_call(t->vcpu, l1_meet, t->l2.l2_vcpu);
	return NULL;
}

static void read_log(FIXTURE_DATA(nested_log_race) *self)
{
	kvm_vm_get_dirty_log(self->t.vm, TEST_SLOT, self->log);
}

/* L2 stores to each page between two readings of the log. */
static unsigned long stores_not_logged(FIXTURE_DATA(nested_log_race) *self)
{
	struct nested_test *t = &self->t;
	unsigned long lost = 0;
	uint64_t i;

	read_log(self);
	nested_call_value(&t->l2, l2_store_all, TEST_SHARED_L2_RA, TEST_L2_RA);
	read_log(self);
	for (i = 0; i < self->words->nr; i++)
		lost += !(self->log[0] & BIT(i));
	return lost;
}

static void wait_for(const uint64_t *word, uint64_t value)
{
	while (__atomic_load_n(word, __ATOMIC_ACQUIRE) != value)
		;
}

/* A round: @meet is the host's part in pair self->turn. */
static void run_round(FIXTURE_DATA(nested_log_race) *self,
		      void (*meet)(FIXTURE_DATA(nested_log_race) *self))
{
	struct meeting_words *words = self->words;
	pthread_t thread;
	uint64_t i;

	tlb_log_expect_races();
	TEST_ASSERT(!pthread_create(&thread, NULL, run_l2, self), "no thread");
	for (i = 0; i < words->nr; i++) {
		wait_for(&words->turn, ++self->turn);
		meet(self);
		__atomic_store_n(&words->read, self->turn, __ATOMIC_RELEASE);
	}
	pthread_join(thread, NULL);
}

/* Measure the fault, then the reading. The minimum of each is without interference. */
static void measure(FIXTURE_DATA(nested_log_race) *self)
{
	uint64_t start, fault, read;

	wait_for(&self->words->stored, self->turn);
	fault = self->words->end - self->words->fault;
	start = get_timebase();
	read_log(self);
	read = get_timebase() - start;
	if (fault < self->fault_ticks)
		self->fault_ticks = fault;
	if (read < self->read_ticks)
		self->read_ticks = read;
}

/* The @i-th number of a low-discrepancy sequence over 0 to @range. */
static uint64_t spread(uint64_t range, uint32_t i)
{
	return range * (i * 0x9e3779b9U >> 16) >> 16;
}

static void meet(FIXTURE_DATA(nested_log_race) *self)
{
	struct meeting_words *words = self->words;
	uint64_t start, end;

	wait_ticks(spread(words->head + self->fault_ticks, self->tried++));
	start = get_timebase();
	read_log(self);
	end = get_timebase();
	wait_for(&words->stored, self->turn);
	self->met += words->fault < end && start < words->end;
}

/*
 * L2's store faults through one mapping of a page while L0 reads the dirty log: a later
 * store through another mapping is in the next log. Known defect.
 */
TEST_F(nested_log_race, later_stores_are_logged)
{
	struct nested_test *t = &self->t;
	unsigned long lost = 0;
	uint64_t off, start;
	int round, rounds;

	for (off = 0; off < t->mem.size; off += t->leaf_size) {
		nested_map_rw(&t->l2, TEST_L2_RA + off, TEST_GPA + off,
			      t->leaf_shift);
		nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(0) + off, TEST_GPA + off,
			      t->leaf_shift);
	}
	nested_map_rw(&t->l2, TEST_SHARED_L2_RA, TEST_SHARED_GPA, 16);
	vm_mem_region_set_flags(t->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	nested_write(&t->l2, TEST_L2_RA, 1);
	nested_write(&t->l2, TEST_SHARED_L2_RA, 0);
	if (stores_not_logged(self))
		TEST_FAIL("L2's stores are not in the log");

	pin_self_to_cpu(0);
	self->fault_ticks = ~0UL;
	self->read_ticks = ~0UL;
	start = get_timebase();
	run_round(self, measure);
	/* L2 stores to pages of the first half; the second half is for the words. */
	self->words->head = self->read_ticks / 2;
	TEST_ASSERT(self->words->fault - start < get_timebase() - start,
		    "L2's timebase is not the host's");
	rounds = TRIES / self->words->nr;
	for (round = 0; !lost && search_goes_on(round, rounds); round++) {
		run_round(self, meet);
		lost = stores_not_logged(self);
		if (self->met >= MEETINGS)
			rounds = 0;
	}
	test_note("%lu stores lost; %u of %u readings of %lu ticks overlapped a fault of %lu",
		  lost, self->met, self->tried, self->read_ticks,
		  self->fault_ticks);
	TEST_REQUIRE(lost || self->met >= MEETINGS,
		     "the CPUs are too busy: %u of %u readings of the log overlapped a fault",
		     self->met, self->tried);
	/* Then a shadow leaf has C set and L0's leaf does not. */
	t->tables_are_stale = lost;
	nested_test_known_defect(t, lost, DEFECT_LOG_RACE);
}

/* No tlbie witness: each KVM_GET_DIRTY_LOG would show nested-rc-wrong-lpid. */
int main(int argc, char **argv)
{
	return test_harness_run(argc, argv);
}
