#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make hunt HOURS=n`: nested_random_test with fresh seeds, on one kernel after the
# other, for so long.  What fails is shrunk by the program; each shrunk sequence is kept
# once, in build/hunt/ (OUT=DIR: elsewhere), with the kernel, the seed and the reason.
# KERNELS="backports debian12": these alone.  ARGS: further options of
# run_kselftest.sh, such as --tlb strict or --module FILE.ko.  ROUNDS=n: no more than n
# times over all kernels.
# Exit status: 0 nothing found, 1 something was, 2 nothing could run.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
TOP=$(CDPATH='' cd -- "$here/../.." && pwd)
hours=${HOURS:-1}
out=${OUT:-$TOP/build/hunt}
turn=${TURN:-300}

die()
{
	echo "make hunt: $*" >&2
	exit 2
}

case "$hours" in '' | *[!0-9]* | 0*) die "HOURS='$hours' is no number from 1 on" ;; esac
mkdir -p "$out" || die "cannot make $out"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-hunt.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Of a run's output the shrunk sequences, one file each: $tmp/found.N.
# $1: the output
split_found()
{
	rm -f "$tmp"/found.*
	awk -v prefix="$tmp/found." '
		{ sub(/^(# )+/, "") }
		/^[0-9]+ steps after [0-9]+ tries:$/ {
			inside = 1
			text = ""
			next
		}
		inside && /^(FAIL|ERROR): / {
			nr++
			file = prefix nr
			printf "# %s\n%s", $0, text >file
			close(file)
			inside = 0
		}
		inside { text = text $0 "\n" }' "$1"
}

# The same steps are the same finding, whatever the kernel and the seed.
# $1: file, $2: kernel
keep()
{
	sum=$(grep -v '^#' "$1" | cksum)
	name=$out/${sum%% *}.txt
	[ ! -e "$name" ] || return 0
	{
		echo "# on $2"
		cat "$1"
	} >"$name"
	echo "found: $name"
	found=$((found + 1))
}

# $1: kernel
hunt_on()
{
	# shellcheck disable=SC2086 # words
	sh "$TOP/run_kselftest.sh" --kernel "$1" --machines 1 --random "$turn" \
		--results "$tmp/results" -t nested_random_test ${ARGS-} \
		>"$tmp/output" 2>&1
	code=$?
	[ "$code" != 2 ] || die "$(grep -v '^#' "$tmp/output" | tail -n 1)"
	grep 'sequences, .* steps$' "$tmp/output" | sed "s/^[# ]*/$1: /"
	split_found "$tmp/output"
	for file in "$tmp"/found.*; do
		[ ! -e "$file" ] || keep "$file" "$1"
	done
	if [ -s "$tmp/results/machine-verdict" ]; then
		died=$out/died-$(date +%s)
		cp -R "$tmp/results" "$died" && echo "died: $died"
		found=$((found + 1))
	fi
}

found=0 round=0
end=$(($(date +%s) + hours * 3600))
while [ "$(date +%s)" -lt "$end" ] && [ "$round" != "${ROUNDS-}" ]; do
	round=$((round + 1))
	for kernel in ${KERNELS:-backports debian12 sid backports-64k sid-64k}; do
		[ "$(date +%s)" -ge "$end" ] || hunt_on "$kernel"
	done
done
echo "$found findings in $out"
[ "$found" = 0 ]
