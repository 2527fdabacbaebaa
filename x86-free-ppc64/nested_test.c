// SPDX-License-Identifier: GPL-2.0
/* The room that a case starts in, and its end. */
#include <string.h>

#include "file_util.h"
#include "frames.h"
#include "host_probe.h"
#include "kernel_log.h"
#include "nested_test.h"
#include "once.h"
#include "radix_dump.h"

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static void make_memory(struct nested_test *t, enum backing_type type)
{
	size_t size;

	t->unit = max(backing_desc(type)->page_size, t->leaf_size);
	/* One of the largest, of others a first, a middle and a last at least. */
	size = t->unit >= SZ_1G ? t->unit : max(NR_UNITS * t->unit, SZ_1M);
	TEST_REQUIRE_PRESENT(backing_missing_size(type, size));
	backing_create(&t->mem, type, size);
	backing_confirm(&t->mem);

	t->step = max(t->leaf_size / 32, SZ_4K);
	mark_memory(t, t->mem.hva, size, MARK_SEED_L0, 0);
	t->gpa = TEST_GPA;
	vm_mem_region_add(t->vm, TEST_SLOT, 0, t->gpa, size, t->mem.hva);
}

static const char *tell_of_spent_warnings(void)
{
	test_note("no witness of a one-time warning that came before: no debugfs/clear_warn_once");
	return NULL;
}

/* A WARN_ON_ONCE() that an earlier case has spent would be silent now. */
static void rearm_warnings(void)
{
	if (file_write("/sys/kernel/debug/clear_warn_once", "1"))
		probe_once(tell_of_spent_warnings);
}

void nested_test_setup(struct nested_test *t, const struct nested_cell *cell)
{
	struct kvm_vcpu *vcpu;

	nested_test_setup_vcpus(t, cell, 1, &vcpu);
}

void nested_test_setup_vcpus(struct nested_test *t,
			     const struct nested_cell *cell, int nr_vcpus,
			     struct kvm_vcpu **vcpus)
{
	memset(t, 0, sizeof(*t));
	TEST_REQUIRE_PRESENT(host_missing_any());
	TEST_REQUIRE_PRESENT(host_missing_leaf(cell->leaf_shift));
	t->leaf_shift = cell->leaf_shift;
	t->leaf_size = 1UL << cell->leaf_shift;

	rearm_warnings();
	frames_prepare();
	t->log_mark = kernel_log_mark();
	kernel_log_note(KERNEL_LOG_BEGINS);
	tlbie_audit_begin();
	t->vm = vm_create_with_vcpus(nr_vcpus, vcpus);
	t->vcpu = vcpus[0];
	make_memory(t, cell->backing);
	nested_enable(t->vcpu);
	nested_create(&t->l2, t->vcpu, TEST_LPID);
}

/*
 * Known defect: kvmppc_create_pte() adds bits to a leaf that L1 already has, and
 * warns if it finds others than W, R and C to differ. The soft-dirty bit may:
 * the host sets it in its own PTE when a page that L1 got read-only is written,
 * and huge pages of a private mapping change so without a notifier call.
 */
static bool is_soft_dirty_warning(const char *splat)
{
	return strstr(splat, "WARNING") && strstr(splat, "kvmppc_create_pte");
}

/*
 * Known defect: kvmhv_emulate_tlbie_tlb_addr() shifts by the difference between L1's
 * page size and the host's, also where that is negative. Kernels with UBSAN say so.
 */
static bool is_negative_shift(const char *splat)
{
	return strstr(splat, "shift-out-of-bounds") &&
	       strstr(splat, "kvmhv_emulate_tlbie_tlb_addr");
}

/* Elsewhere such a warning is news. */
static bool may_warn_so(const struct nested_test *t)
{
	if (t->meets_soft_dirty ||
	    (t->defect.name &&
	     !strcmp(t->defect.name, DEFECT_UPGRADE_WARNING)))
		return true;
	return t->mem.desc && t->mem.desc->hugetlb && !t->mem.desc->shared;
}

/* Which splats the case may meet: asked when its memory has gone. */
static bool may_warn, may_shift;

static bool is_known(const char *splat)
{
	return (may_warn && is_soft_dirty_warning(splat)) ||
	       (may_shift && is_negative_shift(splat));
}

