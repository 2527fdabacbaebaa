// SPDX-License-Identifier: GPL-2.0
/* The threads, and the checks at quiet points; see nested_stress.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nested_stress.h"
#include "witness/tlb_log.h"

#define ENOUGH	64	/* accesses of each, between two quiet points */

static uint64_t random_of(const struct nested_stress *s, uint64_t who)
{
	uint64_t state = (s->seed + 1) * 0x9e3779b97f4a7c15UL ^ (who + 1) << 32;
	int i;

	for (i = 0; i < 8; i++)
		stress_random(&state);
	return state;
}

static bool wait_for_start(struct nested_stress *s)
{
	pthread_barrier_wait(&s->start);
	return !s->over;
}

static void *run_vcpu(void *arg)
{
	struct stress_thread *thread = arg;
	struct nested_stress *s = thread->s;
	uint64_t id = thread->id, random = random_of(s, id);

	while (wait_for_start(s)) {
		random = vcpu_call(s->vcpus[id], l1_stress,
				   id ? s->x1.l2_vcpu : s->t->l2.l2_vcpu,
				   id ? s->y1.l2_vcpu : 0, id, random);
		pthread_barrier_wait(&s->end);
	}
	return NULL;
}

static void *run_l0(void *arg)
{
	struct stress_thread *thread = arg;
	struct nested_stress *s = thread->s;
	uint64_t random = random_of(s, STRESS_VCPUS + thread->id);

	while (wait_for_start(s)) {
		stress_l0_act(s, thread->id, &random, STRESS_ACTIONS);
		__atomic_fetch_add(&s->l0_done, 1, __ATOMIC_RELEASE);
		pthread_barrier_wait(&s->end);
	}
	return NULL;
}

static void make_pages(struct nested_stress *s)
{
	struct stress_shared *sh = s->sh;
	uint64_t size = 1UL << sh->leaf_shift, page;

	sh->nr_pages = s->t->mem.size / size;
	if (sh->nr_pages > STRESS_PAGES)
		sh->nr_pages = STRESS_PAGES;
	sh->step = align_down(s->t->mem.size / sh->nr_pages, size);
	for (page = 0; page < sh->nr_pages; page++) {
		memset(stress_page_hva(s, page), 0, size);
		stress_fill(sh, stress_page_hva(s, page), page, 0);
	}
	memset(sh->last, 0xff, sizeof(sh->last));
}

/* Also enter the L2 once, alone, because of DEFECT_NESTED_CREATE_RACE. */
static void map_slots(struct nested_stress *s, struct nested_vcpu *l2,
		      uint64_t nr)
{
	struct stress_shared *sh = s->sh;
	uint64_t slot, l2_ra;

	nested_map_rw(l2, TEST_SHARED_L2_RA, TEST_SHARED_GPA, 16);
	for (slot = 0; slot < STRESS_SLOTS; slot++) {
		l2_ra = TEST_L2_RA + (slot << sh->leaf_shift);
		sh->slot[nr][slot].page = slot % sh->nr_pages;
		nested_map(l2, l2_ra, TEST_GPA + slot % sh->nr_pages * sh->step,
			   sh->leaf_shift, RADIX_RWX | RADIX_RC);
		nested_expect_value(l2, l2_ra,
				    stress_mark(slot % sh->nr_pages, 0));
	}
}

void stress_setup(struct nested_stress *s, struct nested_test *t,
		  struct kvm_vcpu **vcpus, uint64_t seed)
{
	int nr = ARRAY_SIZE(s->threads), i;

	memset(s, 0, sizeof(*s));
	s->t = t;
	s->vcpus = vcpus;
	s->seed = seed;
	s->sh = nested_test_share(t);
	TEST_ASSERT(sizeof(*s->sh) <= SZ_64K, "it does not fit");
	s->sh->leaf_shift = t->leaf_shift;
	s->sh->has_rpt = vm_check_cap(t->vm, KVM_CAP_PPC_RPT_INVALIDATE);

