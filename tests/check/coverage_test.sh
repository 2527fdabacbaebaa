#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# docs/coverage.md is up to date with tags and data.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"

coverage=$TOP/docs/coverage
fixture=$TOP/x86-free-ppc64/fixture

sh "$coverage/render.sh" >"$tmp/coverage.md" 2>"$tmp/err"
check "tags name sentences, and the red table cases" is_quiet
check "docs/coverage.md is up to date (make coverage KEEP=1)" \
	cmp -s "$tmp/coverage.md" "$TOP/docs/coverage.md"

# A tag is directly before its case; in the tables of operations, before the name of an
# operation, each of which has one, or before an arrangement.
awk '/^\t\t\.name = "/ && FILENAME ~ /l0_ops_/ && !tagged {
		print FILENAME ":" FNR ": no tag before " $0
	}
	tagged && !/^TEST(_F)?\(|^\t\t\.name = "|^\t\{ ARRANGED\("/ {
		print FILENAME ":" FNR ": " $0
	}
	{ tagged = /\/\* Covers: / }
	/Covers:/ && !/^\t*\/\* Covers: S[0-9]+(, S[0-9]+)* \*\/$/ {
		print FILENAME ":" FNR ": " $0
	}' \
	"$TOP"/tests/*_test.c "$fixture"/l0_op_arrange.c \
	"$fixture"/l0_ops_*.c >"$tmp/out"
check "every tag has its form and its case" test ! -s "$tmp/out"

other_awks >"$tmp/awks"
while IFS= read -r awk; do
	AWK=$awk sh "$coverage/render.sh" >"$tmp/coverage.other"
	check "the same from ${awk##*/}" cmp -s "$tmp/coverage.md" "$tmp/coverage.other"
done <"$tmp/awks"

finish
