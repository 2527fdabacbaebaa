/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The middle unit of the test's memory, mapped several times in one L2: the n-th
 * mapping is at TEST_L2_ALIAS_RA(n). One entry of an rmap list each, so that 1, 2
 * and 3 of them are a single entry, a list's two ends, and one with a middle.
 *
 * What must hold fails at the caller's line.
 */
#ifndef PPC64_NESTED_ALIASES_H
#define PPC64_NESTED_ALIASES_H

#include "nested_test.h"

#define MAX_ALIASES	3

/* L1 maps it @nr times, readable and writable. */
void aliases_map(struct nested_test *t, struct nested_guest *l2, int nr);

/*
 * Maps, and proves each mapping live for loads and for stores, in data and in the
 * shadow table. The unit ends up with marks of MARK_SEED_L2.
 */
#define aliases_make_live(t, l2, nr)					\
	aliases_must_become_live(__FILE__, __LINE__, t, l2, nr)
/* No shadow leaf is left over any of them. */
#define aliases_expect_gone(t, l2, nr)					\
	aliases_must_be_gone(__FILE__, __LINE__, t, l2, nr)
/* L2 reads marks of @seed (0: zeros) through each, and each has a leaf then. */
#define aliases_expect_unit(t, l2, nr, seed)				\
	aliases_must_read(__FILE__, __LINE__, t, l2, nr, seed)
/*
 * What L0 stores is seen through each, and what L2 stores through each lands in
 * L0's memory. The unit ends up with marks of MARK_SEED_L2.
 */
#define aliases_expect_shared(t, l2, nr)				\
	aliases_must_share(__FILE__, __LINE__, t, l2, nr)

void aliases_must_become_live(const char *file, int line,
			      struct nested_test *t, struct nested_guest *l2,
			      int nr);
void aliases_must_be_gone(const char *file, int line, struct nested_test *t,
			  struct nested_guest *l2, int nr);
void aliases_must_read(const char *file, int line, struct nested_test *t,
		       struct nested_guest *l2, int nr, uint64_t seed);
void aliases_must_share(const char *file, int line, struct nested_test *t,
			struct nested_guest *l2, int nr);

#endif
