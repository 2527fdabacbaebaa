# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2016
#
# $CACHE/bin: the compiler for ppc64le, QEMU and small tools. Tools that the system has in
# a sufficient version are linked there, the others are fetched. A POWER host gets what a
# build needs, and nothing for an emulated machine.

tools_recipe=1
bin_recipe=2
cross=powerpc64le-linux-gnu
binutils='ar as ld nm ld.bfd objcopy objdump ranlib readelf size strings strip'

case "$(uname -m)" in ppc64le) on_power=y ;; *) on_power='' ;; esac

# The tools that have to be fetched, by name.
tools_missing()
{
	missing=
	system_tool $cross-gcc >/dev/null || missing="$missing gcc"
	[ -n "$on_power" ] || machine_tools_missing
	for tool in make xz; do
		system_tool $tool >/dev/null || missing="$missing $tool"
	done
	echo "$missing"
}

machine_tools_missing()
{
	qemu=$(system_tool qemu-system-ppc64) && qemu_good_enough "$qemu" ||
		missing="$missing qemu-system"
	system_tool qemu-ppc64le >/dev/null ||
		system_tool qemu-ppc64le-static >/dev/null ||
		missing="$missing qemu-user"
	for tool in dtc fdtput fdtget; do
		system_tool $tool >/dev/null || { missing="$missing dtc"; break; }
	done
	for tool in cpio patch; do
		system_tool $tool >/dev/null || missing="$missing $tool"
	done
}

# Was everything that is missing fetched by this recipe?
tools_fetched()
{
	stamp=$(cat "$CACHE/tools/.stamp" 2>/dev/null) || return 1
	for tool in recipe-$tools_recipe $missing; do
		case " $stamp " in
		*" $tool "*) ;;
		*) return 1 ;;
		esac
	done
	# An older recipe may have fetched one that is too old now.
	[ ! -e "$CACHE/bin/qemu-system-ppc64" ] ||
		qemu_good_enough "$CACHE/bin/qemu-system-ppc64"
}

# Do the links to the system's tools still work?
tools_ready()
{
	tools_fetched || return 1
	set -- make xz $cross-gcc $cross-ld
	[ -n "$on_power" ] || set -- "$@" qemu-system-ppc64 qemu-ppc64le dtc fdtput \
		fdtget cpio patch
	for tool; do
		[ -x "$CACHE/bin/$tool" ] || return 1
	done
	item_ready bin "$bin_recipe"
}

tools_packages()
{
	for tool in $missing; do
		case $tool in
		gcc)
			if [ -n "$on_power" ]; then
				echo gcc libc6-dev
			else
				echo gcc-$cross libc6-dev-ppc64el-cross libelf1
			fi ;;
		qemu-system) qemu_packages || exit ;;
		qemu-user) echo qemu-user ;;
		dtc) echo device-tree-compiler ;;
		xz) echo xz-utils ;;
		*) echo "$tool" ;;
		esac
	done
}

tools_fetch()
{
	packages=$(tools_packages) || exit
	mkdir -p "$work/tools" || die "cannot write to $work"
	if [ -n "$packages" ]; then
		# shellcheck disable=SC2086 # a list of words
		apt_download_missing "$work/debs" $packages
		say "unpacking them to $CACHE/tools"
		for deb in "$work"/debs/*.deb; do
			set --
			case ${deb##*/} in
			# The system's loader is used, which needs the system's libc.
			libc6_*) continue ;;
			qemu-user_*) set -- ./usr/bin/qemu-ppc64le ;;
			esac
			# Leave out large files that are never run here.
			unpack "$work/tools" "$deb" --wildcards \
				--exclude='./usr/share/doc*' \
				--exclude='./usr/share/man*' \
				--exclude='./usr/share/locale*' \
				--exclude='./usr/share/info*' \
				--exclude='./etc*' --exclude='./var*' \
				--exclude='*/lto1' --exclude='*-lto-dump*' \
				--exclude='*/lib?san*' "$@"
		done
		rm -rf "$work/debs"
	fi
}

# Headers and static libraries of ppc64le for the tests, and the user space of the
# emulated machine.
sysroot_fetch()
{
	set -- libnuma-dev libtracefs-dev libtraceevent-dev
	[ -n "$on_power" ] || set -- "$@" busybox-static
	for package; do
		shift
		set -- "$@" "$package:ppc64el"
	done
	apt_download "$work/debs" "$@"
	say "unpacking them to $CACHE/tools"
	root=$work/tools/sysroot
	for deb in "$work"/debs/lib*.deb; do
		unpack "$root" "$deb" --wildcards \
			'./usr/include/*' './usr/lib/*.a' './usr/lib/*.pc'
	done
	[ -n "$on_power" ] || busybox_unpack
	rm -rf "$work/debs" "$work/unpacked"
	[ -x "$work/tools/usr/bin/$cross-gcc" ] || return 0
	if [ -n "$on_power" ]; then
		mv "$work/tools/usr/include/"* "$root/usr/include/" &&
			cp -RP "$work/tools/usr/lib/$cross/." "$root/usr/lib/$cross/" ||
			die "cannot write to $work: is the disk full?"
		return
	fi
	# Debian's cross gcc searches a sysroot only in a native gcc's folders.
	mkdir -p "$root/usr/$cross" &&
		cp -R "$work/tools/usr/$cross/include" "$root/usr/" &&
		cp -RP "$work/tools/usr/$cross/lib/." "$root/usr/lib/$cross/" &&
		ln -s "../lib/$cross" "$root/usr/$cross/lib" &&
		ln -s lib "$root/usr/$cross/lib64" &&
		rm -rf "$work/tools/usr/$cross/include" "$work/tools/usr/$cross/lib" ||
		die "cannot write to $work: is the disk full?"
}

