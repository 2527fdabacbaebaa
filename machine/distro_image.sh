# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/distro: a Debian 12 for ppc64el as its packages install it: systemd, the stock
# kernel and initrd, ext4 on a disk, a swap disk. disk.img, swap.img, vmlinux, initrd.
#
# Packages are unpacked by this machine's own dpkg. Their scripts run in the new root, by
# QEMU's user mode, in a user and mount namespace with a binfmt_misc of its own: nothing
# of the host changes.

distro_recipe=1
# Megabytes, for the packages, the root file system and the disk made of it.
distro_space=3000
# Beside what Debian calls essential or required.
distro_packages='apt systemd-sysv udev dbus kmod iproute2 procps e2fsprogs zstd gpgv
	debian-archive-keyring initramfs-tools linux-image-powerpc64le usr-is-merged'

# distro_open SUITE...: package lists as that machine's own apt would have them.
distro_open()
{
	archive_find
	host_arch=ppc64el
	host_status=/dev/null
	apt_opened=
	apt_open "$@"
}

# What makes it, and how it can fail, before anything is fetched.
distro_check()
{
	[ "$(id -u)" = 0 ] ||
		die "a Debian's files belong to root: run as root"
	for tool in mkfs.ext4 mkswap unshare chroot truncate; do
		system_tool $tool >/dev/null ||
			die "no $tool here: install e2fsprogs, util-linux and coreutils"
	done
	[ "$(free_megabytes)" -ge $distro_space ] ||
		die "$CACHE has $(free_megabytes) MB free, a Debian needs $distro_space" \
			"while it is made: free some or set KVM_HV_NESTED_CACHE to" \
			"another folder"
}

distro_fetch()
{
	distro_open "$kernel_suite"
	required=$(apt_query dumpavail | awk '
		/^Package:/ { name = $2 }
		/^Essential: yes|^Priority: required/ { print name }' | sort -u)
	# shellcheck disable=SC2086 # lists of words
	apt_download_whole "$work/debs" $required $distro_packages
}

# Sets `static_qemu`: in the new root there are no libraries for it.
distro_qemu()
{
	static_qemu=$CACHE/tools/usr/bin/qemu-ppc64le
	[ -x "$static_qemu" ] || static_qemu=$(system_tool qemu-ppc64le-static) ||
		static_qemu=$(system_tool qemu-ppc64le)
	is_dynamic "$static_qemu" || return 0
	host_arch=$(apt-config dump --format %v APT::Architecture)
	apt_opened=
	apt_open "$kernel_suite"
	apt_download "$work/qemu" qemu-user-static
	unpack "$work/qemu" "$work"/qemu/qemu-user-static_*.deb ./usr/bin/qemu-ppc64le-static
	static_qemu=$work/qemu/usr/bin/qemu-ppc64le-static
	[ -x "$static_qemu" ] || die "qemu-user-static holds no qemu-ppc64le-static"
}

# A program's header that names its loader.
is_dynamic()
{
	"$CACHE/bin/$cross-readelf" -lW "$1" 2>/dev/null | grep -q INTERP
}

# All files first, as debootstrap does it: the first scripts want a shell and a libc.
distro_unpack()
{
	say "unpacking a Debian of $(find "$work/debs" -name '*.deb' | wc -l) packages"
	root=$work/root
	for dir in bin sbin lib lib64; do
		mkdir -p "$root/usr/$dir" && ln -s usr/$dir "$root/$dir" ||
			die "cannot write to $work"
	done
	for deb in "$work"/debs/*.deb; do
		{ "$dpkg-deb" --fsys-tarfile "$deb" || echo dpkg-deb failed >&2; } \
			2>"$work/log" | "$(system_tool tar)" -C "$root" -xp \
			--keep-directory-symlink 2>>"$work/log"
		[ ! -s "$work/log" ] ||
			die "cannot unpack ${deb##*/}: $(reason "$work/log")"
	done
	printf 'ppc64el\n' >"$root/var/lib/dpkg/arch"
	: >"$root/var/lib/dpkg/status"
	# No daemon starts.
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod +x "$root/usr/sbin/policy-rc.d" ||
		die "cannot write to $work: is the disk full?"
}

