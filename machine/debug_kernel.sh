# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/kernels/debug: a kernel with more checks than Debian's: KASAN, kmemleak, lockdep
# and fault injection. Built from Debian's linux-source with machine/debug.config; for the
# emulated machine only. It is of the backports kernel; those of other kernels of the table
# are debug-64k, debug-debian12, debug-sid, debug-sid-64k.
#
# Its folder, $CACHE/debug-build for kernels/debug, is kept until the build is done, so that
# an interrupted one resumes.

debug_recipe=2

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
	package=linux-source-$(echo "$version" | cut -d. -f1,2)
	apt_open "$kernel_suite"
	apt_download "$work/debs" "$package=$version"
	# The tools run here: not those of a newer suite, which need its libc.
	apt_open "$host_suite"
	# shellcheck disable=SC2086 # a list
	apt_download "$work/debs" $debug_tools
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
	item_put "$debug_name-build" "$debug_recipe $version" "$work/build"
}

# debug_make ARGUMENT...: make in the kernel tree, with the fetched tools.
debug_make()
{
	host=$build/host/usr
	libraries=$host/lib/$multiarch
	PATH=$host/bin:$CACHE/bin:$PATH BISON_PKGDATADIR=$host/share/bison \
		M4=$host/bin/m4 LD_LIBRARY_PATH=$libraries \
		KCONFIG_ALLCONFIG=$build/config \
		KBUILD_BUILD_USER=kvm-hv-nested KBUILD_BUILD_HOST=local \
		"$CACHE/bin/make" -s -C "$build/source" O="$build/out" ARCH=powerpc \
		"CROSS_COMPILE=$cross-" "CC=$cross-gcc-plain" \
		"LIBELF_FLAGS=-I$host/include -I$host/include/$multiarch" \
		"LIBELF_LIBS=-L$libraries -lelf" "$@" \
		>"$build/log" 2>&1 </dev/null ||
		die "the debug kernel does not build: $(reason "$build/log");" \
			"all of it in $build/log"
}

# Add PAGE_TABLE_CHECK to the options where the source supports it on POWER. 6.12 does not,
# and 7.2 does without hugetlbfs only.
debug_page_table_check()
{
	kconfig=$build/source/arch/powerpc/Kconfig
	supports='select ARCH_SUPPORTS_PAGE_TABLE_CHECK'
	if ! grep -q "$supports" "$kconfig"; then
		cat
		return
	fi
	if grep -q "$supports.*!HUGETLB_PAGE" "$kconfig"; then
		grep -v '^CONFIG_HUGETLBFS='
	else
		cat
	fi
	printf 'CONFIG_%s=y\n' PAGE_TABLE_CHECK PAGE_TABLE_CHECK_ENFORCED
}

# What debug.config's options need of newer sources.
debug_newer_options()
{
	! grep -qx 'config NUMA_MIGRATION' "$build/source/mm/Kconfig" ||
		echo CONFIG_NUMA_MIGRATION=y
}

# debug_config NAME: machine/debug.config for this kernel of the table.
debug_config()
{
	page_size=4K
	case $1 in *-64k) page_size=64K ;; esac
	{
		sed "s/^CONFIG_PPC_4K_PAGES=/CONFIG_PPC_${page_size}_PAGES=/" \
			"$machine/debug.config" | debug_page_table_check &&
			debug_newer_options
	} >"$build/config" || die "cannot write to $build"
}

# allnoconfig drops options with unmet dependencies without a message: check for that.
debug_config_check()
{
	lost=$(grep '=[ym]$' "$build/config" |
		grep -vxFf "$build/out/.config" | tr '\n' ' ')
	[ -z "$lost" ] || die "this source has no $lost(machine/debug.config)"
}

# debug_kernel_name NAME: what the debug kernel of a kernel of the table is called.
debug_kernel_name()
{
	case $1 in
	backports) echo debug ;;
	backports-*) echo "debug-${1#backports-}" ;;
	*) echo "debug-$1" ;;
	esac
}

# debug_build NAME, as $CACHE/kernels/$debug_name.
debug_build()
{
	say "building a kernel in $build: 10 minutes on two cores"
	mkdir -p "$build/out" || die "cannot write to $build"
	debug_config "$1"
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
	item_put "kernels/$debug_name" "$stamp" "$work/kernel"
	rm -rf "$build"
}

setup_debug_kernel()
{
	kernel_row "$1"
	cache_check_for_kernel
	setup_kernel "$1"
	version=$(cat "$CACHE/kernels/$1/version")
	debug_name=$(debug_kernel_name "$1")
	stamp="$debug_recipe $version $(cksum <"$machine/debug.config" | tr ' ' -)"
	if item_ready "kernels/$debug_name" "$stamp"; then
		return
	fi
	system_tool gcc >/dev/null || die "a kernel's build needs gcc for this machine: install gcc"
	cache_begin
	multiarch=$(gcc_multiarch)
	build=$CACHE/$debug_name-build
	item_ready "$debug_name-build" "$debug_recipe $version" || debug_fetch
	# Release the lock: others may use the cache in the meantime.
	exec 9>&-
	exec 8>"$build/lock" || die "cannot write to $build"
	flock -n 8 || die "another set-up is building in $build: wait for its end"
	debug_build "$1"
	say "run the suite on it: ./run_kselftest.sh --kernel $CACHE/kernels/$debug_name"
}
