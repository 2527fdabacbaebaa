# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/kernels/NAME: vmlinux, modules/, release and version, from Debian's packages. The
# table has suite and package; the version is the archive's current one.

kernels_recipe=1

# shellcheck source=lib/runner/shape.sh
. "$top/lib/runner/shape.sh"

# kernel_row NAME: sets suite and package.
kernel_row()
{
	row=$(awk -v name="$1" '$1 == name { print $2, $3 }' \
		"$machine/kernels.table")
	[ -n "$row" ] ||
		die "no kernel is called '$1': use one of" \
			"$(kernel_names "$top") or give a folder"
	kernel_suite=${row% *}
	kernel_package=${row#* }
}

kernel_fetch()
{
	apt_open "$kernel_suite"
	image=$(apt_field Depends "$kernel_package:ppc64el" |
		awk -v RS='[,|\n] *' '/^linux-image-[0-9]/ { print $1; exit }')
	[ -n "$image" ] ||
		die "$kernel_suite holds no $kernel_package for ppc64el"
	version=$(apt_field Version "$image:ppc64el")
	# From 7.x on the image is split.
	parts=$(apt_field Depends "$image:ppc64el" |
		awk -v RS='[,|\n] *' '
			/^linux-(binary|modules|image)-[0-9]/ { print $1 ":ppc64el" }')
	# shellcheck disable=SC2086 # a list of words
	apt_download "$work/debs" "$image:ppc64el" $parts
	say "unpacking it to $CACHE/kernels/$1"
	for deb in "$work"/debs/*.deb; do
		unpack "$work/unpacked" "$deb"
	done
	rm -rf "$work/debs"
	vmlinux=$(find_vmlinux "$work/unpacked") ||
		die "$image holds no kernel that QEMU can load"
	mkdir "$work/kernel"
	modules_collect "$work/unpacked" "$work/kernel/modules" ||
		die "$image holds no kvm-hv module, or the disk is full"
	modinfo_get "$work/kernel/modules/kvm_hv.ko" vermagic |
		cut -d' ' -f1 >"$work/kernel/release"
	mv "$vmlinux" "$work/kernel/vmlinux"
	find "$work/unpacked/boot" -name 'config-*' \
		-exec cp {} "$work/kernel/config" \; 2>/dev/null
	echo "$version" >"$work/kernel/version"
	rm -rf "$work/unpacked"
	item_put "kernels/$1" "$kernels_recipe" "$work/kernel"
}

setup_kernel()
{
	kernel_row "$1"
	setup_tools
	item_ready "kernels/$1" "$kernels_recipe" && return
	cache_begin
	item_ready "kernels/$1" "$kernels_recipe" && return
	kernel_fetch "$1"
}
