// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of a memslot take effect in every L2 that maps a page of it.
 *
 * A slot that is deleted, moved or gets other memory is flushed page by page
 * (kvmppc_radix_flush_memslot()), with the shadow leaves of each page. Neighbouring pages,
 * of the same slot or of another one, must not change: the rmap list is found by the
 * index from the slot's base.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_aliases.h"
#include "isa/processor.h"

#define NEXT_SLOT	(TEST_SLOT + 1)

NESTED_TEST_SUITE(nested_slot);
/* L1's leaf smaller than, equal to and larger than the host's page. */
NESTED_CELL(nested_slot, anon, BACKING_ANON, 64k, 16);
NESTED_CELL(nested_slot, anon, BACKING_ANON, 2m, 21);
NESTED_CELL(nested_slot, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_slot, thp_2m, BACKING_ANON_THP, 2m, 21);

/* L2 reads marks of @seed in all units, and its stores arrive. */
static void expect_all_see(struct nested_test *t, uint64_t seed)
{
	int unit;

	for (unit = 0; unit < NR_UNITS; unit++) {
		gpa_t l2_ra = unit_l2_ra(t, unit);

		nested_expect_unit(t, &t->l2, l2_ra, unit, seed);
		nested_mark_unit(t, &t->l2, l2_ra, unit, MARK_SEED_L2);
		host_expect_unit(t, unit, MARK_SEED_L2);
	}
}

/* L2 maps first, middle and last page of the slot, and can store to each. */
static void make_live(struct nested_test *t)
{
	int unit;

	nested_test_map_all(t, &t->l2);
	expect_all_see(t, MARK_SEED_L0);
	for (unit = 0; unit < NR_UNITS; unit++) {
		gpa_t l2_ra = unit_l2_ra(t, unit);

		shadow_expect_live(&t->l2, l2_ra);
		shadow_expect_live(&t->l2, l2_ra + t->unit - t->step);
	}
}

static void expect_all_gone(struct nested_test *t)
{
	int unit;

	for (unit = 0; unit < NR_UNITS; unit++)
		shadow_expect_unit_gone(t, &t->l2, unit_l2_ra(t, unit));
}

/* Three mappings of the middle unit: a list with a middle entry. */
#define ALIASES		2

static void make_aliases_live(struct nested_test *t)
{
	aliases_map(t, &t->l2, ALIASES);
	aliases_expect_unit(t, &t->l2, ALIASES, MARK_SEED_L2);
}

/*
 * The slot is deleted: an access of L2 to its addresses exits to L0's userspace as MMIO at
 * L1's address, and the memory is not accessed. After the slot is added again L2
 * accesses the memory again.
 */
/* Covers: S3, S10 */
TEST_F(nested_slot, deleted_and_recreated)
{
	struct nested_test *t = &self->t;
	struct kvm_run *run = t->vcpu->run;
	uint64_t answer = 0x1122334455667788;
	gpa_t gpa = unit_gpa(t, UNIT_MIDDLE);
	bool mmio_missing;

	make_live(t);
	make_aliases_live(t);
	/* Probe now: the probe runs L1, which waits for MMIO data below. */
	mmio_missing = nested_mmio_missing(&t->l2);
	vm_mem_region_delete(t->vm, TEST_SLOT);
	expect_all_gone(t);
	aliases_expect_gone(t, &t->l2, ALIASES);
	nested_expect_mmio(&t->l2, NESTED_STORE, TEST_L2_ALIAS_RA(0), gpa);
	nested_expect_mmio(&t->l2, NESTED_LOAD, unit_l2_ra(t, UNIT_MIDDLE),
			   gpa);
	if (!mmio_missing) {
		memcpy(run->mmio.data, &answer, sizeof(answer));
		EXPECT_EQ(answer, nested_continue_value(&t->l2));
	}
	host_expect_unit(t, UNIT_MIDDLE, MARK_SEED_L2);

	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, t->mem.size,
			  t->mem.hva);
	expect_all_see(t, MARK_SEED_L2);
}

/*
 * The slot is deleted and added at the same gpa with other memory, and back again: L2
 * accesses the slot's current memory.
 */
