// SPDX-License-Identifier: GPL-2.0
/* The last object of the module: the end of the section. */
#include "coverage_info.h"

const struct object_info *const coverage_last[0] __used __section("coverage_info") = {};
