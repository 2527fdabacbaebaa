// SPDX-License-Identifier: GPL-2.0
/*
 * The cost of nested virtualisation: times, and bytes of kernel memory.
 *
 * No case has a limit for a time. A case is an error if nothing was measured, or if the
 * samples sum up to more than the whole; otherwise it passes. Its figures are printed as
 * "# FIGURE: ..." and are in the results; --baseline compares those of two runs. Not in the
 * default run: `make bench`, or -t nested_perf_test.
 */
#include "kselftest_harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "host/host_probe.h"
#include "perf/perf_rmap.h"
#include "perf/perf_vm.h"
#include "witness/kvm_allocs.h"

/* Touches of a round, at most. */
#define TOUCHES		64
#define ROUND_TRIPS	200
/* Repetitions in a round of what the host measures. */
#define TIMES		5

NESTED_TEST_SUITE_OF(nested_perf, struct perf_vm, p, perf_vm_setup,
		     perf_vm_teardown);
NESTED_CELL_OF_SIZE(nested_perf, anon, BACKING_ANON, 64k, 16, 4 * SZ_1M);

/*
 * L1 enters L2, which exits to L1 at once, and L1 makes a hypercall that L0's kernel
 * refuses at once: both are measured in L1, in turn.
 */
TEST_F(nested_perf, round_trip)
{
	struct perf_vm *p = &self->p;
	int round;

	for (round = 0; round < PERF_ROUNDS; round++) {
		perf_exits(p);
		perf_round_trips(p, ROUND_TRIPS);
		perf_series_add(p->series, "l2_round_trip", &p->samples);
	}
}

NESTED_TEST_SUITE_OF(nested_perf_touch, struct perf_vm, p, perf_vm_setup,
		     perf_vm_teardown);
NESTED_CELL_OF_SIZE(nested_perf_touch, anon, BACKING_ANON, 4k, 12, 4 * SZ_1M);
NESTED_CELL_OF_SIZE(nested_perf_touch, anon, BACKING_ANON, 64k, 16, 4 * SZ_1M);
NESTED_CELL_OF_SIZE(nested_perf_touch, anon, BACKING_ANON, 2m, 21, 4 * SZ_1M);
NESTED_CELL_OF_SIZE(nested_perf_touch, thp_2m, BACKING_ANON_THP, 64k, 16, 8 * SZ_2M);
NESTED_CELL_OF_SIZE(nested_perf_touch, thp_2m, BACKING_ANON_THP, 2m, 21, 8 * SZ_2M);
NESTED_CELL_OF_SIZE(nested_perf_touch, hugetlb_2m, BACKING_HUGETLB_2M, 64k, 16,
		    8 * SZ_2M);
NESTED_CELL_OF_SIZE(nested_perf_touch, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21, 8 * SZ_2M);
NESTED_CELL_OF_SIZE(nested_perf_touch, shmem, BACKING_SHMEM, 64k, 16, 4 * SZ_1M);
NESTED_CELL_OF_SIZE(nested_perf_touch, memfd, BACKING_MEMFD, 2m, 21, 4 * SZ_1M);
NESTED_CELL_OF_SIZE(nested_perf_touch, hugetlb_1g, BACKING_HUGETLB_1G, 2m, 21, SZ_1G);
NESTED_CELL_OF_SIZE(nested_perf_touch, hugetlb_1g, BACKING_HUGETLB_1G, 1g, 30, SZ_1G);

static uint64_t at_most(uint64_t value, uint64_t limit)
{
	return value < limit ? value : limit;
}

/* L1 touches its pages, then L2 touches those that it maps. */
static void touch(struct perf_vm *p, const char *what)
{
	uint64_t page = p->mem.page_size;
	uint64_t shadow = shadow_page_size(page, 1UL << p->leaf_shift);
	uint64_t count = at_most(p->mem.size / shadow, TOUCHES);
	uint64_t l1, l2;
	char name[48];

	perf_exits(p);
	perf_in_l1(p, TEST_GPA, page, at_most(p->mem.size / page, TOUCHES));
	l1 = perf_samples_median(&p->samples);
	snprintf(name, sizeof(name), "%s_l1", what);
	perf_series_add(p->series, name, &p->samples);
	perf_exits(p);
	perf_in_l2(p, &p->l2, l2_time_loads, TEST_L2_RA, shadow, count);
	l2 = perf_samples_median(&p->samples);
	snprintf(name, sizeof(name), "%s_l2", what);
	perf_series_add(p->series, name, &p->samples);
	snprintf(name, sizeof(name), "%s_l2_to_l1", what);
	perf_series_quotient(p->series, name, "ratio", l2, l1);
	perf_expect_leaves(p, &p->l2, TEST_L2_RA, p->mem.size, count);
}

