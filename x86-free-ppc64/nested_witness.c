// SPDX-License-Identifier: GPL-2.0
/* Witnesses beside the data: the shadow tables, and what became of a frame. */
#include <unistd.h>

#include "frames.h"
#include "host_probe.h"
#include "nested_test.h"
#include "radix_dump.h"
#include "tlbie_audit.h"

bool shadow_can_be_read(struct kvm_vm *vm)
{
	const char *missing = radix_dump_missing(vm->fd);
	static pid_t told;

	if (missing && told != getpid()) {
		test_note("no witness of the shadow tables: %s", missing);
		told = getpid();
	}
	return !missing;
}

void shadow_dump_read(struct kvm_vm *vm, struct radix_dump *dump)
{
	tlbie_audit_before_look();
	radix_dump_read(dump, vm->fd);
}

void shadow_dump_done(const char *file, int line, struct kvm_vm *vm,
		      struct radix_dump *dump)
{
	tlbie_audit_look(file, line, vm, dump);
	radix_dump_free(dump);
}

void shadow_must_have_none(const char *file, int line, struct nested_test *t,
			   struct nested_guest *l2, uint64_t l2_ra, uint64_t len)
{
	struct radix_dump dump;
	size_t left;

	if (!shadow_can_be_read(t->vm))
		return;
	shadow_dump_read(t->vm, &dump);
	left = radix_tree_count(radix_dump_tree(&dump, l2->lpid), l2_ra, len);
	if (left)
		test_fail(file, line, "L2 (LPID %#x) keeps %zu shadow leaves in %#lx to %#lx",
			  l2->lpid, left, l2_ra, l2_ra + len - 1);
	shadow_dump_done(file, line, t->vm, &dump);
}

void shadow_leaf_must_be_gone(const char *file, int line, struct nested_test *t,
			      struct nested_guest *l2, uint64_t l2_ra)
{
	shadow_must_have_none(file, line, t, l2, l2_ra, t->leaf_size);
}

void shadow_unit_must_be_gone(const char *file, int line, struct nested_test *t,
			      struct nested_guest *l2, uint64_t l2_ra)
{
	shadow_must_have_none(file, line, t, l2, l2_ra, t->unit);
}

unsigned long unit_frame(struct nested_test *t, int unit)
{
	unsigned long frame;

	TEST_REQUIRE_PRESENT(frames_missing());
	frame = frame_of(unit_hva(t, unit));
	t->frame_type = t->mem.type;
	/* A THP may have been split or replaced by base pages since it was made. */
	if (t->mem.desc->thp && !is_huge_page(unit_hva(t, unit)))
		t->frame_type = BACKING_ANON;
	return frame;
}

/*
 * A frame that does not turn up is in use again: then too it holds nothing that
 * the test could take for right, and the tables are still a witness.
 */
unsigned long occupy_frame(struct nested_test *t, unsigned long frame)
{
	if (frame_occupy(frame, t->frame_type, mark(MARK_SEED_FOREIGN, 0)))
		return frame;
	return 0;
}

void occupied_must_be_intact(const char *file, int line, unsigned long frame)
{
	if (frame && !frame_is_intact(frame))
		test_fail(file, line, "a store hit frame %#lx, no longer the guest's",
			  frame);
}