	make_pages(s);
	stress_choose_ops(s);
	nested_add_vcpu(&s->x1, &t->l2, vcpus[1]);
	nested_create(&s->y1, vcpus[1], TEST_LPID_OTHER);
	map_slots(s, &t->l2, 0);
	map_slots(s, &s->y1, 1);

	pthread_barrier_init(&s->start, NULL, nr + 1);
	pthread_barrier_init(&s->end, NULL, nr + 1);
	tlb_log_expect_races();
	for (i = 0; i < nr; i++) {
		struct stress_thread *thread = &s->threads[i];
		bool is_vcpu = i < STRESS_VCPUS;

		thread->s = s;
		thread->id = is_vcpu ? i : i - STRESS_VCPUS;
		TEST_ASSERT(!pthread_create(&thread->pthread, NULL,
					    is_vcpu ? run_vcpu : run_l0, thread),
			    "no thread");
	}
}

static void report_wrong(struct nested_stress *s, int who)
{
	static const char * const whats[NR_STRESS_WHATS] = {
		[STRESS_LOAD] = "loads", [STRESS_STORE] = "stores and loads",
		[STRESS_FETCH] = "executes", [STRESS_FAR] = "loads",
	};
	const struct stress_wrong *w = &s->sh->wrong[who];

	if (!w->what)
		return;
	TEST_FAIL("seed %lu: L2 (LPID %#x) %s %#lx, not %#lx: slot %lu, page %lu, part %lu",
		  s->seed, who == STRESS_Y1 ? TEST_LPID_OTHER : TEST_LPID,
		  whats[w->what], w->seen, w->expected, w->slot, w->page,
		  w->part);
}

static void check_part(struct nested_stress *s, uint64_t page, uint64_t part)
{
	struct stress_shared *sh = s->sh;
	struct stress_block *b = (void *)stress_page_hva(s, page) +
				 stress_offset(sh, part);
	int who;

	if (b->mark != stress_mark(page, sh->page[page].generation))
		TEST_FAIL("seed %lu: L0 has mark %#lx: page %lu, part %lu",
			  s->seed, b->mark, page, part);
	for (who = 0; who < STRESS_WHO; who++) {
		uint64_t value = sh->last[who][page][part].value;

		if (sh->last[who][page][part].seq == sh->page[page].seq &&
		    value != b->stored[who])
			TEST_FAIL("seed %lu: lost store: %#lx, not %#lx: page %lu, part %lu",
				  s->seed, b->stored[who], value, page, part);
	}
}

/* All threads are stopped: L2's last stores are in L0's memory. */
static void check_memory(struct nested_stress *s)
{
	uint64_t page, part;

	for (page = 0; page < s->sh->nr_pages; page++) {
		for (part = 0; part < STRESS_PARTS; part++)
			check_part(s, page, part);
	}
}

static bool may_stop(struct nested_stress *s, const uint64_t *before)
{
	int who;

	if (READ_ONCE(s->sh->stop))
		return true;
	for (who = 0; who < STRESS_WHO; who++) {
		if (READ_ONCE(s->sh->accesses[who]) < before[who] + ENOUGH)
			return false;
	}
	return __atomic_load_n(&s->l0_done, __ATOMIC_ACQUIRE) == STRESS_L0S;
}

void stress_run(struct nested_stress *s)
{
	uint64_t before[STRESS_WHO];
	int who;

	memcpy(before, s->sh->accesses, sizeof(before));
	s->l0_done = 0;
	WRITE_ONCE(s->sh->stop, 0);
	pthread_barrier_wait(&s->start);
	while (!may_stop(s, before))
		usleep(1000);
	WRITE_ONCE(s->sh->stop, 1);
	pthread_barrier_wait(&s->end);
	for (who = 0; who < STRESS_WHO; who++)
		report_wrong(s, who);
	check_memory(s);
	stress_read_dirty_log(s);
}

void stress_end(struct nested_stress *s)
{
	unsigned int i;

	s->over = true;
	pthread_barrier_wait(&s->start);
	for (i = 0; i < ARRAY_SIZE(s->threads); i++)
		pthread_join(s->threads[i].pthread, NULL);
}