/*
 * L1 and L2 load from pages that neither has touched in this memslot; the host takes
 * the memory from its guests, and they load from it once more: each load is measured
 * where it is made, and each of L2's makes one shadow leaf.
 */
TEST_F(nested_perf_touch, first_touch)
{
	struct perf_vm *p = &self->p;
	uint64_t leaf = 1UL << p->leaf_shift;
	int round;

	vcpu_call(p->vcpu, l1_map_leaves, p->l2.l2_vm, TEST_L2_RA, TEST_GPA, p->leaf_shift,
		  p->mem.size / leaf, leaf);
	for (round = 0; round < PERF_ROUNDS; round++) {
		touch(p, "first_touch");
		perf_unmap(p, p->mem.size);
		touch(p, "touch_after_unmap");
		vm_mem_region_delete(p->vm, TEST_SLOT);
		vm_mem_region_add(p->vm, TEST_SLOT, 0, TEST_GPA, p->mem.size, p->mem.hva);
	}
}

/* L2 maps one page of the host at 2^0 to 2^12 addresses; on hardware to 2^16. */
static unsigned int longest_list(void)
{
	return perf_is_emulated() ? 12 : 16;
}

/*
 * L1 maps one page for L2 at one address after another, and L2 loads through each: the
 * cost of filing an entry is measured in L2 against the number of those that are there.
 * The host takes the page away, from lists of each length: the time of that call is the
 * longest that the kernel's lock on its tables can have been held.
 */
/* Covers: S3 */
TEST_F(nested_perf, rmap_list)
{
	struct perf_vm *p = &self->p;
	struct perf_rmap r = { .p = p, .top = longest_list(), .l2_ra = TEST_L2_RA };
	int shift = __builtin_ctz(getpagesize()), round;
	unsigned int length;

	TEST_REQUIRE_PRESENT(host_missing_leaf(shift));
	vcpu_call(p->vcpu, l1_map_leaves, p->l2.l2_vm, r.l2_ra, TEST_GPA, shift,
		  1UL << r.top, 0);
	r.step = 1UL << shift;
	r.len = getpagesize();
	for (round = 0; round < PERF_LONG_ROUNDS; round++) {
		perf_rmap_round(&r);
		for (length = 0; length <= r.top; length++)
			perf_rmap_fill_and_unmap(&r, length);
		perf_rmap_round_end(&r);
	}
	perf_rmap_report(&r);
}

NESTED_TEST_SUITE_OF(nested_perf_1g, struct perf_vm, p, perf_vm_setup,
		     perf_vm_teardown);
NESTED_CELL_OF_SIZE(nested_perf_1g, hugetlb_1g, BACKING_HUGETLB_1G, 2m, 21, SZ_1G);

/*
 * A host page of 1G under leaves of 2M is shadowed by base pages, all on one list: L2
 * loads from one after another, and the host takes the page away. The fit of what was
 * measured gives what the whole page costs, with as many entries as it has pages.
 */
/* Covers: S3 */
TEST_F(nested_perf_1g, rmap_list)
{
	struct perf_vm *p = &self->p;
	struct perf_rmap r = { .p = p, .top = longest_list(), .l2_ra = TEST_L2_RA };
	int round;

	vcpu_call(p->vcpu, l1_map_leaves, p->l2.l2_vm, TEST_L2_RA, TEST_GPA, p->leaf_shift,
		  SZ_1G >> p->leaf_shift, 1UL << p->leaf_shift);
	r.step = getpagesize();
	r.len = SZ_1G;
	r.top = at_most(r.top, __builtin_ctzl(SZ_1G / r.step));
	for (round = 0; round < PERF_LONG_ROUNDS; round++) {
		perf_rmap_round(&r);
		perf_rmap_fill_and_unmap(&r, r.top);
		perf_rmap_round_end(&r);
	}
	perf_rmap_report(&r);
	perf_rmap_report_whole(&r, SZ_1G / r.step);
}

