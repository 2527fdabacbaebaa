#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The suite finds a faulty kvm-hv of each group of mutants/, in a short campaign. Each
# group's mutant is a test here.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a faulty kvm-hv" "faulty modules are tried in the emulated machine only"
	finish ;;
esac

command -v python3 >/dev/null || {
	skip "a faulty kvm-hv" "no python3: install python3"
	finish
}

SHORT=1 python3 -B "$TOP/mutants/campaign.py" >"$tmp/out" 2>"$tmp/err"
code=$?
check "the short campaign: status 0" exits 0

results=$TOP/build/mutants/backports.short/results
killed()
{
	[ "$(cut -f3 "$results/$1" 2>/dev/null)" = killed ]
}

grep / "$TOP/mutants/short" >"$tmp/short"
while IFS=/ read -r group mutant; do
	check "$group/$mutant is found, by $(cut -f5,6 "$results/$mutant" |
		tr '\t' ' ')" killed "$mutant"
done <"$tmp/short"
check "there is one of each group" is_same \
	"$(cut -d/ -f1 "$tmp/short" | sort)" \
	"$(awk '!/^#/ && NF { print $1 }' "$TOP/mutants/groups" | sort)"

finish