/* Covers: S3 */
TEST_F(nested_slot, on_other_hva)
{
	struct nested_test *t = &self->t;
	struct backing first = t->mem;

	TEST_REQUIRE_PRESENT(backing_missing_size(t->mem.type, t->mem.size));
	backing_create(&t->spare, t->mem.type, t->mem.size);
	backing_confirm(&t->spare);
	mark_memory(t, t->spare.hva, t->spare.size, MARK_SEED_NEW, 0);

	make_live(t);
	make_aliases_live(t);
	vm_mem_region_delete(t->vm, TEST_SLOT);
	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, t->spare.size,
			  t->spare.hva);
	expect_all_gone(t);
	aliases_expect_gone(t, &t->l2, ALIASES);
	t->mem = t->spare;
	expect_all_see(t, MARK_SEED_NEW);
	/* L2's stores go to the new memory only; the old memory is unchanged. */
	mark_memory(t, first.hva, first.size, MARK_SEED_FOREIGN, 0);
	expect_all_see(t, MARK_SEED_L2);
	host_expect_marks(t, first.hva, first.size, MARK_SEED_FOREIGN, 0);

	vm_mem_region_delete(t->vm, TEST_SLOT);
	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, first.size, first.hva);
	expect_all_gone(t);
	t->mem = first;
	expect_all_see(t, MARK_SEED_FOREIGN);
}

/* Move the slot to @gpa; L1 maps L2's addresses there. */
static void move_to(struct nested_test *t, gpa_t gpa)
{
	int unit;

	vm_mem_region_move(t->vm, TEST_SLOT, gpa);
	expect_all_gone(t);
	aliases_expect_gone(t, &t->l2, ALIASES);
	nested_expect_mmio(&t->l2, NESTED_LOAD, unit_l2_ra(t, UNIT_LAST),
			   unit_gpa(t, UNIT_LAST));
	t->gpa = gpa;
	for (unit = 0; unit < NR_UNITS; unit++)
		nested_test_unmap(t, &t->l2, unit_l2_ra(t, unit));
	nested_test_map_all(t, &t->l2);
}

/*
 * The slot moves far away with its memory: there is none at the old addresses, and L1
 * has all of it at the new ones. Then the same back.
 */
/* Covers: S2, S3 */
TEST_F(nested_slot, moved_away_and_back)
{
	struct nested_test *t = &self->t;

	make_live(t);
	make_aliases_live(t);
	move_to(t, TEST_GPA + SZ_1G);
	expect_all_see(t, MARK_SEED_L2);
	move_to(t, TEST_GPA);
	expect_all_see(t, MARK_SEED_L2);
}

/*
 * The slot moves by one unit: L1's address is still memory, but another page. L2 must not
 * see the previous one.
 */
/* Covers: S2, S3 */
TEST_F(nested_slot, moved_by_one_unit)
{
	struct nested_test *t = &self->t;
	uint64_t unit = t->unit;
	int i;

	make_live(t);
	vm_mem_region_move(t->vm, TEST_SLOT, TEST_GPA + unit);
	expect_all_gone(t);
	mark_memory(t, t->mem.hva, t->mem.size, MARK_SEED_NEW, 0);
	for (i = UNIT_MIDDLE; i < NR_UNITS; i++) {
		gpa_t l2_ra = unit_l2_ra(t, i);
		uint64_t off = unit_offset(t, i) - unit;

		nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_NEW, off));
		nested_write(&t->l2, l2_ra, mark(MARK_SEED_L2, off));
		host_expect_marks(t, t->mem.hva + off, t->step, MARK_SEED_L2,
				  off);
		host_expect_marks(t, unit_hva(t, i), t->step, MARK_SEED_NEW,
				  off + unit);
	}
	nested_expect_mmio(&t->l2, NESTED_STORE, unit_l2_ra(t, UNIT_FIRST),
			   TEST_GPA);
}

/*
 * One of two adjacent slots is deleted: the other's page at the common border keeps its
 * shadow leaf and its data.
 */
/* Covers: S2, S10 */
TEST_F(nested_slot, deleted_beside_another)
{
	struct nested_test *t = &self->t;
	size_t half = align_down(t->mem.size / 2, t->unit);
	uint64_t after = TEST_L2_ALIAS_RA(0), before = TEST_L2_ALIAS_RA(1);

	vm_mem_region_delete(t->vm, TEST_SLOT);
	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, half, t->mem.hva);
	vm_mem_region_add(t->vm, NEXT_SLOT, 0, TEST_GPA + half,
			  t->mem.size - half, t->mem.hva + half);
	nested_map_rw(&t->l2, before, TEST_GPA + half - t->leaf_size,
		      t->leaf_shift);
	nested_map_rw(&t->l2, after, TEST_GPA + half, t->leaf_shift);
	before += t->leaf_size - t->step;
	nested_expect_value(&t->l2, after, mark(MARK_SEED_L0, half));
	nested_expect_value(&t->l2, before, mark(MARK_SEED_L0, half - t->step));

	vm_mem_region_delete(t->vm, TEST_SLOT);
	shadow_expect_gone(t, &t->l2, TEST_L2_ALIAS_RA(1));
	shadow_expect_kept(&t->l2, after);
	nested_write(&t->l2, after, mark(MARK_SEED_L2, half));
	host_expect_marks(t, t->mem.hva + half, t->step, MARK_SEED_L2, half);

	vm_mem_region_add(t->vm, TEST_SLOT, 0, TEST_GPA, half, t->mem.hva);
	nested_expect_value(&t->l2, before, mark(MARK_SEED_L0, half - t->step));
	vm_mem_region_delete(t->vm, NEXT_SLOT);
	shadow_expect_gone(t, &t->l2, after);
	shadow_expect_kept(&t->l2, before);
	nested_write(&t->l2, before, mark(MARK_SEED_L2, half - t->step));
	host_expect_marks(t, t->mem.hva + half - t->step, t->step,
			  MARK_SEED_L2, half - t->step);
}

