#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make hunt`: which findings it keeps, and how it ends.  With a fake runner.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
mkdir -p "$tmp/tree/tests/random"
cp "$TOP/tests/random/hunt.sh" "$tmp/tree/tests/random/"

# The runner's output is $tmp/said-KERNEL, its status in $tmp/status.
cat >"$tmp/tree/run_kselftest.sh" <<-'EOT'
	echo "$*" >>"$FAKE/arguments"
	cat "$FAKE/said-$2"
	exit "$(cat "$FAKE/status")"
EOT

# $1: kernel, $2: seed, $3: value
finding()
{
	cat >"$tmp/said-$1" <<-EOT
		# # seed $2: step 9: random_l0.c:1: wrong [step 9: check]
		# # 2 steps after 40 tries:
		# # memory anon
		# # store l2=0 window=0 slot=0 piece=0 word=0 width=1 value=$3
		# # check
		# # FAIL: nested_random_test.c:9: seed $2: random_l0.c:1: wrong
	EOT
}

hunt()
{
	FAKE=$tmp HOURS=1 ROUNDS=${rounds:-1} KERNELS=$1 OUT=$tmp/found \
		${TEST_SH:-sh} "$tmp/tree/tests/random/hunt.sh" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

ended()		{ [ "$status" = "$1" ]; }
kept()		{ [ "$(find "$tmp/found" -name '*.txt' | wc -l)" -eq "$1" ]; }
keeps()		{ grep -qx -- "$1" "$tmp"/found/*.txt; }

echo '# # 7 sequences, 1750 steps' >"$tmp/said-one"
echo 0 >"$tmp/status"
hunt one
check "nothing found: status 0" ended 0
check "nothing found: nothing is kept" kept 0
check "the steps are told" grep -qx 'one: 7 sequences, 1750 steps' "$tmp/out"

echo 1 >"$tmp/status"
finding one 11 0
finding two 12 0
rounds=2 hunt "one two"
check "found: status 1" ended 1
check "the same steps of another kernel and seed: kept once" kept 1
check "kept: the steps" keeps check
check "kept: the memory" keeps "memory anon"
check "kept: the kernel" keeps "# on one"
check "kept: the reason" keeps "# FAIL: .*seed 11: random_l0.c:1: wrong"
check "each kernel twice" [ "$(grep -c -- '--kernel one' "$tmp/arguments")" = 3 ]

finding two 12 5
hunt two
check "other steps: another finding" kept 2

echo 2 >"$tmp/status"
echo "run_kselftest.sh: no kernel 'one'" >"$tmp/said-one"
hunt one
check "what cannot run: status 2" ended 2
check "what cannot run: why" grep -q "no kernel 'one'" "$tmp/err"
finish
