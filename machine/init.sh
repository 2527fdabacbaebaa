#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash disable=SC2015
#
# Init of the emulated machine: mounts, modules, the test run, its status, power off. Two
# virtio ports lead outside: "ktap" has the output of the inner script only, "control"
# has messages of this script:
#   run          the inner script starts
#   beat         user space is alive (the watchdog outside counts these)
#   fault TEXT   the machine could not be set up
#   status N     the inner script's exit status
# Starting a program is slow here, so only few are used.

export PATH=/bin HOME=/ TERM=dumb

end()
{
	sync
	poweroff -f
	sleep 1000
}

fault()
{
	echo "machine: $*"
	[ -z "$control" ] || echo "fault $*" >&3
	end
}

# load FAMILY: its modules, in the order of their dependencies.
load()
{
	while read -r module; do
		case $module in
		kvm* | irqbypass*) family=kvm ;;
		*) family=other ;;
		esac
		[ $family != "$1" ] || insmod "/modules/$module" ||
			echo "machine: $module does not load"
	done </modules/order
}

find_ports()
{
	for dir in /sys/class/virtio-ports/*; do
		read -r name <"$dir/name" || continue
		case $name in
		control) control=/dev/${dir##*/} ;;
		ktap) ktap=/dev/${dir##*/} ;;
		esac
	done 2>/dev/null
	[ -n "$control" ] && [ -n "$ktap" ] ||
		fault "no virtio ports: the kernel lacks virtio_pci or virtio_console"
	# A port takes one opener at a time.
	exec 3>"$control"
}

# Load two independent families of modules in parallel. Background jobs need /dev/null.
mount -t devtmpfs none /dev
load kvm &
kvm=$!
load other &
others=$!
# An optional module: a RAM disk for swap.
[ ! -e /modules/brd.ko ] || insmod /modules/brd.ko rd_nr=1 &
mount -a
wait $others
find_ports
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=none \
	results /results || fault "no results folder: the kernel lacks 9p"
wait $kvm
[ -e /dev/kvm ] ||
	fault "no /dev/kvm: kvm-hv did not load, see console.log"

(while :; do echo beat; sleep 5; done) >&3 &

# The log of TLB uses, if the machine has one.
read -r suffix </suffix
[ ! -e "/results/tlb$suffix.log" ] ||
	export KVM_HV_NESTED_TLB_LOG="/results/tlb$suffix.log"
cd /kvm-hv-nested || fault "no test tree"
[ -x ./run_kselftest.sh ] || fault "the test tree has no run_kselftest.sh"
echo run >&3
eval "set -- $(cat /arguments)"
./run_kselftest.sh --native --results /results "$@" >"$ktap" </dev/null 3>&-
status=$?
dmesg -r >"/results/kernel$suffix.log"
echo "status $status" >&3
end