/* Bytes of the kernel's module since the last call. */
static uint64_t grown(struct allocs_trace *trace, uint64_t *before)
{
	const struct kvm_allocs *h = allocs_read(trace);
	uint64_t now = h->bytes + h->roots * SZ_64K + h->area_bytes, by = now - *before;

	*before = now;
	return by;
}

/*
 * L1 maps pages for L2 one after the other, and then one page as often, and L2 loads
 * through each mapping; a second L2 is made, and a second VM: the bytes that kvm_hv
 * allocated for each are counted from its own events.
 */
TEST_F(nested_perf, memory)
{
	struct perf_vm *p = &self->p;
	uint64_t step = getpagesize(), count = p->mem.size / step;
	int shift = __builtin_ctz(step);
	struct nested_vcpu other;
	struct allocs_trace *trace;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	uint64_t before = 0;

	TEST_REQUIRE_PRESENT(allocs_missing());
	TEST_REQUIRE_PRESENT(host_missing_leaf(shift));
	perf_in_l1(p, TEST_GPA, step, count);
	vcpu_call(p->vcpu, l1_map_leaves, p->l2.l2_vm, TEST_L2_RA, TEST_GPA, shift, count,
		  step);
	vcpu_call(p->vcpu, l1_map_leaves, p->l2.l2_vm, TEST_L2_ALIAS_RA(0), TEST_GPA, shift,
		  count, 0);
	trace = allocs_start();
	grown(trace, &before);

	perf_in_l2(p, &p->l2, l2_time_loads, TEST_L2_RA, step, count);
	perf_series_quotient(p->series, "mapping_of_own_page", "bytes",
			     grown(trace, &before), count);
	perf_in_l2(p, &p->l2, l2_time_loads, TEST_L2_ALIAS_RA(0), step, count);
	perf_series_quotient(p->series, "mapping_of_shared_page", "bytes",
			     grown(trace, &before), count);
	nested_create(&other, p->vcpu, TEST_LPID_OTHER);
	nested_read(&other, 0);
	perf_series_quotient(p->series, "l2", "bytes", grown(trace, &before), 1);
	vm = vm_create_with_vcpus(1, &vcpu);
	perf_series_quotient(p->series, "vm", "bytes", grown(trace, &before), 1);
	kvm_vm_free(vm);
	allocs_stop(trace);
	TEST_ASSERT(perf_series_get(p->series, "mapping_of_own_page") >= sizeof(uint64_t),
		    "a mapping took no leaf in a table");
}

/* The memory as base pages, each with a leaf of L2's where it is touched. */
static void map_pages(struct perf_vm *p, struct nested_vcpu *l2)
{
	vcpu_call(p->vcpu, l1_map_leaves, l2->l2_vm, TEST_L2_RA, TEST_GPA, p->leaf_shift,
		  p->mem.size >> p->leaf_shift, 1UL << p->leaf_shift);
}

static void name_of(char *name, size_t size, const char *what, uint64_t number)
{
	snprintf(name, size, "%s_%lu", what, number);
}

/* Read the dirty log; the duration is added to @samples. Returns the number of its bits. */
static uint64_t read_log(struct perf_vm *p, unsigned long *bitmap, size_t words,
			 struct perf_samples *samples)
{
	uint64_t start = get_timebase(), bits = 0;
	size_t i;

	kvm_vm_get_dirty_log(p->vm, TEST_SLOT, bitmap);
	perf_samples_add(samples, get_timebase() - start);
	for (i = 0; i < words; i++)
		bits += __builtin_popcountl(bitmap[i]);
	return bits;
}

/*
 * L2 stores to a part of a logged memslot, and the host reads the dirty log: the call is
 * measured against the number of shadow leaves that it has to look at, and its bits
 * are those pages.
 */
