#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The suite bites: a kvm-hv that leaves L2's translations in place when L0 takes
# a page away turns the test of just that red.

# shellcheck disable=SC1091,SC2034,SC2154
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a changed kvm-hv" "changed modules are tried in the emulated machine only"
	finish ;;
esac

# The nested rmap entry goes, the shadow PTE that it names stays.
fault='/^static void kvmhv_remove_nest_rmap(/,/^}/s/kvmppc_unmap_pte(.*);/;/'
sh "$TOP/machine/build-module.sh" --sed "$fault:book3s_hv_nested.c" \
	"$tmp/kvm-hv.ko" >"$tmp/out" 2>"$tmp/err"
check "a changed kvm-hv is built" [ -s "$tmp/kvm-hv.ko" ]

"$TOP/run_kselftest.sh" -t nested_unmap_test --fail-fast \
	--module "$tmp/kvm-hv.ko" --results "$tmp/results" \
	>"$tmp/out" 2>"$tmp/err"
code=$?
check "with it: status 1" exits 1
check "with it: the unmap test is red" mentions \
	"not ok 1 selftests: kvm-hv-nested: nested_unmap_test"
check "with it: a failure of the kernel, not an error of the test" \
	grep -q '"totals": {"pass": [0-9]*, "fail": [1-9][0-9]*, "error": 0,' \
	"$tmp/results/summary.json"
check "the repeat command names the module" mentions \
	"./run_kselftest.sh --module $tmp/kvm-hv.ko -t nested_unmap_test:"
grep '^# nested_unmap_test:' "$tmp/out"

finish
