#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --module on the host: what is refused, what is loaded, what comes back.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program prog <<-EOT
	one pass
EOT
fake_program hangs <<-EOT
	one hang
EOT

did()	{ is_same "$(cat "$tmp/modules" 2>/dev/null)" "$1"; }

make_module good.ko kvm_hv 6.12.0-fake
make_module old.ko kvm_hv 6.1.0-other
make_module other.ko loop 6.12.0-fake
make_module foreign.ko kvm_hv 6.12.0-fake 76
echo "int main;" >"$tmp/text.ko"
: >"$tmp/empty.ko"

check "no such file" refuses 2 "cannot read the module" --module "$tmp/none.ko"
check "a folder" refuses 2 "cannot read the module" --module "$tmp"
check "a text file" refuses 2 "is no ppc64le kernel module" --module "$tmp/text.ko"
check "an empty file" refuses 2 "is no ppc64le kernel module" --module "$tmp/empty.ko"
check "another architecture" refuses 2 "is no ppc64le kernel module" --module "$tmp/foreign.ko"
check "another module" refuses 2 "is the module 'loop'" --module "$tmp/other.ko"
check "another kernel" refuses 2 "is for kernel 6.1.0-other, this is 6.12.0-fake" \
	--module "$tmp/old.ko"
check "nothing was touched" did ""

run -t prog --module "$tmp/good.ko"
check "loaded in place of the kernel's own, which comes back" did "rmmod kvm_hv
insmod good.ko
rmmod kvm_hv
modprobe kvm_hv"
check "the programs ran" exits 0

# Its counters, as long as it is loaded.
counters=$tmp/root/sys/kernel/debug/kvm-hv-coverage
mkdir -p "$counters" "$tmp/kept/counters-2"
echo counted >"$counters/a.gcda"
echo old >"$tmp/kept/counters-2/b.gcda"
: >"$tmp/kept/run.ktap"
fake_command rmmod <<-EOT
	echo "rmmod \$1" >>"$tmp/modules"
	rm -r "$tmp/root/sys/module/\$1"
	[ ! -s "$tmp/root/loaded" ] || rm -rf "$counters"
	echo >"$tmp/root/loaded"
EOT
run -t prog --module "$tmp/good.ko" --results "$tmp/kept"
check "a module with counters: they are kept before it goes" is_same \
	"$(cat "$tmp/kept/counters/a.gcda") $(cat "$counters/a.gcda" 2>/dev/null)" "counted "
run -t prog --module "$tmp/good.ko" --results "$tmp/kept"
check "none of an earlier run is left" is_same "$(echo "$tmp/kept"/counters*)" \
	"$tmp/kept/counters*"

rm "$tmp/modules"
rmdir "$tmp/root/sys/module/kvm_hv"
run -t prog
check "kvm-hv, not loaded: it is for the run" did "modprobe kvm_hv
rmmod kvm_hv"
check "kvm-hv, not loaded: the programs ran" exits 0

rm "$tmp/modules"
run -t prog --leave-host
check "--leave-host: it is not loaded" did ""
check "--leave-host: the skip says the command" mentions "kvm-hv is not loaded: modprobe kvm-hv"

rmdir "$tmp/root/sys/module/kvm"
fake_command modprobe <<-EOT
	echo "modprobe \$1" >>"$tmp/modules"
	mkdir -p "$tmp/root/sys/module/kvm" "$tmp/root/sys/module/\$1"
EOT
run -t prog
check "kvm under it goes as it came" did "modprobe kvm_hv
rmmod kvm_hv
rmmod kvm"

rm "$tmp/modules"
echo 'echo "modprobe: ERROR: Key was rejected by service" >&2; exit 1' | fake_command modprobe
run -t prog
check "kvm-hv cannot be loaded: nothing runs" exits 4
check "kvm-hv cannot be loaded: why" says "# reason: kvm-hv is not loaded: modprobe kvm-hv,\
 which gives: modprobe: ERROR: Key was rejected by service"
mkdir -p "$tmp/root/proc/sys/kernel"
echo 1 >"$tmp/root/proc/sys/kernel/modules_disabled"
run -t prog
check "modules_disabled: why" mentions "which gives: kernel.modules_disabled is 1"
mkdir -p "$tmp/root/sys/module/kvm_hv"
check "modules_disabled: --module is refused" refuses 2 "kernel.modules_disabled is 1" \
	--module "$tmp/good.ko"
echo 0 >"$tmp/root/proc/sys/kernel/modules_disabled"
rmdir "$tmp/root/sys/module/kvm_hv"
fake_host
rm -f "$tmp/modules"
run -t prog --module "$tmp/good.ko"