/* Covers: S12 */
TEST_F(nested_perf, dirty_log)
{
	struct perf_vm *p = &self->p;
	uint64_t step = getpagesize(), pages = p->mem.size / step, count, bits;
	size_t words = (pages + 63) / 64;
	unsigned long *bitmap = calloc(words, sizeof(*bitmap));
	char name[48];
	int round, time;

	TEST_ASSERT(bitmap, "no memory for the dirty log");
	map_pages(p, &p->l2);
	vm_mem_region_set_flags(p->vm, TEST_SLOT, KVM_MEM_LOG_DIRTY_PAGES);
	for (round = 0; round < PERF_ROUNDS; round++) {
		for (count = 4; count <= pages; count *= 4) {
			struct perf_samples samples = {};

			perf_exits(p);
			for (time = 0; time < TIMES; time++) {
				perf_in_l2(p, &p->l2, l2_time_stores, TEST_L2_RA, step,
					   count);
				bits = read_log(p, bitmap, words, &samples);
				if (bits < count)
					TEST_SHOWS_DEFECT(true, DEFECT_RC_WRONG_LPID);
				TEST_ASSERT(bits == count,
					    "%lu pages in the dirty log, L2 stored to %lu",
					    bits, count);
			}
			name_of(name, sizeof(name), "dirty_log_of", count);
			perf_series_add(p->series, name, &samples);
			perf_samples_clear(&samples);
		}
	}
	free(bitmap);
}

/* Set the memslot; the duration is added to @samples. */
static void change_slot(struct perf_vm *p, struct perf_samples *samples, gpa_t gpa,
			uint64_t size)
{
	uint64_t start = get_timebase();
	int err = __vm_set_user_memory_region(p->vm, TEST_SLOT, 0, gpa, size,
					      size ? p->mem.hva : NULL);

	perf_samples_add(samples, get_timebase() - start);
	TEST_ASSERT(!err, "memslot at %#lx, %lu bytes: error %d", gpa, size, -err);
}

static void touch_from_both(struct perf_vm *p, struct nested_vcpu *other, uint64_t count)
{
	uint64_t step = getpagesize();

	perf_in_l2(p, &p->l2, l2_time_loads, TEST_L2_RA, step, count);
	perf_in_l2(p, other, l2_time_loads, TEST_L2_RA, step, count);
}

/* @count leaves of each L2 go with the memslot, TIMES times. */
static void move_and_delete(struct perf_vm *p, struct nested_vcpu *other, uint64_t count)
{
	struct perf_samples moved = {}, deleted = {};
	char name[48];
	int time;

	perf_exits(p);
	for (time = 0; time < TIMES; time++) {
		touch_from_both(p, other, count);
		change_slot(p, &moved, TEST_SPLIT_GPA, p->mem.size);
		vm_mem_region_move(p->vm, TEST_SLOT, TEST_GPA);
		touch_from_both(p, other, count);
		change_slot(p, &deleted, TEST_GPA, 0);
		vm_mem_region_add(p->vm, TEST_SLOT, 0, TEST_GPA, p->mem.size, p->mem.hva);
	}
	name_of(name, sizeof(name), "move_slot_of", count);
	perf_series_add(p->series, name, &moved);
	name_of(name, sizeof(name), "delete_slot_of", count);
	perf_series_add(p->series, name, &deleted);
	perf_samples_clear(&moved);
	perf_samples_clear(&deleted);
}

/*
 * Two L2s map a part of a memslot, and the host moves it, and later deletes it: each
 * call is measured against the number of leaves that each L2 has in it, and none of them
 * is left afterwards.
 */
/* Covers: S3 */
TEST_F(nested_perf, memslot)
{
	struct perf_vm *p = &self->p;
	uint64_t pages = p->mem.size / getpagesize(), count;
	struct nested_vcpu other;
	int round;

	nested_create(&other, p->vcpu, TEST_LPID_OTHER);
	perf_vm_warm_l2(p, &other);
	map_pages(p, &p->l2);
	map_pages(p, &other);
	for (round = 0; round < PERF_ROUNDS; round++) {
		for (count = 4; count <= pages; count *= 4)
			move_and_delete(p, &other, count);
	}
	perf_expect_leaves(p, &p->l2, TEST_L2_RA, p->mem.size, 0);
	perf_expect_leaves(p, &other, TEST_L2_RA, p->mem.size, 0);
}

/* Without the tlbie witness: tracing would be measured too. */
int main(int argc, char **argv)
{
	return test_harness_run(argc, argv);
}
