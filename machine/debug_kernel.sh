# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/kernels/debug: a kernel with more checks than Debian's: KASAN, kmemleak, lockdep
# and fault injection. Built from Debian's linux-source with machine/debug.config; for the
# emulated machine only.
#
# The build takes half an hour on two cores. Its folder, $CACHE/debug-build, is kept until
# it is done, so that an interrupted build resumes.

debug_recipe=1

# Megabytes: the unpacked source and the build.
debug_space=5000

# Tools that the kernel's build needs, beside a compiler.
debug_tools='flex bison m4 bc libelf-dev libelf1 zlib1g-dev libfl2 libsigsegv2'

debug_fetch()
{
	[ "$(free_megabytes)" -ge $debug_space ] ||
		die "$CACHE has $(free_megabytes) MB free," \
			"a debug kernel needs $debug_space while it is built:" \
			"free some or set KVM_HV_NESTED_CACHE to another folder"
	archive_find
	apt_open "$kernel_suite" "$host_suite"
	package=linux-source-$(echo "$version" | cut -d. -f1,2)
	# shellcheck disable=SC2086 # a list
	apt_download "$work/debs" "$package=$version" $debug_tools
	say "unpacking them to $build"
	for deb in "$work"/debs/*.deb; do
		case ${deb##*/} in
		linux-source-*) ;;
		*) unpack "$work/build/host" "$deb" ;;
		esac
	done
	source_unpack "$package" "$work/build/source"
	[ -s "$work/build/source/Makefile" ] && [ ! -s "$work/log" ] ||
		die "cannot unpack $package to $work: $(reason "$work/log")"
	rm -rf "$work/debs"
	item_put debug-build "$debug_recipe $version" "$work/build"
}

# debug_make ARGUMENT...: make in the kernel tree, with the fetched tools.
debug_make()
{
	host=$build/host/usr
	libraries=$host/lib/$multiarch
	PATH=$host/bin:$CACHE/bin:$PATH BISON_PKGDATADIR=$host/share/bison \
		M4=$host/bin/m4 LD_LIBRARY_PATH=$libraries \
		KCONFIG_ALLCONFIG=$machine/debug.config \
		KBUILD_BUILD_USER=kvm-hv-nested KBUILD_BUILD_HOST=local \
		"$CACHE/bin/make" -s -C "$build/source" O="$build/out" ARCH=powerpc \
		"CROSS_COMPILE=$cross-" "CC=$cross-gcc-plain" \
		"LIBELF_FLAGS=-I$host/include -I$host/include/$multiarch" \
		"LIBELF_LIBS=-L$libraries -lelf" "$@" \
		>"$build/log" 2>&1 </dev/null ||
		die "the debug kernel does not build: $(reason "$build/log");" \
			"all of it in $build/log"
}

# olddefconfig drops options with unmet dependencies without a message: check for that.
debug_config_check()
{
	lost=$(grep '=[ym]$' "$machine/debug.config" |
		grep -vxFf "$build/out/.config" | tr '\n' ' ')
	[ -z "$lost" ] || die "this source has no $lost(machine/debug.config)"
}

setup_debug_kernel()
{
	cache_check_for_kernel
	setup_kernel backports
	kernel_row backports
	version=$(cat "$CACHE/kernels/backports/version")
	stamp="$debug_recipe $version $(cksum <"$machine/debug.config" | tr ' ' -)"
	if item_ready kernels/debug "$stamp"; then
		return
	fi
	system_tool gcc >/dev/null || die "a kernel's build needs gcc for this machine: install gcc"
	cache_begin
	multiarch=$(gcc_multiarch)
	build=$CACHE/debug-build
	item_ready debug-build "$debug_recipe $version" || debug_fetch
	# Release the lock: others may use the cache in the meantime.
	exec 9>&-
	exec 8>"$build/lock" || die "cannot write to $build"
	flock -n 8 || die "another set-up is building in $build: wait for its end"
	say "building a kernel in $build: half an hour on two cores"
	mkdir -p "$build/out" || die "cannot write to $build"
	debug_make allnoconfig
	debug_config_check
	debug_make "-j$(nproc)" vmlinux modules
	cache_lock
	mkdir -p "$work/kernel" && cp "$build/out/vmlinux" "$work/kernel/" &&
		"$CACHE/bin/$cross-strip" -d "$work/kernel/vmlinux" &&
		modules_collect "$build/out" "$work/kernel/modules" &&
		cp "$build/out/.config" "$work/kernel/config" ||
		die "cannot write to $work: is the disk full?"
	modinfo_get "$work/kernel/modules/kvm_hv.ko" vermagic |
		cut -d' ' -f1 >"$work/kernel/release"
	item_put kernels/debug "$stamp" "$work/kernel"
	rm -rf "$build"
	say "run the suite on it: ./run_kselftest.sh --kernel $CACHE/kernels/debug"
}
