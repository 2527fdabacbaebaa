#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A program that hangs, and a run that is interrupted.

# shellcheck disable=SC1091,SC2154
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two hang
EOT
fake_program second <<-EOT
	one pass
EOT

run -o 1
check "a program that hangs: not ok" says \
	"not ok 1 selftests: kvm-hv-nested: first # TIMEOUT 1 seconds"
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
	: >"$tmp/out"
	# shellcheck disable=SC2086 # words
	(cd "$tmp/tree" && PATH=${TEST_PATH:+$TEST_PATH:}$PATH \
		TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		exec $can_interrupt ${TEST_SH:-sh} ./run_kselftest.sh) \
		>"$tmp/out" 2>"$tmp/err" </dev/null &
	runner=$!
	naps=0
	while [ "$naps" -lt 100 ] && ! mentions "RUN           global.two"; do
		sleep 0.1
		naps=$((naps + 1))
	done
	kill -s "$1" "$runner"
	wait "$runner"
	check "$1: status $2" is_same $? "$2"
	check "$1: one line" is_same "$(cat "$tmp/err")" \
		"run_kselftest.sh: interrupted: the run is not complete"
	check "$1: no process left" no_process
	check "$1: no file left" nothing_left
}

interrupt TERM 143
if [ -n "$can_interrupt" ]; then
	interrupt HUP 129
	interrupt INT 130
else
	skip "HUP and INT" "no env --default-signal"
fi

finish
