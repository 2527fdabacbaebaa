# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# The machine's initramfs, uncompressed, since decompression is slow under emulation.

# quote ARGUMENT...: quoted words for eval.
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

# The part that is the same in every run, made once: busybox with links for its applets.
base_make()
{
	busybox=$CACHE/tools/busybox/busybox
	base=$CACHE/initrd/$(cksum <"$busybox" | tr ' ' -).cpio
	[ ! -s "$base" ] || return 0
	mkdir -p "$CACHE/initrd" "$tmp/base/bin" &&
		cp "$busybox" "$tmp/base/bin/" || return 1
	for name in $("$CACHE/bin/qemu-ppc64le" "$busybox" --list); do
		[ "$name" = busybox ] ||
			ln -s busybox "$tmp/base/bin/$name" || return 1
	done
	archive "$tmp/base" "$tmp/base.cpio" && rm -rf "$tmp/base" &&
		mv "$tmp/base.cpio" "$base"
}

# initrd_make FILE MODULES TREE MODULE ARGUMENT...
initrd_make()
{
	initrd=$1
	root=$tmp/root
	base_make && mkdir -p "$root/dev/shm" "$root/proc" "$root/sys" \
		"$root/tmp" "$root/results" "$root/etc" || return 1
	cp "$machine/init.sh" "$root/init" &&
		cp "$machine/fstab" "$root/etc/fstab" &&
		cp -R "$2" "$root/modules" &&
		cp -R "$3" "$root/kvm-hv-nested" || return 1
	module=$4
	shift 4
	if [ -n "$module" ]; then
		cp "$module" "$root/" || return 1
		set -- --module "/${module##*/}" "$@"
	fi
	quote "$@" >"$root/arguments"
	echo "$suffix" >"$root/suffix"
	cp "$base" "$initrd" &&
		archive "$root" "$initrd" && rm -rf "$root"
}
