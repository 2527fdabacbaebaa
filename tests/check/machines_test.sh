#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Two emulated machines side by side: each program runs in one of them, and the output is
# one stream.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
for name in first second third fourth fifth sixth seventh eighth; do
	fake_program $name <<-EOT
		one slow 0.1
		two pass
	EOT
done
fake_machine

# Programs do not overlap in the stream, and are numbered in the order in which they end.
is_one_stream()
{
	awk '/^# selftests: / { if (within != "") exit 1; within = $NF }
		/^(not )?ok [0-9]+ selftests: / {
			if ($0 !~ (" " within "( |$)") ||
			    $0 !~ ("ok " ++n " ")) exit 1
			within = ""
		}
		END { if (within != "" || n != 8) exit 1 }' "$tmp/out"
}

machines_of()
{
	rm -f "$tmp/root"/arguments*
	run --emulate "$@"
	(cd "$tmp/root" && echo arguments*)
}

run --emulate --machines 2 --results "$tmp/results"
check "two: passed" exits 0
check "two: the first has the usual shape" grep -q -- \
	"^--timeout .*--inside --first$" "$tmp/root/arguments"
check "two: the second has one CPU" grep -q -- \
	"^--cpus 1 .*--inside --second$" "$tmp/root/arguments-2"
check "two: one stream" is_one_stream
check "two: the plan comes once, first" is_same "$(sed -n 2p "$tmp/out")" "1..8"
check "two: the head comes once" is_same \
	"$(grep -c '^KTAP version\|^1\.\.8$\|^# host: ' "$tmp/out")" 3
check "two: each case once" mentions "# Totals: pass:16 fail:0"
check "two: the stream is kept" cmp -s "$tmp/out" "$tmp/results/run.ktap"
check "two: no word on stderr" is_quiet
check "two: no mark of theirs is left" [ ! -e "$tmp/results/claimed" ]
check "two: nothing left" nothing_left

check "a repeat command names no number of machines" is_same \
	"$(grep -c -- --machines "$tmp/results/summary.json")" 0
check "few programs: one machine" is_same \
	"$(machines_of -t first -t second)" arguments
check "one, if asked for" is_same "$(machines_of --machines 1)" arguments
check "another shape: one" is_same "$(machines_of --threads 2)" arguments
check "the first failure ends all: one" is_same \
	"$(machines_of --fail-fast)" arguments
check "another shape: one" is_same "$(machines_of --memory 8G)" arguments
check "--dry-run boots none" is_same \
	"$(machines_of --machines 2 --dry-run)" "arguments*"

echo "two exit 3" >"$tmp/tree/third.cases"
run --emulate --machines 2
check "a failure in one: status 1" exits 1
check "a failure in one: the others pass" mentions "pass:14 fail:1"
check "a failure in one: one stream" is_one_stream
printf 'one slow 0.1\ntwo pass\n' >"$tmp/tree/third.cases"

export FAKE_END=second-oops
run --emulate --machines 2 --results "$tmp/results"
check "an oops in the second: status 1" exits 1
check "an oops in the second: the program is named" grep -q \
	'^# reason: the machine died: oops Oops: Kernel access' "$tmp/out"
check "an oops in the second: the first runs the rest" mentions "pass:15 fail:1"
check "an oops in the second: one stream" is_one_stream
check "an oops in the second: its own verdict" [ -s "$tmp/results/machine-verdict-2" ]

FAKE_END=oops
run --emulate --machines 2
check "both die: status 1" exits 1
check "both die: both programs are named" is_same \
	"$(grep -c '^not ok [12] selftests: ' "$tmp/out")" 2
check "both die: the rest is told" mentions ": not run"

FAKE_END=cut-short
run --emulate --machines 2
check "both streams cut short: status 1" exits 1
FAKE_END=no-boot
check "none boots: status 2" is_same \
	"$(run --emulate --machines 2; echo "$code")" 2
check "none boots: nothing left" nothing_left

FAKE_END=hang
both_run()	{ [ -s "$tmp/root/machine" ] && [ -s "$tmp/root/machine-2" ]; }
rm -f "$tmp/root"/machine*
start_run --emulate --machines 2 --results "$tmp/results"
soon both_run
kill -s TERM "$runner"
wait "$runner"
check "interrupted: status 143" is_same $? 143
check "interrupted: both are told to end" is_same \
	"$(cat "$tmp/root/machine" "$tmp/root/machine-2")" "ended
ended"
check "interrupted: nothing left" nothing_left
check "interrupted: no mark of theirs is left" [ ! -e "$tmp/results/claimed" ]

# The second machine has one CPU.
listed=$(sed -n '/^PROGRAMS_2_CPUS :=/,/[^\\]$/p' "$TOP/Makefile" |
	tr -s '\\ \t' '\n' | grep '_test$' | sort)
check "the programs that want two CPUs are in the Makefile's list" is_same "$listed" \
	"$(cd "$TOP/tests" && grep -l host_missing_cpus ./*_test.c |
		sed 's/.*\///; s/\.c$//' | sort)"

finish