busybox_unpack()
{
	unpack "$work/unpacked" "$work"/debs/busybox-static_*.deb
	mkdir "$work/tools/busybox"
	mv "$work/unpacked/bin/busybox" "$work/tools/busybox/" ||
		die "busybox-static for ppc64el holds no busybox"
}

# wrapper NAME PROGRAM [ARGUMENT...]: a program of $CACHE/tools with its own libraries,
# relative to the wrapper, so that the cache can be moved.
wrapper()
{
	name=$1
	program=$2
	shift 2
	cat >"$work/bin/$name" <<EOF
#!/bin/sh
cache=\${0%/*}/..
libraries=\$cache/tools/usr/lib/$multiarch:\$cache/tools/lib/$multiarch
LD_LIBRARY_PATH=\$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
exec "$program" $* "\$@"
EOF
	chmod +x "$work/bin/$name"
}

# The path of a fetched tool in $CACHE/tools.
tool_fetched()
{
	for dir in usr/bin bin usr/sbin sbin; do
		[ ! -x "$CACHE/tools/$dir/$1" ] || { echo "$dir/$1"; return; }
	done
	return 1
}

# tool_put NAME [ARGUMENT...]: the fetched one if there is one, else the system's.
tool_put()
{
	name=$1
	shift
	if path=$(tool_fetched "$name"); then
		wrapper "$name" "\$cache/tools/$path" "$@"
	elif path=$(system_tool "$name"); then
		ln -s "$path" "$work/bin/$name"
	fi
}

# tool_run NAME [ARGUMENT...]: the same one, without a link or wrapper in $CACHE/bin.
tool_run()
{
	name=$1
	shift
	if path=$(tool_fetched "$name"); then
		multiarch=$(gcc_multiarch) || exit
		libraries=$CACHE/tools/usr/lib/$multiarch:$CACHE/tools/lib/$multiarch
		LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} \
			"$CACHE/tools/$path" "$@"
	else
		path=$(system_tool "$name") || die "$name is missing: install gcc-$cross"
		"$path" "$@"
	fi
}

gcc_put()
{
	# A kernel is built without user-space headers.
	if [ -x "$CACHE/tools/usr/bin/$cross-gcc" ]; then
		wrapper $cross-gcc-plain '$cache/tools/usr/bin/'$cross-gcc
	else
		ln -s "$(system_tool $cross-gcc)" "$work/bin/$cross-gcc-plain"
	fi
	# With a sysroot the host's headers are not used.
	set -- '--sysroot="$cache/tools/sysroot"' \
		'-isystem "$cache/tools/sysroot/usr/include/tracefs"' \
		'-isystem "$cache/tools/sysroot/usr/include/traceevent"' \
		'-L"$cache/tools/sysroot/usr/lib/'$cross'"'
	if [ -x "$CACHE/tools/usr/bin/$cross-gcc" ]; then
		# A native gcc finds its assembler by the name `as`.
		[ -z "$on_power" ] || set -- '-B"$cache/tools/usr/bin/"' "$@"
		wrapper $cross-gcc '$cache/tools/usr/bin/'$cross-gcc "$@"
	else
		# The system's gcc finds its libc without a sysroot.
		shift
		wrapper $cross-gcc "$(system_tool $cross-gcc)" \
			'-isystem "$cache/tools/sysroot/usr/include"' "$@"
	fi
}

bin_fill()
{
	multiarch=$(gcc_multiarch)
	rm -rf "${work:?}/bin"
	mkdir "$work/bin" || die "cannot write to $work"
	for tool in dtc fdtput fdtget cpio make patch xz; do
		tool_put $tool
	done
	for tool in $binutils; do
		tool_put "$cross-$tool"
	done
	gcc_put
	[ -n "$on_power" ] || qemu_put
	item_put bin "$bin_recipe" "$work/bin"
}

qemu_put()
{
	if [ -d "$CACHE/tools/usr/share/qemu" ]; then
		tool_put qemu-system-ppc64 '-L "$cache/tools/usr/share/qemu"'
	else
		tool_put qemu-system-ppc64
	fi
	tool_put qemu-ppc64le
	[ -e "$work/bin/qemu-ppc64le" ] ||
		ln -s "$(system_tool qemu-ppc64le-static)" "$work/bin/qemu-ppc64le"
}

# This machine's multiarch name.
gcc_multiarch()
{
	case $(apt-config dump --format %v APT::Architecture) in
	amd64) echo x86_64-linux-gnu ;;
	arm64) echo aarch64-linux-gnu ;;
	ppc64el) echo powerpc64le-linux-gnu ;;
	*) die "no tools are known for this machine's architecture; put QEMU and gcc" \
		"for ppc64le on PATH" ;;
	esac
}

setup_tools()
{
	missing=$(tools_missing)
	tools_ready && return
	cache_begin
	tools_ready && return
	if ! tools_fetched; then
		tools_open
		tools_fetch
		sysroot_fetch
		item_put tools "recipe-$tools_recipe$missing " "$work/tools"
	fi
	bin_fill
	[ -n "$on_power" ] || qemu_check
}

# Package lists for them. On a POWER host any archive of its own is used.
tools_open()
{
	if [ -n "$on_power" ] && [ "$(os_release ID)" != debian ]; then
		apt_open_own
		return
	fi
	archive_find
	# An unreleased Debian has no backports.
	apt_try "$host_suite" "$host_suite-backports" ||
		{ [ "$why_kind" = missing ] && apt_open "$host_suite"; } ||
		archive_give_up "$host_suite $host_suite-backports"
}
