# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2154
#
# The machine's initramfs, uncompressed: unpacking is slow work for an
# emulated processor.

# quote ARGUMENT...: so that a shell's eval makes the same words of it again.
quote()
{
	for word; do
		printf "'%s' " "$(printf '%s\n' "$word" | sed "s/'/'\\\\''/g")"
	done
}

# archive DIR FILE: appends DIR's content to an initramfs.
archive()
{
	(cd "$1" && find . | "$CACHE/bin/cpio" -o -H newc -R 0:0 --quiet) >>"$2"
}

# initrd_make FILE MODULES TREE MODULE ARGUMENT...
initrd_make()
{
	initrd=$1
	root=$tmp/root
	mkdir -p "$root/bin" || return 1
	cp "$machine/init" "$root/init" &&
		cp "$CACHE/tools/busybox/busybox" "$root/bin/busybox" &&
		cp -R "$2" "$root/modules" &&
		cp -R "$3" "$root/kvm-hv-nested" || return 1
	module=$4
	shift 4
	if [ -n "$module" ]; then
		cp "$module" "$root/" || return 1
		set -- --module "/${module##*/}" "$@"
	fi
	quote "$@" >"$root/arguments"
	: >"$initrd"
	archive "$root" "$initrd" && rm -rf "$root"
}
