// SPDX-License-Identifier: GPL-2.0
/* The sequences that are kept; the Makefile makes sequences.inc of tests/sequences. */
#include <stddef.h>

#include "random_kept.h"

const struct random_kept random_kept[] = {
#include "sequences.inc"
	{ NULL, NULL }
};
