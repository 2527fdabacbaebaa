// SPDX-License-Identifier: GPL-2.0
/* Witnesses beside the data: the shadow tables, and what became of a frame. */
#include "frames.h"
#include "nested_test.h"
#include "radix_dump.h"

void shadow_must_be(const char *file, int line, struct nested_test *t,
		    struct nested_guest *l2, uint64_t l2_ra, bool live)
{
	const struct radix_leaf *leaf;
	struct radix_dump dump;

	if (radix_dump_missing(t->vm->fd))
		return;
	radix_dump_read(&dump, t->vm->fd);
	leaf = radix_tree_find(radix_dump_tree(&dump, l2->lpid), l2_ra);
	if (!leaf && live)
		test_fail(file, line, "L0 has no shadow leaf for %#lx of L2 (LPID %#x)",
			  l2_ra, l2->lpid);
	if (leaf && !live)
		test_fail(file, line, "L0 still has a shadow leaf for %#lx of L2 (LPID %#x): pte %#lx, shift %u",
			  l2_ra, l2->lpid, leaf->pte, leaf->shift);
	radix_dump_free(&dump);
}

unsigned long unit_frame(const struct nested_test *t, int unit)
{
	TEST_REQUIRE_PRESENT(frames_missing());
	return frame_of(unit_hva(t, unit));
}

unsigned long occupy_frame(const struct nested_test *t, unsigned long frame)
{
	if (frame_occupy(frame, t->mem.type, mark(MARK_SEED_FOREIGN, 0)))
		return frame;
	if (t->mem.page_size < SZ_1G)
		TEST_ERROR("the freed frame %#lx did not turn up again", frame);
	return 0;
}

void occupied_must_be_intact(const char *file, int line, unsigned long frame)
{
	if (frame && !frame_is_intact(frame))
		test_fail(file, line, "somebody stored into frame %#lx, which is no longer the guest's",
			  frame);
}
