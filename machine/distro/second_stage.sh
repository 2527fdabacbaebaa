#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Installs $work/debs into $work/root, whose programs are ppc64le's. Runs in user, mount
# and PID namespaces that distro_image.sh makes. $1: $work, $2: a static qemu-ppc64le,
# $3: dpkg

work=$1
qemu=$2
dpkg=$3
root=$work/root

die()
{
	echo "E: $*" >&2
	exit 1
}

# Of its own since Linux 6.7; before, the host's own entry does, if it was made with F.
binfmt()
{
	dir=/proc/sys/fs/binfmt_misc
	magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x15\x00'
	mask='\xff\xff\xff\xff\xff\xff\xff\xfc\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\x00'
	if mount -t binfmt_misc none $dir 2>/dev/null; then
		printf '%s' ":ppc64le:M::$magic:$mask:$qemu:F" >$dir/register && return
	fi
	for entry in "$dir"/*ppc64le*; do
		grep -q '^flags:.*F' "$entry" 2>/dev/null && return
	done
	die "no ppc64le program runs here: this wants Linux 6.7 with binfmt_misc, or the" \
		"system's own qemu-user-static"
}

read -r _ <"$work/go"
binfmt
{ mount --bind "$root" "$root" && mount --rbind /dev "$root/dev"; } ||
	die "cannot mount in $root"
mount -t proc none "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc" ||
	die "cannot mount /proc in $root"

export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true LC_ALL=C
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
# The kernel's own script makes no initrd: one is enough, at the end.
export INITRD=No
# By this machine's dpkg a package of ppc64el is a foreign one.
"$dpkg" --root="$root" --force-depends --force-architecture --force-unsafe-io \
	--force-confnew --install "$work"/debs/*.deb ||
	die "dpkg: see the lines above"
# A program of this machine's, with its libraries, in the place of the new root's. $1: name
lend_one()
{
	own=$(command -v "$1") || return 0
	own=$(readlink -f "$own")
	[ -f "$root/usr/bin/$1" ] || return 0
	for file in $(ldd "$own" 2>/dev/null | grep -o '/[^ ]*'); do
		[ ! -e "$root$file" ] || continue
		mkdir -p "$root${file%/*}" && : >"$root$file" && echo "$file" >>"$work/lent" &&
			mount --bind "$file" "$root$file" || return
	done
	mount --bind "$own" "$root/usr/bin/$1"
}

# An initrd is put together by some ten thousand small programs. Where this machine's own run
# in the new root they do that, in this namespace alone; where not, it takes longer.
# $work/lent: files that this leaves behind.
lend()
{
	for tool in dash cp mv rm ln mkdir mktemp chmod touch cat cut sort tr readlink dirname \
		basename grep sed find mawk cpio zstd; do
		lend_one $tool || return
	done
	chroot "$root" /usr/bin/dash -c 'cp --version && find --version' >/dev/null
}

take_back()
{
	for tool in "$root"/usr/bin/*; do
		umount "$tool" 2>/dev/null
	done
}

unset INITRD
lend || take_back
for kernel in "$root"/boot/vmlinux-*; do
	chroot "$root" update-initramfs -c -k "${kernel##*/vmlinux-}" ||
		die "update-initramfs: see the lines above"
done
