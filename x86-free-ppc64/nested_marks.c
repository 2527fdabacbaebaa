// SPDX-License-Identifier: GPL-2.0
/* Marks in a unit of test memory, as L0 and as L2 see them. */
#include "l1_nested.h"
#include "nested_test.h"

/* Leaves of a unit that L2 maps: all where they are few. */
#define MAX_SPOTS	3

static int nr_spots(const struct nested_test *t)
{
	uint64_t leaves = t->unit / t->leaf_size;

	return leaves < MAX_SPOTS ? leaves : MAX_SPOTS;
}

static uint64_t spot(const struct nested_test *t, int i)
{
	uint64_t leaves = t->unit / t->leaf_size;

	if (i == 0)
		return 0;
	if (i == nr_spots(t) - 1)
		return t->unit - t->leaf_size;
	return leaves / 2 * t->leaf_size;
}

void nested_test_map(struct nested_test *t, struct nested_guest *l2,
		     uint64_t l2_ra, int unit, uint64_t bits)
{
	int i;

	for (i = 0; i < nr_spots(t); i++)
		nested_map(l2, l2_ra + spot(t, i),
			   unit_gpa(t, unit) + spot(t, i), t->leaf_shift, bits);
}

void nested_test_map_all(struct nested_test *t, struct nested_guest *l2)
{
	int unit;

	for (unit = 0; unit < NR_UNITS; unit++) {
		if (unit == UNIT_FIRST || units_differ(t))
			nested_test_map(t, l2, unit_l2_ra(t, unit), unit,
					RADIX_RW | RADIX_RC);
	}
}

void nested_test_unmap(struct nested_test *t, struct nested_guest *l2,
		       uint64_t l2_ra)
{
	int i;

	for (i = 0; i < nr_spots(t); i++)
		nested_unmap(l2, l2_ra + spot(t, i), t->leaf_shift);
}

void mark_memory(const struct nested_test *t, void *hva, size_t len,
		 uint64_t seed, uint64_t offset)
{
	size_t off;

	for (off = 0; off < len; off += t->step)
		WRITE_SHARED(*(uint64_t *)(hva + off),
			     mark(seed, offset + off));
}

static uint64_t expected_mark(uint64_t seed, uint64_t offset)
{
	return seed ? mark(seed, offset) : 0;
}

void memory_must_hold(const char *file, int line, const struct nested_test *t,
		      const void *hva, size_t len, uint64_t seed,
		      uint64_t offset)
{
	size_t off;

	for (off = 0; off < len; off += t->step) {
		uint64_t seen = READ_SHARED(*(const uint64_t *)(hva + off));
		uint64_t want = expected_mark(seed, offset + off);

		if (seen != want)
			test_fail(file, line, "offset %#lx of the memory holds %#lx, not %#lx",
				  offset + off, seen, want);
	}
}

/* Only where L2 can store: the spots. */
void host_must_hold(const char *file, int line, const struct nested_test *t,
		    int unit, uint64_t seed)
{
	int i;

	for (i = 0; i < nr_spots(t); i++)
		memory_must_hold(file, line, t, unit_hva(t, unit) + spot(t, i),
				 t->leaf_size, seed,
				 unit_offset(t, unit) + spot(t, i));
}

void neighbours_must_hold(const char *file, int line,
			  const struct nested_test *t)
{
	if (!units_differ(t))
		return;
	host_must_hold(file, line, t, UNIT_FIRST, MARK_SEED_L0);
	host_must_hold(file, line, t, UNIT_LAST, MARK_SEED_L0);
}

/* L2 code. @what: seed in the high byte, step below. First wrong EA or 0. */
static uint64_t l2_find_wrong_mark(uint64_t ea, uint64_t len, uint64_t what,
				   uint64_t offset)
{
	uint64_t step = what & ((1UL << 56) - 1);
	uint64_t off;

	for (off = 0; off < len; off += step) {
		if (l2_load64(ea + off) != expected_mark(what >> 56,
							 offset + off))
			return ea + off;
	}
	return 0;
}

static uint64_t l2_mark(uint64_t ea, uint64_t len, uint64_t what,
			uint64_t offset)
{
	uint64_t step = what & ((1UL << 56) - 1);
	uint64_t off;

	for (off = 0; off < len; off += step)
		l2_store64(ea + off, mark(what >> 56, offset + off));
	return 0;
}

static uint64_t call_on_spot(const char *file, int line, struct nested_test *t,
			     struct nested_guest *l2, void *fn, uint64_t ea,
			     uint64_t offset, uint64_t seed)
{
	struct nested_result result = nested_call(l2, fn, ea, t->leaf_size,
						  (seed << 56) | t->step,
						  offset);

	if (result.end != NESTED_RETURNED)
		test_fail(file, line, "L2 (LPID %#x) at %#lx to %#lx should not be noticed: %s",
			  l2->lpid, ea, ea + t->leaf_size - 1,
			  nested_result_name(l2, &result));
	return result.exit.value;
}

void nested_must_hold(const char *file, int line, struct nested_test *t,
		      struct nested_guest *l2, uint64_t l2_ra, int unit,
		      uint64_t seed)
{
	int i;

	for (i = 0; i < nr_spots(t); i++) {
		uint64_t ea = l2_ra + spot(t, i);
		uint64_t offset = unit_offset(t, unit) + spot(t, i);
		uint64_t wrong = call_on_spot(file, line, t, l2,
					      l2_find_wrong_mark, ea, offset,
					      seed);

		if (wrong)
			test_fail(file, line, "L2 (LPID %#x) at %#lx reads %#lx, should read %#lx",
				  l2->lpid, wrong,
				  nested_must_read(file, line, l2, wrong),
				  expected_mark(seed, offset + wrong - ea));
	}
}

void nested_must_mark(const char *file, int line, struct nested_test *t,
		      struct nested_guest *l2, uint64_t l2_ra, int unit,
		      uint64_t seed)
{
	int i;

	for (i = 0; i < nr_spots(t); i++)
		call_on_spot(file, line, t, l2, l2_mark, l2_ra + spot(t, i),
			     unit_offset(t, unit) + spot(t, i), seed);
}
