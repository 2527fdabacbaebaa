#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A machine whose kernel has no debugfs: the program names the witnesses that this takes
# away, and with --strict the case is an error. It hides its addresses from root too: what
# needs them is skipped.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a kernel without debugfs" "there is no emulated machine on POWER"
	finish ;;
esac

case=nested_map_test:nested_map.anon_leaf_64k.read_and_write
hidden=nested_lifetime_test:nested_lifetime.bad_mmu_settings
"$TOP/run_kselftest.sh" --emulate --machines 1 --strict --append debugfs=off \
	--append sysctl.kernel.kptr_restrict=2 -t "$case" -t "$hidden" >"$tmp/out" 2>"$tmp/err"
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
check "addresses are hidden: a skip, with the command" mentions \
	": kernel addresses are hidden from root: sysctl kernel.kptr_restrict=1"
check "addresses are hidden: that case is no error" is_same \
	"$(grep -c "^# $hidden: error" "$tmp/out")" 0
finish
