#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# Which function of the kernel which case enters, measured in the emulated machine
# with the function tracer: writes functions.tsv beside this script, see
# functions.awk and entered.awk. Of each case the first and the last cell. -t PROGRAM
# measures one program again and keeps what is known of the others.
# Exit status: 0 measured, 1 a case failed meanwhile, 2 not measured.

coverage=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${coverage%/docs/coverage}/machine
# shellcheck source=/dev/null
. "$machine/common.sh"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/coverage.XXXXXX") ||
	die "cannot make a temporary folder"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$machine/setup.sh" all || exit
make -s -C "$top" install INSTALL_PATH="$tmp/tree" >&2 || exit 2
source=$CACHE/linux-source/arch/powerpc/kvm
awk -f "$coverage/functions.awk" "$source/book3s_hv_nested.c" \
	"$source/book3s_64_mmu_radix.c" >"$tmp/all" ||
	die "no kernel source in $source"
cut -f2 "$tmp/all" >"$tmp/tree/functions"
mv "$tmp/tree/run_kselftest.sh" "$tmp/tree/run.sh" &&
	cp "$coverage/inside.sh" "$tmp/tree/run_kselftest.sh" || exit 2
chmod +x "$tmp/tree/run_kselftest.sh"
# Naming a case is no wish for what may take the machine down.
# shellcheck disable=SC2016 # not for this shell
sed 's/dangerous=\$opt_inside$/dangerous=/' "$tmp/tree/lib/runner/native.sh" >"$tmp/native.sh" &&
	mv "$tmp/native.sh" "$tmp/tree/lib/runner/native.sh" || exit 2

# Nine cells are too many calls for the reader inside; the ends of a list differ most.
cases=$(KVM_HV_NESTED_CACHE=$CACHE sh "$top/run_kselftest.sh" --list "$@" |
	awk '{ test = $0 }
		test ~ /\..*\./ { sub(/\.[^.]*\./, ".", test) }
		!(test in first) { order[++n] = test; first[test] = $0 }
		{ last[test] = $0 }
		END {
			for (i = 1; i <= n; i++) {
				print "-t", first[order[i]]
				if (last[order[i]] != first[order[i]])
					print "-t", last[order[i]]
			}
		}')
# shellcheck disable=SC2086 # words without blanks
sh "$machine/run.sh" --timeout 3000 --results "$tmp/results" \
	--tree "$tmp/tree" -- --inside $cases >"$tmp/ktap"
status=$?
grep '^not ok' "$tmp/ktap" >&2
[ -s "$tmp/results/entered" ] || die "nothing was measured"
! grep -q '^lost ' "$tmp/results/entered" || die "trace events were lost"
old=/dev/null
[ $# -eq 0 ] || [ ! -s "$coverage/functions.tsv" ] || old=$coverage/functions.tsv
awk -f "$coverage/entered.awk" "$tmp/all" "$tmp/results/traceable" \
	"$old" "$tmp/results/entered" >"$tmp/new" &&
	cp "$tmp/new" "$coverage/functions.tsv" || exit 2
exit $status