/* The witnesses that speak in each case, whatever it looked at. */
static void look_at_the_end(struct nested_test *t)
{
	struct radix_dump dump;

	/* A leaf that changed without a tlbie is what the case has shown. */
	if (t->tables_are_stale && t->defect.shows)
		return;
	if (!t->tables_are_stale) {
		shadow_expect_composed(t->vm);
	} else if (shadow_can_be_read(t->vm)) {
		shadow_dump_read(t->vm, &dump);
		shadow_dump_free(t->vm, &dump);
	}
}

void nested_test_end_vm(struct nested_test *t, int exit_code)
{
	int fd = t->vm->fd;

	if (!exit_code)
		look_at_the_end(t);
	frames_release();
	kvm_vm_free(t->vm);
	t->vm = NULL;
	if (!exit_code)
		tlbie_audit_vm_ended(__FILE__, __LINE__, fd);
}

void nested_test_teardown(struct nested_test *t, int exit_code)
{
	const char *complaint;
	bool shifts, warns;

	may_warn = may_warn_so(t);
	may_shift = t->small_pages;
	if (t->vm)
		nested_test_end_vm(t, exit_code);
	frames_release();
	backing_destroy(&t->mem);
	nested_slabs_validate();
	complaint = kernel_log_complaint_but(t->log_mark, is_known);
	shifts = kernel_log_has(t->log_mark, is_negative_shift);
	warns = kernel_log_has(t->log_mark, is_soft_dirty_warning);
	kernel_log_note(KERNEL_LOG_JUDGED);
	if (complaint) {
		kernel_log_tell(complaint);
		TEST_FAIL("the kernel complained: %s", complaint);
	}
	if (t->defect.name && !exit_code)
		TEST_KNOWN_DEFECT(t->defect.shows, t->defect.name, "%s",
				  t->defect.text);
	if (shifts && !exit_code)
		TEST_KNOWN_DEFECT(true, DEFECT_NEGATIVE_SHIFT,
				  "the kernel shifts by a negative number");
	if (warns && !exit_code)
		TEST_KNOWN_DEFECT(true, DEFECT_SOFT_DIRTY_WARNING,
				  "the kernel warns in kvmppc_create_pte()");
	if (tlbie_audit_saw_wrong_lpid() && !exit_code)
		TEST_KNOWN_DEFECT(true, DEFECT_RC_WRONG_LPID,
				  "no tlbie for a shadow leaf that lost its change bit");
	if (tlbie_audit_saw_host_address() && !exit_code)
		TEST_KNOWN_DEFECT(true, DEFECT_LARGE_LEAF_TLBIE,
				  "no tlbie for the small leaves that a large one replaced");
	if (tlbie_audit_saw_late_flush() && !exit_code)
		TEST_KNOWN_DEFECT(true, DEFECT_FLUSH_UNLOCKED,
				  "an L2's leaves went, a page of theirs next, and only then all CPUs were told");
}

void nested_test_known_defect(struct nested_test *t, bool shows,
			      const char *name, const char *text)
{
	t->defect.shows = shows;
	t->defect.name = name;
	t->defect.text = text;
}

void nested_test_create_l2(struct nested_test *t, struct nested_guest *l2,
			   uint32_t lpid)
{
	nested_create(l2, t->vcpu, lpid);
}

size_t unit_offset(const struct nested_test *t, int unit)
{
	size_t middle = SELFTEST_ALIGN_DOWN(t->mem.size / 2, t->unit);

	switch (unit) {
	case UNIT_FIRST:
		return 0;
	case UNIT_MIDDLE:
		return middle;
	default:
		return t->mem.size - t->unit;
	}
}

uint64_t unit_gpa(const struct nested_test *t, int unit)
{
	return t->gpa + unit_offset(t, unit);
}

uint64_t unit_l2_ra(const struct nested_test *t, int unit)
{
	return TEST_L2_RA + unit_offset(t, unit);
}

void *unit_hva(const struct nested_test *t, int unit)
{
	return t->mem.hva + unit_offset(t, unit);
}

bool units_differ(const struct nested_test *t)
{
	return t->mem.size > t->unit;
}
