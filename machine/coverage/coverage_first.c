// SPDX-License-Identifier: GPL-2.0
/* The first object of the module: the beginning of the section. */
#include "coverage_info.h"

const struct object_info *const coverage_first[0] __used __section("coverage_info") = {};