# What runs in there would go on writing while the scratch folder is removed. unshare's one
# child is the first process of its namespace: all others end with it, and unshare after it.
inside_end()
{
	trap "" INT TERM HUP
	[ -n "$inside" ] || return 0
	first=$(sed -n "s/^\([0-9]*\) (.*) [A-Z] $inside .*/\1/p" /proc/[0-9]*/stat 2>/dev/null)
	kill -s KILL "${first:-$inside}" 2>/dev/null
	wait "$inside" 2>/dev/null
}

# distro_inside: machine/distro/second_stage.sh in namespaces of its own, with as many
# users as there are here. They are mapped from outside, before it goes on.
distro_inside()
{
	# Open here for both ends: that neither waits if the other does not come.
	mkfifo "$work/go" && exec 3<>"$work/go" || die "cannot make a fifo in $work"
	own_users=$(readlink /proc/self/ns/user)
	# shellcheck disable=SC2046 # words
	$(bound_to_us) unshare --user --mount --pid --fork --kill-child --propagation private \
		sh "$machine/distro/second_stage.sh" "$work" "$static_qemu" "$dpkg" \
		>"$work/log" 2>&1 </dev/null 3>&- &
	inside=$!
	trap 'inside_end; rm -rf "$work"' EXIT
	until [ "$(readlink /proc/$inside/ns/user 2>/dev/null)" != "$own_users" ]; do
		[ -d "/proc/$inside" ] || break
		sleep 0.1
	done
	for map in uid_map gid_map; do
		awk '$1 == 0 { print 0, 0, $3 < 65536 ? $3 : 65536 }' /proc/self/$map \
			>/proc/$inside/$map
	done 2>>"$work/log"
	echo go >&3
	wait "$inside"
	ended=$?
	inside=
	exec 3>&-
	return $ended
}

distro_configure()
{
	say "running the packages' scripts under qemu-ppc64le: some minutes"
	distro_inside || {
		cp "$work/log" "$CACHE/distro.log" 2>/dev/null
		die "cannot set up a Debian: $(reason "$work/log") (all: $CACHE/distro.log)"
	}
	rm -f "$CACHE/distro.log" "$root/usr/sbin/policy-rc.d"
	[ ! -e "$work/lent" ] || while read -r file; do
		rm -f "$root$file"
		rmdir "$root${file%/*}" 2>/dev/null
	done <"$work/lent"
}

# What an administrator sets, and the job that comes from outside.
distro_personalize()
{
	printf '%s\n' '/dev/vda / ext4 defaults 0 1' '/dev/vdb none swap sw 0 0' \
		>"$root/etc/fstab"
	echo power9 >"$root/etc/hostname"
	cp "$machine/distro/job.service" "$root/etc/systemd/system/" &&
	ln -sf ../job.service "$root/etc/systemd/system/multi-user.target.wants/" ||
		die "cannot write to $work: is the disk full?"
}

# A swap disk's header is one page: of the kernel that swaps there, with pages of 64K.
distro_disk()
{
	item=$work/item
	mkdir "$item" &&
	cp "$root/var/lib/dpkg/status" "$item/status" &&
	cp "$root"/boot/vmlinux-* "$item/vmlinux" &&
	cp "$root"/boot/initrd.img-* "$item/initrd" &&
	truncate -s 8G "$item/disk.img" &&
	"$(system_tool mkfs.ext4)" -q -d "$root" "$item/disk.img" 2>"$work/log" &&
	truncate -s 1G "$item/swap.img" && chmod 600 "$item/swap.img" &&
	"$(system_tool mkswap)" -p 65536 "$item/swap.img" >"$work/log" 2>&1 ||
		die "cannot make the disk: $(reason "$work/log")"
}

setup_distro()
{
	kernel_row debian12
	setup_tools
	item_ready distro "$distro_recipe" && return
	cache_begin
	item_ready distro "$distro_recipe" && return
	distro_check
	distro_fetch
	distro_qemu
	distro_unpack
	distro_configure
	distro_personalize
	distro_disk
	item_put distro "$distro_recipe" "$item"
}