NESTED_TEST_SUITE(nested_slot_shifted);
NESTED_CELL(nested_slot_shifted, thp_2m, BACKING_ANON_THP, 64k, 16);
NESTED_CELL(nested_slot_shifted, hugetlb_1g, BACKING_HUGETLB_1G, 64k, 16);

/*
 * L1's addresses and the host's differ modulo 2M: whatever the size of the host's pages,
 * L1 gets base pages, and L2 accesses the right one at each address.
 */
TEST_F(nested_slot_shifted, out_of_step_with_the_host_page)
{
	struct nested_test *t = &self->t;
	gpa_t gpa = TEST_GPA + SZ_1G, l2_ra = TEST_L2_ALIAS_RA(0);
	size_t shift = SZ_64K, size = t->unit >= SZ_1G ? SZ_1G - SZ_2M : SZ_2M;
	size_t off;

	vm_mem_region_add(t->vm, NEXT_SLOT, 0, gpa, size, t->mem.hva + shift);
	for (off = 0; off < size; off += size / 2 - SZ_64K) {
		nested_map_rw(&t->l2, l2_ra + off, gpa + off, t->leaf_shift);
		nested_expect_value(&t->l2, l2_ra + off,
				    mark(MARK_SEED_L0, shift + off));
		nested_write(&t->l2, l2_ra + off, mark(MARK_SEED_L2, off));
		if (*(uint64_t *)(t->mem.hva + shift + off) !=
		    mark(MARK_SEED_L2, off))
			TEST_FAIL("L2's store to its page at %#zx is not in memory",
				  off);
	}
}

/* These do not depend on the kind of memory. */
NESTED_TEST_SUITE_ON(nested_slot_plain, BACKING_ANON, 16, nested_test_setup);

/* In L1: memory from its heap. */
static gpa_t l1_alloc_ra(uint64_t size)
{
	return l1_ra(l1_alloc(size));
}

/* Replace the page at @gpa by a copy with another first word. */
static void replace_sysmem(struct nested_test *t, gpa_t gpa, uint64_t word)
{
	void *hva = addr_gpa2hva(t->vm, gpa);
	void *spare = mmap(NULL, SZ_64K, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	TEST_ASSERT(spare != MAP_FAILED, "mmap");
	memcpy(spare, hva, SZ_64K);
	*(uint64_t *)spare = word;
	TEST_ASSERT(mremap(spare, SZ_64K, SZ_64K,
			   MREMAP_MAYMOVE | MREMAP_FIXED, hva) == hva,
		    "mremap");
}

/* L2 has @gpa at @l2_ra, L0 replaces the page: L2 reads the new one. */
static void expect_replaced(struct nested_test *t, gpa_t gpa, gpa_t l2_ra)
{
	*(uint64_t *)addr_gpa2hva(t->vm, gpa) = mark(MARK_SEED_L0, gpa);
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_L0, gpa));
	shadow_expect_live(&t->l2, l2_ra);
	replace_sysmem(t, gpa, mark(MARK_SEED_NEW, gpa));
	shadow_expect_gone(t, &t->l2, l2_ra);
	nested_expect_value(&t->l2, l2_ra, mark(MARK_SEED_NEW, gpa));
}

/*
 * L0 replaces the first page of a slot with base 0, L1's system memory: L2 loses the old
 * page and reads the new one. GPA 0 is also L2 real 0; its first doubleword is unused,
 * vectors start at 0x100.
 */
/* Covers: S2, S3 */
TEST_F(nested_slot_plain, first_page_of_base_0)
{
	expect_replaced(&self->t, 0, 0);
}

/*
 * L0 replaces a page in the middle of a slot with base 0: L2 loses the old page, reads
 * the new one and stores to it.
 */
