#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The lint's check that each case has a sentence.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"

cat >"$tmp/cases.c" <<-EOT
	/* L0 discards the page: L2 reads zeros. */
	TEST_F(fix, has_one)
	/* L0 discards the page: L2 reads zeros. */
	/* Covers: S1 */
	TEST_F(fix, has_one_above_its_tag)
	/*
	 * L0 discards the page, and L2
	 * reads zeros.
	 */
	TEST(has_a_long_one)
	/* Covers: S1, S2, S3, S4, S5, S6 */
	TEST_F(fix, tag_alone)
	/* mmap() over it. */
	TEST_F(fix, too_short)
	/* L0 discards the page: L2 reads zeros. */
	static int helper;
	TEST(belongs_to_another)
EOT
awk -f "$CHECK/sentences.awk" "$tmp/cases.c" >"$tmp/found"
check "cases without a sentence, and no others" is_same "$(sed 's/.*: //' "$tmp/found")" \
	"TEST_F(fix, tag_alone)
TEST_F(fix, too_short)
TEST(belongs_to_another)"
check "a case is named with its line" grep -q "cases.c:12: " "$tmp/found"

finish
