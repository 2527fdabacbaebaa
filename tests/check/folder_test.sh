#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A folder of the run is removed, or cannot be written: one line and status 2, and nothing
# is left.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program waits <<-EOT
	one pass
	two wait go
	three pass
EOT
fake_program hangs <<-EOT
	one pass
	two hang
EOT

in_case()	{ mentions "RUN           global.two"; }

# $1: what is removed; the rest: options.  Then the run continues.
remove_beneath()
{
	removed=$1
	shift
	rm -f "$tmp/root/go"
	start_run "$@"
	soon in_case
	# shellcheck disable=SC2086 # a pattern
	rm -rf $removed
	: >"$tmp/root/go"
	wait "$runner"
	code=$?
}

# $1: the run
judge()
{
	check "$1: status 2" exits 2
	check "$1: one line" is_same "$(wc -l <"$tmp/err")" 1
	check "$1: that tells it" complains "was removed"
	check "$1: no process left" soon no_process
	check "$1: no file left" nothing_left
}

own="$tmp/tmp/kvm-hv-nested.*"
remove_beneath "$own" -t waits
judge "its own folder goes"
remove_beneath "$own" -t waits --results "$tmp/results"
judge "its own folder goes, with --results"
remove_beneath "$tmp/results" -t waits --results "$tmp/results"
judge "the results folder goes"

# A second of the watchdog lasts until the folder is removed.
mkdir "$tmp/bin"
cat >"$tmp/bin/sleep" <<-EOT
	#!/bin/sh
	[ "\$1" != 1 ] || until [ -e "$tmp/root/go" ]; do $(command -v sleep) 0.1; done
	exec $(command -v sleep) "\$@"
EOT
chmod +x "$tmp/bin/sleep"
TEST_PATH=$tmp/bin
remove_beneath "$own" -t hangs -o 1
judge "its own folder goes, and a program hangs"
TEST_PATH=

fake_machine
remove_beneath "$own" --emulate -t waits
check "emulated, its own folder goes: status 2" exits 2
check "emulated, its own folder goes: told" complains "was removed"
check "emulated, its own folder goes: no process left" soon no_process

rm -f "$tmp/tree/output.log"
mkdir "$tmp/tree/output.log"
check "-s: the log cannot be written" refuses 2 "cannot write" -s
rmdir "$tmp/tree/output.log"

finish