rm "$tmp/modules"
run -t hangs -o 1 --module "$tmp/good.ko"
check "after a failure the kernel's own comes back" is_same \
	"$(tail -n 1 "$tmp/modules")" "modprobe kvm_hv"
check "the repeat command names the module" mentions \
	"./run_kselftest.sh -o 1 --module $tmp/good.ko -t hangs"

rm "$tmp/modules"
fake_command insmod <<-EOT
	echo "insmod \${1##*/}" >>"$tmp/modules"
	echo "insmod: ERROR: Invalid parameters" >&2
	exit 1
EOT
check "a module that the kernel refuses" refuses 2 "Invalid parameters" --module "$tmp/good.ko"
check "then the kernel's own comes back" is_same \
	"$(tail -n 1 "$tmp/modules")" "modprobe kvm_hv"

# A kernel that takes signed modules only: nothing is unloaded for one without.
fake_host
rm "$tmp/modules"
signed()
{
	check "$1: refused" refuses 2 "takes signed modules only" --module "$tmp/good.ko"
	check "$1: nothing was touched" did ""
}
mkdir -p "$tmp/root/sys/module/module/parameters" "$tmp/root/sys/kernel/security" \
	"$tmp/root/proc/device-tree/ibm,secureboot"
echo Y >"$tmp/root/sys/module/module/parameters/sig_enforce"
signed "module.sig_enforce"
echo N >"$tmp/root/sys/module/module/parameters/sig_enforce"
echo "none [integrity] confidentiality" >"$tmp/root/sys/kernel/security/lockdown"
signed "locked down"
echo "[none] integrity confidentiality" >"$tmp/root/sys/kernel/security/lockdown"
run -t prog --module "$tmp/good.ko"
check "not locked down: it is loaded" exits 0
rm "$tmp/modules"
: >"$tmp/root/proc/device-tree/ibm,secureboot/os-secureboot-enforcing"
signed "Secure Boot"
{ cat "$tmp/good.ko"; printf '~Module signature appended~\n'; } >"$tmp/signed.ko"
run -t prog --module "$tmp/signed.ko"
check "Secure Boot: one with a signature is loaded" exits 0
rm -r "$tmp/root/proc/device-tree" "$tmp/modules"

echo 1 >"$tmp/root/sys/module/kvm_hv/refcnt"
echo 1 >"$tmp/root/sys/module/kvm/refcnt"
mkdir -p "$tmp/root/proc/4242/fd"
echo qemu-system-ppc >"$tmp/root/proc/4242/comm"
ln -s anon_inode:kvm-vm "$tmp/root/proc/4242/fd/11"
mkdir -p "$tmp/root/proc/77/fd" "$tmp/bin"
for fd in 0 1 2 3 4 5 6 7 8 9; do
	ln -s socket:[9] "$tmp/root/proc/77/fd/$fd"
	ln -s anon_inode:kvm-vcpu:0 "$tmp/root/proc/4242/fd/$fd"
done
fake_command readlink </dev/null
mv "$tmp/root/bin/readlink" "$tmp/bin/"
echo "echo >>'$tmp/readlinks'" >>"$tmp/bin/readlink"
# shellcheck disable=SC2034 # for run()
TEST_PATH=$tmp/bin
check "another VM: refused, with its process" refuses 2 \
	"kvm_hv is in use by 1: end 4242 (qemu-system-ppc) first" --module "$tmp/good.ko"
# shellcheck disable=SC2034
TEST_PATH=
check "another VM: no process is started for each open file of the host" [ \
	"$(grep -c '' "$tmp/readlinks")" -lt 10 ]
check "another VM: nothing was touched" did ""
run -t prog
check "another VM, without --module: the programs run" exits 0
echo 0 >"$tmp/root/sys/module/kvm_hv/refcnt"
echo 2 >"$tmp/root/sys/module/kvm/refcnt"
make_module kvm.ko kvm 6.12.0-fake
rm -r "$tmp/root/proc/4242"
check "another user of kvm" refuses 2 "kvm is in use by 1: end what uses it" \
	--module "$tmp/kvm.ko"
echo 1 >"$tmp/root/sys/module/kvm/refcnt"
run --module "$tmp/good.ko" -t prog
check "kvm held by kvm-hv alone: not refused" exits 0

rm -f "$tmp/root/sys/module/kvm_hv/refcnt" "$tmp/root/sys/module/kvm/refcnt"
rm -rf "$tmp/modules"
echo 'exit 1' | fake_command rmmod
check "kvm-hv in use" refuses 2 "cannot unload kvm_hv" --module "$tmp/good.ko"

finish
