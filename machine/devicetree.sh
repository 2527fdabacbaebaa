# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# The machine's device tree, with the page sizes that QEMU does not list. Without them
# Linux has no 2M and 1G pages there.

# The address of QEMU's initrd on this machine; with -dtb QEMU does not add it to the
# device tree.
initrd_start=0x28000000

# devicetree_shape FILE QEMU-ARGUMENT...: the tree of that machine, patched.
# It depends on QEMU's version and on the shape, so it is kept per both.
devicetree_shape()
{
	shape=$1
	shift
	# The monitor splits a path at blanks: pass only a file name.
	(
		cd "${shape%/*}" && printf 'dumpdtb %s\nquit\n' "${shape##*/}" |
			"$CACHE/bin/qemu-system-ppc64" "$@" -S -display none \
			-serial null -monitor stdio
	) >"$tmp/log" 2>&1 && [ -s "$shape" ] || return 1
	for node in $("$CACHE/bin/fdtget" -l "$shape" /cpus); do
		case $node in
		PowerPC,POWER*) ;;
		*) continue ;;
		esac
		# 4K, 64K, 2M and 1G, each with its AP encoding in the top bits.
		"$CACHE/bin/fdtput" -t x "$shape" "/cpus/$node" \
			ibm,processor-radix-AP-encodings \
			c a0000010 20000015 4000001e || return 1
	done
}

# devicetree_make FILE INITRD COMMANDLINE QEMU-ARGUMENT...
devicetree_make()
{
	dtb=$1
	initrd=$2
	commandline=$3
	shift 3
	version=$("$CACHE/bin/qemu-system-ppc64" --version | head -n 1)
	key=$(printf '%s\n' "$version" "$*" | cksum | tr ' ' -)
	kept=$CACHE/devicetrees/$key
	if [ ! -s "$kept" ]; then
		mkdir -p "$CACHE/devicetrees" &&
			devicetree_shape "$tmp/shape.dtb" "$@" &&
			mv "$tmp/shape.dtb" "$kept" || return 1
	fi
	end=$((initrd_start + $(wc -c <"$initrd")))
	cp "$kept" "$dtb" &&
		"$CACHE/bin/fdtput" -t s "$dtb" /chosen bootargs \
			"$commandline" &&
		"$CACHE/bin/fdtput" -t x "$dtb" /chosen \
			linux,initrd-start "$initrd_start" &&
		"$CACHE/bin/fdtput" -t x "$dtb" /chosen \
			linux,initrd-end "$(printf %x $end)"
}
