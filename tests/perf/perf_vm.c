// SPDX-License-Identifier: GPL-2.0
/* The fixture of nested_perf_test; see perf_vm.h. */
#include <string.h>
#include <sys/mman.h>

#include "bits.h"
#include "host/host_probe.h"
#include "kernel_log.h"
#include "perf_vm.h"
#include "witness/radix_dump.h"

#define AREA_SLOT	(TEST_SLOT + 1)
#define EXITS		100	/* of L1, in each turn */

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t *area(const struct perf_vm *p)
{
	return (uint64_t *)p->area.hva;
}

void perf_vm_warm_l2(struct perf_vm *p, struct nested_vcpu *l2)
{
	vcpu_call(p->vcpu, l1_map_leaves, l2->l2_vm, PERF_AREA_RA, PERF_AREA_GPA, 16,
		  PERF_AREA_SIZE / SZ_64K, SZ_64K);
	perf_in_l2(p, l2, l2_time_stores, PERF_AREA_RA + SZ_2M, SZ_4K, SZ_2M / SZ_4K);
	perf_in_l2(p, l2, l2_time_stores, PERF_AREA_RA + SZ_4K, SZ_4K, SZ_2M / SZ_4K);
	perf_in_l2(p, l2, l2_time_loads, PERF_AREA_RA, SZ_4K, 16);
}

void perf_vm_setup(struct perf_vm *p, const struct nested_cell *cell)
{
	size_t page = backing_desc(cell->backing)->page_size;
	size_t size = max(cell->size, max(page, 1UL << cell->leaf_shift));

	memset(p, 0, sizeof(*p));
	TEST_REQUIRE_PRESENT(host_missing_any());
	TEST_REQUIRE_PRESENT(host_missing_leaf(cell->leaf_shift));
	TEST_REQUIRE_PRESENT(backing_missing_size(cell->backing, size));
	p->leaf_shift = cell->leaf_shift;
	p->log_mark = kernel_log_mark();
	kernel_log_note(KERNEL_LOG_BEGINS);
	p->vm = vm_create_with_vcpus(1, &p->vcpu);
	backing_create(&p->mem, cell->backing, size);
	backing_confirm(&p->mem);
	vm_mem_region_add(p->vm, TEST_SLOT, 0, TEST_GPA, size, p->mem.hva);
	backing_create(&p->area, BACKING_ANON, PERF_AREA_SIZE);
	backing_populate(&p->area);
	vm_mem_region_add(p->vm, AREA_SLOT, 0, PERF_AREA_GPA, PERF_AREA_SIZE, p->area.hva);
	nested_enable(p->vcpu);
	nested_create(&p->l2, p->vcpu, TEST_LPID);
	perf_vm_warm_l2(p, &p->l2);
	p->series = perf_series_start();
}

/* A huge page that is mapped anew can show one known defect; nothing else may. */
static void judge_kernel_log(const struct perf_vm *p, int exit_code)
{
	unsigned long known = BIT(DEFECT_SOFT_DIRTY_WARNING);

	kernel_log_judge(p->log_mark, known_defects_splat, &known);
	if (!exit_code && kernel_log_has(p->log_mark, known_defects_splat, &known))
		TEST_SHOWS_DEFECT(true, DEFECT_SOFT_DIRTY_WARNING);
}

void perf_vm_teardown(struct perf_vm *p, int exit_code)
{
	if (!exit_code)
		perf_series_end(p->series);
	perf_samples_clear(&p->samples);
	kvm_vm_free(p->vm);
	backing_destroy(&p->area);
	backing_destroy(&p->mem);
	judge_kernel_log(p, exit_code);
}

/*
 * Copy @count samples from the area; @whole: duration of the call in ticks. Returns the
 * number of missing samples.
 */
static size_t take(struct perf_vm *p, size_t count, uint64_t whole)
{
	size_t i, lacking = 0;

	perf_samples_clear(&p->samples);
	for (i = 0; i < count; i++) {
		if (area(p)[i])
			perf_samples_add(&p->samples, area(p)[i]);
		else
			lacking++;
	}
	TEST_ASSERT(perf_samples_sum(&p->samples) <= whole,
		    "the guest took %lu ticks, and the host %lu for all of it",
		    perf_samples_sum(&p->samples), whole);
	return lacking;
}

static void clear(struct perf_vm *p, size_t count)
{
	TEST_ASSERT(count && count <= PERF_MAX_SAMPLES, "%zu samples", count);
	memset(area(p), 0, count * sizeof(uint64_t));
}

void perf_in_l2(struct perf_vm *p, struct nested_vcpu *l2, void *fn, gva_t ea,
		uint64_t step, uint64_t count)
{
	struct nested_result result;
	uint64_t start;

	clear(p, count);
	start = get_timebase();
	result = nested_call(l2, fn, ea, step, count);
	TEST_ASSERT(result.end == NESTED_RETURNED, "L2 should measure: %s",
		    nested_result_name(l2, &result));
	TEST_ASSERT(!take(p, count, get_timebase() - start), "L2 left out samples");
}

void perf_in_l1(struct perf_vm *p, gpa_t ra, uint64_t step, uint64_t count)
{
	uint64_t start;

	clear(p, count);
	start = get_timebase();
	vcpu_call(p->vcpu, l1_time_loads, ra, step, count);
	TEST_ASSERT(!take(p, count, get_timebase() - start), "L1 left out samples");
}

void perf_round_trips(struct perf_vm *p, uint64_t count)
{
	uint64_t start;
	size_t lacking;

	clear(p, count);
	start = get_timebase();
	vcpu_call(p->vcpu, l1_time_round_trips, p->l2.l2_vcpu, count);
	lacking = take(p, count, get_timebase() - start);
	TEST_ASSERT(lacking <= count / 4, "of %lu entries of L2 %zu were disturbed", count,
		    lacking);
}

void perf_exits(struct perf_vm *p)
{
	uint64_t start;

	clear(p, EXITS);
	start = get_timebase();
	vcpu_call(p->vcpu, l1_time_exits, EXITS);
	TEST_ASSERT(!take(p, EXITS, get_timebase() - start), "L1 left out samples");
	perf_series_reference(p->series, &p->samples);
}

/* -1 if they cannot be read. */
static long shadow_leaves(struct perf_vm *p, struct nested_vcpu *l2, gpa_t l2_ra,
			  uint64_t len)
{
	struct radix_dump dump;
	long count;

	if (!shadow_can_be_read(p->vm))
		return -1;
	radix_dump_read(&dump, p->vm->fd);
	count = radix_tree_count(radix_dump_tree(&dump, l2->lpid), l2_ra, len);
	radix_dump_free(&dump);
	return count;
}

void perf_expect_leaves(struct perf_vm *p, struct nested_vcpu *l2, gpa_t l2_ra,
			uint64_t len, long count)
{
	long seen = shadow_leaves(p, l2, l2_ra, len);

	TEST_ASSERT(seen < 0 || seen == count,
		    "%ld shadow leaves where %ld were to be made", seen, count);
}

uint64_t perf_unmap(struct perf_vm *p, size_t len)
{
	uint64_t start = get_timebase(), ticks;

	TEST_ASSERT(!mprotect(p->mem.hva, len, PROT_NONE), "mprotect");
	ticks = get_timebase() - start;
	TEST_ASSERT(!mprotect(p->mem.hva, len, PROT_READ | PROT_WRITE), "mprotect");
	return ticks;
}
