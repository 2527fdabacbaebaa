#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What a run on the host finds changed at its end, by itself or by others.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program prog <<-EOT
	one pass
EOT

mkdir -p "$tmp/root/sys/fs/cgroup"
echo cpu >"$tmp/root/sys/fs/cgroup/cgroup.subtree_control"
pool=$tmp/root/sys/devices/system/node/node0/hugepages/hugepages-2048kB
ksm=$tmp/root/sys/kernel/mm/ksm
mkdir -p "$pool" "$ksm" "$tmp/root/proc/sys/kernel" "$tmp/root/sys/kernel/tracing/instances"
echo "Node 0 MemFree:  16000000 kB" >"$pool/../../meminfo"
echo 0 >"$pool/nr_hugepages"
echo 0 >"$pool/free_hugepages"
echo 1 >"$ksm/run"
echo "none [scan-time]" >"$ksm/advisor_mode"
# Real ones: they are not read as plain files are.
sysctl=/proc/sys/kernel
ln -s $sysctl/pid_max "$tmp/root/proc/sys/kernel/tainted"
printf 'proc /proc proc rw 0 0\n' >"$tmp/root/proc/mounts"
printf 'Filename Type Size Used Priority\n/dev/vdb partition 1 0 -2\n' >"$tmp/root/proc/swaps"
rm -r "$tmp/root/sys/module/kvm_hv"

as_before="# Host: as before the run"
changed()
{
	says "# Host changed meanwhile, by this run or by others: $1"
}
changes()	{ is_same "$(grep -c '^# Host changed' "$tmp/out")" "$1"; }

run --results "$tmp/results"
check "what the run took it has given back" says "$as_before"
check "that is in the results too" grep -qx "$as_before" "$tmp/results/run.ktap"
check "the last line is the time, as ever" is_same \
	"$(tail -n 1 "$tmp/out" | cut -c 1-10)" "# Elapsed:"

# Others change what they like while the program runs.
mv "$tmp/tree/prog" "$tmp/tree/prog.real"
cp "$tmp/tree/prog.cases" "$tmp/tree/prog.real.cases"
cat >"$tmp/tree/prog" <<-EOT
	#!/bin/sh
	echo 2 >"$ksm/run"
	echo "[none] scan-time" >"$ksm/advisor_mode"
	echo "cpu memory" >"$tmp/root/sys/fs/cgroup/cgroup.subtree_control"
	ln -sf $sysctl/ngroups_max "$tmp/root/proc/sys/kernel/tainted"
	echo 80 >"$pool/nr_hugepages"
	mkdir -p "$tmp/root/sys/kernel/tracing/instances/mine"
	printf '%s\n' 'proc /proc proc ro 0 0' 'none /mnt tmpfs rw 0 0' 'none /mnt tmpfs rw 0 0' \
		>"$tmp/root/proc/mounts"
	sed -i '\$d' "$tmp/root/proc/swaps"
	rmdir "$tmp/root/sys/module/brd"
	exec "\$0.real" "\$@"
EOT
chmod +x "$tmp/tree/prog"
run
check "a setting" changed "/sys/kernel/mm/ksm/run: was 1, is 2"
check "a warning of the kernel" changed \
	"/proc/sys/kernel/tainted: was $(cat $sysctl/pid_max), is $(cat $sysctl/ngroups_max)"
check "huge pages, but for those of the run" changed \
	"/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages: was 0, is 16"
check "a trace instance" changed "trace instance mine: was not there, is there"
check "a mount" changed "mount /mnt (tmpfs): was not there, is rw"
check "swap" changed "swap /dev/vdb: was there, is not there"
check "a module" changed "module brd: was loaded, is not there"
check "the options of a mount" changed "mount /proc (proc): was rw, is ro"
check "another setting" changed \
	"/sys/kernel/mm/ksm/advisor_mode: was none [scan-time], is [none] scan-time"
check "a list of words" changed "/sys/fs/cgroup/cgroup.subtree_control: was cpu, is cpu memory"
check "nothing else" changes 10
check "no other line" is_same "$(grep -c -x "$as_before" "$tmp/out")" 0
check "the run is as good as ever" exits 0

# Interrupted, while it is not as it was.
printf 'one pass\ntwo hang\n' >"$tmp/tree/prog.real.cases"
echo 1 >"$ksm/run"
start_run --results "$tmp/results"
soon mentions "RUN           global.two"
kill -s TERM "$runner"
wait "$runner"
code=$?
check "interrupted: status 143" exits 143
check "interrupted: a setting" complains \
	"# Host changed meanwhile, by this run or by others: /sys/kernel/mm/ksm/run: was 1, is 2"
check "interrupted: in the results too" grep -q "^# Host changed meanwhile" \
	"$tmp/results/run.ktap"
check "interrupted: kvm-hv is gone, as before the run" [ ! -e "$tmp/root/sys/module/kvm_hv" ]

printf 'one pass\n' >"$tmp/tree/prog.real.cases"
fake_machine
run --emulate
check "beside the emulated machine nothing is told" is_same \
	"$(grep -c '^# Host' "$tmp/out")" 0

finish
