#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A program that hangs, and a run that is interrupted.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two hang
EOT
fake_program late <<-EOT
	one pass
	two late
EOT
fake_program second <<-EOT
	one pass
EOT

run -o 1 -t first -t second
check "a program that hangs: not ok" says \
	"# reason: TIMEOUT 1 seconds"
check "a program that hangs: the case is named" says "# first:global.two: fail: TIMEOUT 1 seconds"
check "a program that hangs: the next one runs" says "ok 2 selftests: kvm-hv-nested: second"
check "a program that hangs: status 1" exits 1
check "a program that hangs: ended" no_process

# A shell starts things in the background with SIGINT ignored, and nohup all with
# SIGHUP ignored, for good: undo that where a command can.
can_interrupt=
! env --default-signal=INT,HUP true 2>/dev/null ||
	can_interrupt="$(command -v env) --default-signal=INT,HUP"

# $1: signal, $2: exit status
interrupt()
{
	START_WITH=$can_interrupt start_run -t late -t second --results "$tmp/results"
	soon mentions "RUN           global.two"
	kill -s "$1" "$runner"
	wait "$runner"
	check "$1: status $2" is_same $? "$2"
	check "$1: one line" is_same "$(cat "$tmp/err")" \
		"run_kselftest.sh: interrupted: the run is not complete"
	check "$1: no process left" no_process
	check "$1: no file left" nothing_left
	check "$1: what killing does to a case is no result" is_same \
		"$(grep -c 'not ok' "$tmp/out")" 0
	check "$1: the summary has the status" has "\"status\": $2,"
	check "$1: the summary has what passed" has '"totals": {"pass": 1, "fail": 0,'
	check "$1: the summary has what was interrupted" has \
		'"program": "late", "verdict": "error", "reason": "interrupted"'
	check "$1: the summary has what did not run" has \
		'"program": "second", "verdict": "not run"'
	check "$1: the kernel log is kept" grep -q 'late begins' \
		"$tmp/results/kernel.log"
	rm -rf "$tmp/results"
}

has()	{ grep -Fq -e "$1" "$tmp/results/summary.json"; }

interrupt TERM 143
if [ -n "$can_interrupt" ]; then
	interrupt HUP 129
	interrupt INT 130
else
	skip "HUP and INT" "no env --default-signal"
fi

# On a terminal the message is the last line: no progress after it.
if command -v script >/dev/null; then
	# Not what the run before has printed.
	: >"$tmp/out"
	(cd "$tmp/tree" && TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		exec script -qec "${TEST_SH:-sh} ./run_kselftest.sh -t late" \
		/dev/null) >"$tmp/out" 2>"$tmp/err" </dev/null &
	terminal=$!
	soon mentions "RUN           global.two"
	read -r runner rest <"$(find "$tmp/tmp" -name runner)"
	kill -s TERM "$runner"
	wait "$terminal"
	check "on a terminal: the message is the last line" is_same \
		"$(tr '\r' '\n' <"$tmp/out" | sed '/^$/d; s/\x1b\[K//' | tail -n 1)" \
		"run_kselftest.sh: interrupted: the run is not complete"
else
	skip "on a terminal: the message is the last line" "no script command"
fi

finish