/* Covers: S2, S3 */
TEST_F(nested_slot_plain, middle_page_of_base_0)
{
	struct nested_test *t = &self->t;
	gpa_t gpa = vcpu_call(t->vcpu, l1_alloc_ra, SZ_64K);

	nested_map_rw(&t->l2, TEST_L2_RA, gpa, t->leaf_shift);
	expect_replaced(t, gpa, TEST_L2_RA);
	nested_write(&t->l2, TEST_L2_RA, 1);
	EXPECT_EQ(1, *(uint64_t *)addr_gpa2hva(t->vm, gpa));
}

/*
 * L0 replaces the last page of a slot with base 0, the unused end of L1's heap: L2 loses
 * the old page, reads the new one and stores to it.
 */
/* Covers: S2, S3 */
TEST_F(nested_slot_plain, last_page_of_base_0)
{
	struct nested_test *t = &self->t;
	gpa_t gpa = L1_SYSMEM_SIZE - SZ_64K;

	nested_map_rw(&t->l2, TEST_L2_RA, gpa, t->leaf_shift);
	expect_replaced(t, gpa, TEST_L2_RA);
	nested_write(&t->l2, TEST_L2_RA, 1);
	EXPECT_EQ(1, *(uint64_t *)addr_gpa2hva(t->vm, gpa));
}

#define HUGE_GPA	BIT(45)
#define HUGE_MAX	BIT(42)		/* bytes of a slot: what KVM takes at all */

/*
 * Userspace adds a slot whose rmap lists would not fit into the host's memory: refused,
 * and L2 keeps its pages.
 */
TEST_F(nested_slot_plain, larger_than_its_lists_can_be)
{
	uint64_t page = sysconf(_SC_PAGESIZE);
	uint64_t size = (sysconf(_SC_PHYS_PAGES) + 1) * page / 8 * page;
	struct nested_test *t = &self->t;

	TEST_REQUIRE(size <= HUGE_MAX, "this host has memory for any slot");
	make_live(t);
	EXPECT_EQ(-ENOMEM, __vm_set_user_memory_region(t->vm, NEXT_SLOT, 0,
						       HUGE_GPA, size,
						       t->mem.hva));
	expect_all_see(t, MARK_SEED_L2);
}

/* In L2: 1 if the store caused a data storage interrupt in L2, else 0. */
static bool l2_refused;

static void l2_note_refusal(struct interrupt_frame *frame)
{
	l2_refused = true;
	frame->srr0 += 4;
}

static uint64_t l2_store_is_refused(gva_t ea, uint64_t value)
{
	l2_refused = false;
	guest_install_handler(VECTOR_DATA_STORAGE, l2_note_refusal);
	l2_store64(ea, value);
	guest_install_handler(VECTOR_DATA_STORAGE, NULL);
	return l2_refused;
}

static void set_read_only(struct nested_test *t, bool read_only)
{
	vm_mem_region_delete(t->vm, TEST_SLOT);
	vm_mem_region_add(t->vm, TEST_SLOT, read_only ? KVM_MEM_READONLY : 0,
			  TEST_GPA, t->mem.size, t->mem.hva);
}

static void expect_store_refused(struct nested_test *t, int unit, uint64_t seed)
{
	gpa_t l2_ra = unit_l2_ra(t, unit);
	struct nested_result result = nested_call(&t->l2, l2_store_is_refused,
						  l2_ra, 1);

	if (result.end != NESTED_RETURNED || !result.exit.value)
		TEST_FAIL("L2's store to a read-only slot should be an interrupt in L2: %s",
			  nested_result_name(&t->l2, &result));
	host_expect_unit(t, unit, seed);
}

/*
 * The slot is made read-only while L2 has writable leaves: L2 can load, and its stores,
 * before and after a load, cause an interrupt in L2 and write nothing. When the slot is
 * writable again, so is L2's page.
 */
/* Covers: S3 */
TEST_F(nested_slot_plain, read_only)
{
	struct nested_test *t = &self->t;
	int unit;

	TEST_REQUIRE(vm_check_cap(t->vm, KVM_CAP_READONLY_MEM),
		     "this kernel has no read-only memslots for KVM-HV");
	make_live(t);
	set_read_only(t, true);
	expect_all_gone(t);
	for (unit = 0; unit < NR_UNITS; unit++) {
		expect_store_refused(t, unit, MARK_SEED_L2);
		nested_expect_unit(t, &t->l2, unit_l2_ra(t, unit), unit,
				   MARK_SEED_L2);
		expect_store_refused(t, unit, MARK_SEED_L2);
	}

	set_read_only(t, false);
	expect_all_gone(t);
	expect_all_see(t, MARK_SEED_L2);
}

TEST_HARNESS_MAIN
