#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The runner on hosts that are not a POWER9 with KVM-HV, or without root.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program prog <<-EOT
	one pass
EOT

echo 'echo 1000' | fake_command id
check "no root" refuses 2 "need root"
run --list
check "no root: --list works" exits 0
run --dry-run
check "no root: --dry-run works" exits 0
echo 'echo 0' | fake_command id

rmdir "$tmp/root/sys/module/kvm_hv"
run --leave-host
check "kvm-hv not loaded: skipped with the way out" says \
	"# reason: kvm-hv is not loaded: modprobe kvm-hv"
check "kvm-hv not loaded: status 4" exits 4
check "kvm-hv not loaded: says that nothing ran" says "# Nothing ran: every program was skipped"
mkdir "$tmp/root/sys/module/kvm_hv"

mv "$tmp/root/dev/kmsg" "$tmp/root/dev/gone"
check "no kernel log" refuses 2 "kmsg"
# One that root may not open, whatever its mode: a device of no driver.
if mknod "$tmp/root/dev/kmsg" c 60 0 2>/dev/null; then
	check "a kernel log that is refused" refuses 2 "cannot use $tmp/root/dev/kmsg"
	rm "$tmp/root/dev/kmsg"
else
	skip "a kernel log that is refused" "no mknod here"
fi
mv "$tmp/root/dev/gone" "$tmp/root/dev/kmsg"

mkdir -p "$tmp/root/proc/sys/kernel"
# A real one, which is not 0: it is not read as a plain file is.
ln -s /proc/sys/kernel/ngroups_max "$tmp/root/proc/sys/kernel/panic_on_warn"
check "a warning is a panic: the way out" refuses 2 "sysctl kernel.panic_on_warn=0"
run --list
check "a warning is a panic: --list works" exits 0
run --native --inside
check "a warning is a panic: so it may be in the emulated machine" exits 0
rm "$tmp/root/proc/sys/kernel/panic_on_warn"
echo 0 >"$tmp/root/proc/sys/kernel/panic_on_warn"
run
check "a warning is none: it runs" exits 0
echo 100 >"$tmp/root/proc/sys/kernel/warn_limit"
check "some warnings are a panic: the way out" refuses 2 "sysctl kernel.warn_limit=0"
echo 0 >"$tmp/root/proc/sys/kernel/warn_limit"
make_module good.ko kvm_hv 6.12.0-fake
for mask in 0x1ffff,nousertaint 200; do
	echo "ro panic_on_taint=$mask quiet" >"$tmp/root/proc/cmdline"
	check "panic_on_taint=$mask: refused" refuses 2 "panic_on_taint"
done
echo "panic_on_taint=0x2000" >"$tmp/root/proc/cmdline"
run
check "panic_on_taint of modules: it runs" exits 0
check "panic_on_taint of modules: not with --module" refuses 2 "panic_on_taint" \
	--module "$tmp/good.ko"
rm "$tmp/root/proc/cmdline"

# A guest of another hypervisor cannot run the tests.
sed 's/PowerNV/pSeries/' "$tmp/root/proc/cpuinfo" >"$tmp/cpuinfo"
cp "$tmp/cpuinfo" "$tmp/root/proc/cpuinfo"
check "a logical partition emulates" refuses 2 "no emulated machine"
run --native
check "a logical partition: --native is obeyed" exits 0

echo 'echo aarch64' | fake_command uname
check "--native elsewhere" refuses 2 "--native needs a POWER host, this is aarch64" --native

finish
