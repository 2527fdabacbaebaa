#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Programs that run only if they are named.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two pass
EOT
fake_program third <<-EOT
	one pass
	two pass
EOT
fake_machine
sed -i '/third/d' "$tmp/tree/kselftest-list.txt"
echo third >"$tmp/tree/extended.txt"

# What the last run was made of.
ran()		{ sed -n 's/^# selftests: kvm-hv-nested: //p' "$tmp/out" | tr '\n' ' '; }
ran_only()	{ is_same "$(ran)" "$1"; }
listed()	{ is_same "$(tr '\n' ' ' <"$tmp/out")" "$1"; }

run
check "by default it does not run" ran_only "first "
check "and is not missed" exits 0
run -c kvm-hv-nested
check "nor with all of the collection" ran_only "first "
run --list
check "nor is it listed" listed "first:global.one first:global.two "
run -t third
check "named it runs" ran_only "third "
run -t third:global.two -t first
check "with a default one" ran_only "first third "
check "and of it the case that was named" mentions "# Totals: pass:3 "
run -l -t third
check "named it is listed" listed "third:global.one third:global.two "
run -t third -S third
check "it can be left out" exits 4
check "an unknown name: the nearest" refuses 2 "no test 'thrid', nearest: third" -t thrid
run --emulate -t third
check "emulated: it runs" ran_only "third "
run --emulate
check "emulated: by default it does not" ran_only "first "

finish
