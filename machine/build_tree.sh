# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# --kernel DIR for a kernel's build tree as `make` leaves it: .config, vmlinux and modules.
# What is missing is reported before anything boots.

# Options that the machine and the tests need, as y or m.
build_tree_options='PPC_POWERNV KVM_BOOK3S_64_HV VIRTIO_PCI VIRTIO_CONSOLE NET_9P_VIRTIO
	9P_FS BLK_DEV_INITRD DEVTMPFS SHMEM'

is_build_tree()
{
	[ -f "$1/.config" ]
}

build_tree_check()
{
	lacks=
	for option in $build_tree_options; do
		grep -q "^CONFIG_$option=[ym]$" "$1/.config" || lacks="$lacks $option"
	done
	[ -z "$lacks" ] ||
		die "--kernel $1: its .config lacks$lacks: set them to y or m" \
			"and build it again"
	[ -e "$1/vmlinux" ] ||
		die "--kernel $1: not built: run make vmlinux modules there"
	grep -q '^CONFIG_KVM_BOOK3S_64_HV=y$' "$1/.config" ||
		[ -e "$1/arch/powerpc/kvm/kvm-hv.ko" ] ||
		die "--kernel $1: kvm-hv.ko is not built: run make modules there"
}

# build_tree_strip FROM TO: with debug information the image is too large for the firmware.
build_tree_strip()
{
	strip=$CACHE/bin/powerpc64le-linux-gnu-strip
	[ -x "$strip" ] || strip='strip'
	"$strip" -d -o "$2" "$1" 2>/dev/null || cp "$1" "$2"
}

# build_tree_take DIR: sets vmlinux and modules, stripped, in the scratch folder.
build_tree_take()
{
	build_tree_check "$1"
	elf_for_power "$1/vmlinux" ||
		die "--kernel $1: vmlinux is not for a little-endian 64-bit POWER"
	vmlinux=$tmp/vmlinux
	modules=$tmp/modules
	build_tree_strip "$1/vmlinux" "$vmlinux" &&
		mkdir "$modules" && { modules_collect "$1" "$modules" ||
			grep -q '^CONFIG_KVM_BOOK3S_64_HV=y$' "$1/.config"; } ||
		die "--kernel $1: cannot copy its vmlinux and modules to $tmp:" \
			"is the disk full?"
	for module_file in "$modules"/*.ko; do
		[ ! -e "$module_file" ] ||
			{ build_tree_strip "$module_file" "$tmp/stripped.ko" &&
				mv "$tmp/stripped.ko" "$module_file"; } ||
			die "cannot write to $tmp: is the disk full?"
	done
}
