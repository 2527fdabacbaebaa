#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A machine whose kernel has no debugfs: the program names the witnesses that this takes
# away, and with --strict the case is an error.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a kernel without debugfs" "there is no emulated machine on POWER"
	finish ;;
esac

case=nested_map_test:nested_map.anon_leaf_64k.read_and_write
"$TOP/run_kselftest.sh" --emulate --machines 1 --strict --append debugfs=off \
	-t "$case" >"$tmp/out" 2>"$tmp/err"
code=$?
check "--strict without debugfs: status 1" exits 1
for witness in "shadow tables" tlbie "one-time warnings that an earlier case has spent"
do
	check "no debugfs: $witness" is_same \
		"$(grep -c "^# # no witness: $witness: .*debugfs" "$tmp/out")" 1
	check "the run's last lines: $witness" mentions \
		"# No witness in nested_map_test: $witness: "
done
check "an error of the case, with all of them" mentions \
	"$case: error: missing_witness.c:"
finish
