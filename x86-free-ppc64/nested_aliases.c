// SPDX-License-Identifier: GPL-2.0
/* Several L2 mappings of one unit; see nested_aliases.h. */
#include "nested_aliases.h"

static void l0_marks(struct nested_test *t, uint64_t seed)
{
	mark_memory(t, unit_hva(t, UNIT_MIDDLE), t->unit, seed,
		    unit_offset(t, UNIT_MIDDLE));
}

void aliases_map(struct nested_test *t, struct nested_guest *l2, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		nested_test_map(t, l2, TEST_L2_ALIAS_RA(i), UNIT_MIDDLE,
				RADIX_RW | RADIX_RC);
}

void aliases_must_read(const char *file, int line, struct nested_test *t,
		       struct nested_guest *l2, int nr, uint64_t seed)
{
	int i;

	for (i = 0; i < nr; i++) {
		nested_must_hold(file, line, t, l2, TEST_L2_ALIAS_RA(i),
				 UNIT_MIDDLE, seed);
		shadow_must_be_live(file, line, t, l2, TEST_L2_ALIAS_RA(i));
	}
}

void aliases_must_share(const char *file, int line, struct nested_test *t,
			struct nested_guest *l2, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		l0_marks(t, MARK_SEED_NEW);
		nested_must_hold(file, line, t, l2, TEST_L2_ALIAS_RA(i),
				 UNIT_MIDDLE, MARK_SEED_NEW);
		nested_must_mark(file, line, t, l2, TEST_L2_ALIAS_RA(i),
				 UNIT_MIDDLE, MARK_SEED_L2);
		host_must_hold(file, line, t, UNIT_MIDDLE, MARK_SEED_L2);
	}
}

void aliases_must_become_live(const char *file, int line,
			      struct nested_test *t, struct nested_guest *l2,
			      int nr)
{
	aliases_map(t, l2, nr);
	aliases_must_share(file, line, t, l2, nr);
	aliases_must_read(file, line, t, l2, nr, MARK_SEED_L2);
}

void aliases_must_be_gone(const char *file, int line, struct nested_test *t,
			  struct nested_guest *l2, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		shadow_unit_must_be_gone(file, line, t, l2,
					 TEST_L2_ALIAS_RA(i));
}
