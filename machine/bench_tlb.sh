#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# The cost of --tlb strict: the same programs on stock and strict QEMU, both at the same
# time, so that load on the host affects both. CPU time is compared, boot and shutdown
# included, since it does not depend on waiting for a CPU.
# use: bench_tlb.sh [--rounds N] [--kernel NAME] [PROGRAM]...
# Exit status: 0 within the limit, 1 above it, 2 it could not be measured.

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=machine/common.sh
. "$machine/common.sh"
limit=115

rounds=3
kernel=backports
while :; do
	case ${1-} in
	--rounds | --kernel)
		[ $# -ge 2 ] || die "$1 needs a value"
		[ "$1" = --kernel ] && kernel=$2 || rounds=$2
		shift 2 ;;
	-*) die "unknown option '$1'; use: bench_tlb.sh [--rounds N] [--kernel NAME]" \
		"[PROGRAM]..." ;;
	*) break ;;
	esac
done
case $rounds in
'' | *[!0-9]* | 0) die "--rounds '$rounds' is not a number from 1 on" ;;
esac
# Programs that run the same cases on both.
[ $# -gt 0 ] || set -- nested_map_test nested_remap_test nested_unmap_test
for program; do
	set -- "$@" -t "$program"
	shift
done

"$machine/setup.sh" strict-qemu || exit
cache_open
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-bench.XXXXXX") ||
	die "cannot make a temporary folder"
trap 'trap "" INT TERM HUP; kill $running 2>/dev/null; wait; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
running=

# Build everything before measuring.
"$top/run_kselftest.sh" --list "$@" >"$tmp/log" 2>&1 ||
	die "cannot build: $(tail -n 1 "$tmp/log")"

# run TLB, with the programs: the second line of "times" is the time of child processes.
run()
{
	tlb=$1
	shift
	(
		"$top/run_kselftest.sh" --emulate --machines 1 --cpus 1 --kernel "$kernel" \
			--tlb "$tlb" "$@" >"$tmp/$tlb.out" 2>&1 </dev/null &
		trap 'kill $! 2>/dev/null; wait; exit 2' TERM
		wait $!
		echo $? >"$tmp/$tlb.code"
		times >"$tmp/$tlb.times"
	) &
	running="$running $!"
}

# Hundredths of seconds.
cpu_time()
{
	awk -F'[ms \t]+' 'NR == 2 { printf "%d\n", ($1 * 60 + $2 + $3 * 60 + $4) * 100 }' \
		"$tmp/$1.times"
}

ended()
{
	[ "$(cat "$tmp/$1.code" 2>/dev/null)" = 0 ] ||
		die "the run with --tlb $1 is not green: $(grep -m 1 '^not ok' "$tmp/$1.out" ||
			tail -n 1 "$tmp/$1.out")"
}

ratios=
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	running=
	run stock "$@"
	run strict "$@"
	# shellcheck disable=SC2086 # a list of words
	wait $running
	ended stock
	ended strict
	stock=$(cpu_time stock)
	strict=$(cpu_time strict)
	[ "${stock:-0}" -gt 0 ] || die "no CPU time was measured"
	ratios="$ratios $((strict * 100 / stock))"
	echo "round $round: stock $((stock / 100)) s, strict $((strict / 100)) s of CPU time"
done
# shellcheck disable=SC2086 # a list of words
ratio=$(printf '%s\n' $ratios | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
echo "$kernel: --tlb strict takes $(echo "$ratio" | awk '{ printf "%.2f", $1 / 100 }') of stock" \
	"(median of $rounds; limit $(echo $limit | awk '{ printf "%.2f", $1 / 100 }'))"
[ "$ratio" -le $limit ]
