#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# Boots an emulated POWER machine and runs a test tree in it. See usage below.
# Exit status: that of the inner script (0, 1, 2, 4) if the machine powered off; 1 if it
# crashed or hung after the first KTAP line, with the reason in RESULTS/machine-verdict;
# 2 for wrong use or if it did not boot.

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=machine/common.sh
. "$machine/common.sh"
# shellcheck source=lib/runner/life.sh
. "$top/lib/runner/life.sh"
# shellcheck source=lib/runner/shape.sh
. "$top/lib/runner/shape.sh"
# shellcheck source=machine/modules.sh
. "$machine/modules.sh"
# shellcheck source=machine/build_tree.sh
. "$machine/build_tree.sh"
# shellcheck source=machine/devicetree.sh
. "$machine/devicetree.sh"
# shellcheck source=machine/initrd.sh
. "$machine/initrd.sh"
# shellcheck source=machine/qemu.sh
. "$machine/qemu.sh"
# shellcheck source=machine/tlb.sh
. "$machine/tlb.sh"
# shellcheck source=machine/watchdog.sh
. "$machine/watchdog.sh"
# shellcheck source=machine/verdict.sh
. "$machine/verdict.sh"

usage()
{
	cat <<'EOF'
use: run.sh [OPTIONS] --tree DIR -- ARGUMENT...
Boots a machine with the installed test tree DIR and runs in it
"./run_kselftest.sh --native --results /results ARGUMENT..."
  --machine NAME     powernv9 (default) or powernv10
  --nodes N          NUMA nodes, default 1
  --cpus N           default 2
  --threads 1|2|4    CPUs in each core (SMT), default 1
  --memory SIZE      such as 6G or 6144M, default 4G per node
  --kernel NAME|DIR  a name from machine/kernels.table (default backports),
                     or a folder with a vmlinux and its modules, unpacked
                     or as a kernel's make leaves it
  --module FILE.ko   tried in place of the kernel's module of that name
  --tlb NAME         stock (default), strict or strict-pwc, see machine/tlb.sh
  --icount           the machine's time is its number of instructions
  --append WORDS     put on the end of the kernel's command line; may be repeated
  --results DIR      keep results, console.log and kernel.log there
  --suffix WORD      behind the names of these files, of a second machine with
                     the same results: console-2.log
  --timeout SECONDS  for the whole run, default 3600
  --dry-run          print QEMU's command line, boot nothing
EOF
}

wrong()
{
	die "$*; see $0 --help"
}

model=powernv9
nodes=1
cpus=2
threads=1
memory=
kernel=backports
module=
results=
suffix=
tree=
timeout=3600
append=
tlb=stock
icount=
dry_run=
while [ $# -gt 0 ]; do
	case $1 in
	--machine | --nodes | --cpus | --threads | --memory | --kernel | --module | \
	--results | --suffix | --tree | --timeout | --append | --tlb)
		[ $# -ge 2 ] || wrong "$1 needs a value"
		wants=$(machine_wants "$1" "$2")
		[ -z "$wants" ] || wrong "$1 takes $wants, not '$2'" ;;
	esac
	case $1 in
	--machine) model=$2 ;;
	--nodes) nodes=$2 ;;
	--cpus) cpus=$2 ;;
	--threads) threads=$2 ;;
	--memory) memory=$2 ;;
	--kernel) kernel=$2 ;;
	--module) module=$2 ;;
	--results) results=$2 ;;
	--suffix) suffix=$2 ;;
	--tree) tree=$2 ;;
	--timeout) timeout=$2 ;;
	--append) append="$append $2" ;;
	--tlb) tlb=$2 ;;
	--icount) icount=y; shift; continue ;;
	--dry-run) dry_run=y; shift; continue ;;
	-h | --help) usage; exit 0 ;;
	--) shift; break ;;
	*) wrong "unknown option '$1'" ;;
	esac
	shift 2
done

cpu=POWER${model#powernv}
case $suffix in
*[!A-Za-z0-9-]*) wrong "--suffix '$suffix' is not a word" ;;
esac
is_between "$timeout" 1 999999 || wrong "--timeout takes seconds, not '$timeout'"
wants=$(machine_cannot "$nodes" "$cpus" "$threads")
[ -z "$wants" ] || wrong "$wants"
# Memory that a node needs for a 1G page of its own.
[ -n "$memory" ] || memory=$((nodes * 4))G
case $memory in
*[Gg]) megabytes=$((${memory%[Gg]} * 1024)) ;;
*) megabytes=${memory%[Mm]} ;;
esac

if [ -n "$dry_run" ]; then
	tmp=TEMPORARY
	vmlinux=VMLINUX
	[ -n "$results" ] || results=$tmp/results
	qemu_arguments
	echo "qemu-system-ppc64 $qemu_words"
	echo "# kernel command line: $(kernel_commandline)"
	exit 0
fi

[ -n "$tree" ] || wrong "--tree is missing"
[ -x "$tree/run_kselftest.sh" ] ||
	wrong "--tree $tree holds no run_kselftest.sh"
cache_open
run_open

# The kernel and its modules.
if [ -d "$kernel" ]; then
	"$machine/setup.sh" tools || exit
fi
if is_build_tree "$kernel"; then
	build_tree_take "$kernel"
elif [ -d "$kernel" ]; then
	vmlinux=$(find_vmlinux "$kernel") ||
		die "--kernel $kernel: no vmlinux for POWER in that folder" \
			"(looked for vmlinux, boot/vmlinux-*, boot/vmlinuz-*)"
	modules=$tmp/modules
	modules_collect "$kernel" "$modules" ||
		die "--kernel $kernel: no kvm-hv module in that folder"
else
	"$machine/setup.sh" kernel "$kernel" || exit
	vmlinux=$CACHE/kernels/$kernel/vmlinux
	modules=$CACHE/kernels/$kernel/modules
fi
[ "$tlb" = stock ] || "$machine/setup.sh" strict-qemu || exit
[ -z "$module" ] || module_check

if [ -n "$results" ]; then
	mkdir -p "$results" 2>/dev/null && [ -w "$results" ] ||
		die "--results $results: cannot write there"
	rm -f "$results/console$suffix.log" "$results/kernel$suffix.log" \
		"$results/machine-verdict$suffix" "$results/tlb$suffix.log"
	results=$(CDPATH='' cd -- "$results" && pwd)
else
	results=$tmp/results
	mkdir "$results"
fi

initrd_make "$tmp/initrd" "$modules" "$tree" "$module" "$@" ||
	die "cannot make the initramfs in $tmp: is the disk full?"
qemu_run
trouble=
if firmware_ended; then
	trouble="the firmware ended before it came to the kernel"
elif qemu_aborted; then
	trouble="QEMU aborted ($(tail -n 1 "$tmp/qemu.log"))"
fi
if [ -n "$trouble" ]; then
	say "$trouble: starting the machine once more"
	rm "$tmp/ktap.fifo"
	qemu_run
fi
run_verdict
