// SPDX-License-Identifier: GPL-2.0
/* L0's share of the races; see nested_stress.h. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nested_stress.h"
#include "isa/processor.h"
#include "madvise.h"

/* How long L2 may run into what is forbidden. Nothing rests on it. */
#define REFUSED_US	200

char *stress_page_hva(const struct nested_stress *s, uint64_t page)
{
	return s->t->mem.hva + page * s->sh->step;
}

/* The function's first instruction comes last: until then it is none. */
void stress_fill(const struct stress_shared *sh, char *hva, uint64_t page,
		 uint64_t generation)
{
	uint64_t value = stress_code_value(page, generation), part;

	for (part = 0; part < STRESS_PARTS; part++) {
		struct stress_block *b = (void *)hva + stress_offset(sh, part);

		WRITE_ONCE(b->mark, stress_mark(page, generation));
		WRITE_ONCE(b->code[2], STRESS_BLR);
		WRITE_ONCE(b->code[1], STRESS_ORI(value));
		__atomic_store_n(&b->code[0], STRESS_LIS(value),
				 __ATOMIC_RELEASE);
		sync_icache(b->code, sizeof(b->code));
	}
}

static size_t size_of(const struct nested_stress *s)
{
	return 1UL << s->sh->leaf_shift;
}

/* The page goes, and its next generation comes. */
static void discard(struct nested_stress *s, uint64_t page, uint64_t generation)
{
	char *hva = stress_page_hva(s, page);

	TEST_ASSERT(!madvise(hva, size_of(s), MADV_DONTNEED), "MADV_DONTNEED");
	stress_fill(s->sh, hva, page, generation);
}

static void move_over(struct nested_stress *s, uint64_t page,
		      uint64_t generation)
{
	char *hva = stress_page_hva(s, page);
	char *spare = mmap(NULL, size_of(s), PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	TEST_ASSERT(spare != MAP_FAILED, "mmap");
	stress_fill(s->sh, spare, page, generation);
	TEST_ASSERT(mremap(spare, size_of(s), size_of(s), MREMAP_MAYMOVE |
			   MREMAP_FIXED, hva) == hva, "mremap");
}

static void renew(struct nested_stress *s, uint64_t page,
		  void (*how)(struct nested_stress *s, uint64_t page,
			      uint64_t generation))
{
	uint64_t seq = s->sh->page[page].seq;
	uint64_t generation = s->sh->page[page].generation + 1;

	WRITE_ONCE(s->sh->page[page].seq, seq + 1);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	how(s, page, generation);
	WRITE_ONCE(s->sh->page[page].generation, generation);
	__atomic_store_n(&s->sh->page[page].seq, seq + 2, __ATOMIC_RELEASE);
}

/* What follows keeps the data: no number changes. */
static void protect(struct nested_stress *s, uint64_t page, int prot)
{
	char *hva = stress_page_hva(s, page);

	TEST_ASSERT(!mprotect(hva, size_of(s), prot), "mprotect");
	usleep(REFUSED_US);
	TEST_ASSERT(!mprotect(hva, size_of(s), PROT_READ | PROT_WRITE),
		    "mprotect");
}

/* Both may be refused: the memory is as it is. */
static void resize(struct nested_stress *s, uint64_t page, bool larger)
{
	char *hva = stress_page_hva(s, page);
	char *huge = (char *)align_down((uintptr_t)hva, SZ_2M);

	if (larger && s->t->mem.desc->thp)
		madvise(huge, SZ_2M, MADV_COLLAPSE);
	else
		madvise(hva, size_of(s) / 2, MADV_COLD);
}

/*
 * On and off while all run. Reading it then is nested-dirty-log-race, see
 * nested_log_race_test: that is done when all stand still.
 */
static void switch_dirty_log(struct nested_stress *s)
{
	s->logging = !s->logging;
	vm_mem_region_set_flags(s->t->vm, TEST_SLOT,
				s->logging ? KVM_MEM_LOG_DIRTY_PAGES : 0);
}

void stress_read_dirty_log(struct nested_stress *s)
{
	uint64_t *log;

	if (!s->logging)
		return;
	log = calloc(s->t->mem.size / SZ_4K / 64 + 1, sizeof(*log));
	TEST_ASSERT(log, "no memory for the dirty log");
	kvm_vm_get_dirty_log(s->t->vm, TEST_SLOT, log);
	free(log);
}

void stress_l0_act(struct nested_stress *s, uint64_t id, uint64_t *random,
		   int nr)
{
	uint64_t share = (s->sh->nr_pages + STRESS_L0S - 1 - id) / STRESS_L0S;

	while (nr--) {
		uint64_t page = stress_random(random) % share * STRESS_L0S + id;

		switch (stress_random(random) % 8) {
		case 0:
		case 1:
			renew(s, page, discard);
			break;
		case 2:
			renew(s, page, move_over);
			break;
		case 3:
			protect(s, page, PROT_READ);
			break;
		case 4:
			protect(s, page, PROT_NONE);
			break;
		case 5:
			resize(s, page, stress_random(random) & 1);
			break;
		default:
			/* Of the slot as a whole: one thread does it. */
			if (!id && !(stress_random(random) & 3))
				switch_dirty_log(s);
			else
				renew(s, page, discard);
		}
	}
}
