#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --kernel DIR with a kernel's build tree: what is used of it, and the messages if
# something is missing.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
CACHE=$tmp/none
machine=$TOP/machine
die()		{ echo "$*" >"$tmp/err"; exit 2; }
. "$machine/modules.sh"
. "$machine/build_tree.sh"

tree=$tmp/usr/src/linux
kvm=$tree/arch/powerpc/kvm
take()
{
	rm -rf "$tmp/modules" "$tmp/err"
	(build_tree_take "$tree")
	code=$?
}
says_why()	{ exits 2 && grep -Fq -e "$1" "$tmp/err"; }

mkdir -p "$kvm" "$tree/drivers/virtio" "$tree/usr/src/linux-headers"
for option in $build_tree_options; do
	echo "CONFIG_$option=m"
done >"$tree/.config"
make_module module kvm_hv 6.12.0-fake
take
check "configured and not built" says_why "run make vmlinux modules"
# An ELF file for POWER: the part that is read.
cp "$tmp/module" "$tree/vmlinux"
take
check "without its modules" says_why "kvm-hv.ko is not built: run make modules"
cp "$tmp/module" "$kvm/kvm-hv.ko"
: >"$kvm/.kvm-hv.ko.cmd"
cp "$tmp/module" "$tree/drivers/virtio/virtio_pci.ko"
cp "$tmp/module" "$tree/usr/src/linux-headers/irqbypass.ko"
take
check "taken, also from a tree in a /usr/src" exits 0
check "its modules" is_same "$(cd "$tmp/modules" && echo *)" "kvm_hv.ko order virtio_pci.ko"
check "in the order to load them" is_same "$(cat "$tmp/modules/order")" "virtio_pci.ko
kvm_hv.ko"
check "the tree is as it was" cmp -s "$tmp/module" "$kvm/kvm-hv.ko"
sed -i 's/KVM_BOOK3S_64_HV=m/KVM_BOOK3S_64_HV=y/' "$tree/.config"
rm "$kvm/kvm-hv.ko"
take
check "kvm-hv built in" exits 0
sed -i '/9P_FS/d; s/^CONFIG_DEVTMPFS=m/# CONFIG_DEVTMPFS is not set/' "$tree/.config"
take
check "what its configuration lacks" says_why "lacks 9P_FS DEVTMPFS: set them to y or m"
echo text >"$tree/vmlinux"
for option in $build_tree_options; do
	echo "CONFIG_$option=y"
done >"$tree/.config"
take
check "another architecture's" says_why "not for a little-endian 64-bit POWER"

# The release for --module.
fake_host
fake_tree
fake_program first <<-EOT
	one pass
EOT
fake_machine
mkdir -p "$tree/include/config"
echo 6.99.0 >"$tree/include/config/kernel.release"
check "a module of another kernel" refuses 2 "is for kernel 6.12.0-fake, this is 6.99.0" \
	--emulate --kernel "$tree" --module "$tmp/module"

finish
