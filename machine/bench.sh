#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# The boot time that the machine adds: from the start of QEMU to the first KTAP line of a
# tree, compared with a bare boot of the same kernel to an empty init. The two alternate,
# so that load on the host affects both; medians are compared.
# use: bench.sh [--rounds N] [--tree DIR] [run.sh's machine options]
# Exit status: 0 within the limit, 1 above it, 2 it could not be measured.

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=machine/common.sh
. "$machine/common.sh"
limit=150

rounds=3
tree=
kernel=backports
model=powernv9
cpus=2
nodes=1
memory=4G
while [ $# -gt 0 ]; do
	[ $# -ge 2 ] || die "$1 needs a value; use: bench.sh [--rounds N] [--tree" \
		"DIR] [machine options]"
	case $1 in
	--rounds) rounds=$2 ;;
	--tree) tree=$2 ;;
	--kernel) kernel=$2 ;;
	--machine) model=$2 ;;
	--cpus) cpus=$2 ;;
	--nodes) nodes=$2 ;;
	--memory) memory=$2 ;;
	*) die "unknown option '$1'" ;;
	esac
	shift 2
done
case $rounds in
'' | *[!0-9]* | 0) die "--rounds '$rounds' is not a number from 1 on" ;;
esac

"$machine/setup.sh" kernel "$kernel" || exit
cache_open
tmp=$(mktemp -d "$CACHE/kvm-hv-nested-bench.XXXXXX") ||
	die "cannot write to $CACHE"
trap 'trap "" INT TERM HUP; kill $! 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# The inner script prints only the first line of KTAP.
if [ -z "$tree" ]; then
	tree=$tmp/tree
	mkdir "$tree"
	printf '#!/bin/sh\necho TAP version 13\n' >"$tree/run_kselftest.sh"
	chmod +x "$tree/run_kselftest.sh"
fi

# An init that prints one line and powers off.
mkdir -p "$tmp/root/bin"
cp "$CACHE/tools/busybox/busybox" "$tmp/root/bin/"
printf '#!/bin/busybox sh\necho EMPTY-INIT\n/bin/busybox poweroff -f\n' \
	>"$tmp/root/init"
chmod +x "$tmp/root/init"
(cd "$tmp/root" && find . | "$CACHE/bin/cpio" -o -H newc -R 0:0 --quiet) \
	>"$tmp/initrd" || die "cannot write to $tmp"

hundredths()
{
	date +%s%N | sed 's/.......$//'
}

# Run a command until a line of its output matches, and print the time.
time_to()
{
	pattern=$1
	shift
	start=$(hundredths)
	mkfifo "$tmp/out"
	"$@" >"$tmp/out" 2>"$tmp/log" </dev/null &
	found=
	while read -r line; do
		case $found$line in
		"$pattern"*) found=$(hundredths) ;;
		esac
	done <"$tmp/out"
	wait $!
	rm "$tmp/out"
	[ -n "$found" ] || die "no line '$pattern': $(tail -n 1 "$tmp/log")"
	took=$((found - start))
}

bare()
{
	time_to EMPTY-INIT "$CACHE/bin/qemu-system-ppc64" -M "$model" \
		-cpu "POWER${model#powernv}" -m "$memory" \
		-smp "$cpus,sockets=$nodes,cores=$((cpus / nodes)),threads=1" \
		-accel tcg,thread=multi -nographic -no-reboot \
		-kernel "$CACHE/kernels/$kernel/vmlinux" \
		-initrd "$tmp/initrd" -append 'console=hvc0 panic=-1'
}

# Times from QEMU's start, without the work of run.sh before it.
full()
{
	export KVM_HV_NESTED_MARK="$tmp/mark"
	time_to 'TAP version' "$machine/run.sh" --machine "$model" \
		--kernel "$kernel" --cpus "$cpus" --nodes "$nodes" \
		--memory "$memory" --tree "$tree" --
	total=$took
	took=$((found - $(cat "$tmp/mark")))
}

median()
{
	printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 }
		END { print v[int((NR + 1) / 2)] }'
}

seconds()
{
	echo "$1" | awk '{ printf "%.2f", $1 / 100 }'
}

bares=
fulls=
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	bare
	bares="$bares $took"
	bare_took=$took
	full
	fulls="$fulls $took"
	echo "round $round: bare $(seconds "$bare_took") s," \
		"ours $(seconds "$took") s (with preparation $(seconds "$total") s)"
done
# shellcheck disable=SC2086 # lists of words
bare_took=$(median $bares)
# shellcheck disable=SC2086 # lists of words
took=$(median $fulls)
ratio=$((took * 100 / bare_took))
echo "$model, $kernel, $cpus CPUs, $nodes nodes: bare boot $(seconds "$bare_took") s," \
	"to the first KTAP line $(seconds "$took") s," \
	"ratio $(seconds $ratio) (limit $(seconds $limit))"
[ $ratio -le $limit ]
