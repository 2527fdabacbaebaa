# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/source/VERSION: the parts of Debian's linux-source that the build and the lint
# need. $CACHE/linux-source is that of the backports kernel.

source_recipe=1
source_parts='arch/powerpc/kvm arch/powerpc/include include/uapi
	virt/kvm scripts tools/testing/selftests/kselftest
	tools/testing/selftests/kvm Documentation/dev-tools'
source_files='COPYING MAINTAINERS .clang-format tools/testing/selftests/lib.mk
	tools/testing/selftests/Makefile
	tools/testing/selftests/kselftest.h
	tools/testing/selftests/kselftest_harness.h
	tools/testing/selftests/run_kselftest.sh
	tools/testing/selftests/kselftest_deps.sh
	tools/testing/selftests/gen_kselftest_tar.sh
	tools/testing/selftests/kselftest_install.sh'

# source_unpack PACKAGE DIR [PART...]: unpack the tarball of a linux-source package in
# $work/debs, or these parts of it. The caller must check the result.
source_unpack()
{
	unpack "$work/unpacked" "$work/debs/$1"_*.deb
	dir=$2
	mkdir -p "$dir" || die "cannot write to $work"
	shift 2
	"$CACHE/bin/xz" -dc "$work"/unpacked/usr/src/linux-source-*.tar.xz \
		2>"$work/log" | "$(system_tool tar)" -C "$dir" --no-same-owner -x \
		--strip-components=1 "$@" 2>>"$work/log"
	rm -rf "$work/unpacked"
}

# source_fetch VERSION, after apt_open of its suite.
source_fetch()
{
	package=linux-source-$(echo "$1" | cut -d. -f1,2)
	apt_download "$work/debs" "$package=$1"
	say "unpacking the parts needed of it to $CACHE/source/$1"
	set --
	for part in $source_parts; do
		set -- "$@" "$package/$part"
	done
	for part in $source_files; do
		set -- "$@" "$package/$part"
	done
	# Some of the names are not in every version: ignore tar's error, and check
	# below.
	source_unpack "$package" "$work/source" "$@"
	rm -rf "$work/debs"
	for part in arch/powerpc/kvm/book3s_hv_nested.c scripts/checkpatch.pl \
		    tools/testing/selftests/lib.mk virt/kvm/vfio.c; do
		[ -s "$work/source/$part" ] ||
			die "cannot unpack $package to $work: $(reason "$work/log")"
	done
}

# setup_source NAME: the source of that kernel, in exactly its version.
setup_source()
{
	setup_kernel "$1"
	version=$(cat "$CACHE/kernels/$1/version")
	if ! item_ready "source/$version" "$source_recipe"; then
		cache_begin
		apt_open "$kernel_suite"
		source_fetch "$version"
		item_put "source/$version" "$source_recipe" "$work/source"
	fi
	[ "$1" != backports ] || source_link
}

source_link()
{
	link=$CACHE/linux-source
	[ "$(readlink "$link")" != "source/$version" ] || return 0
	[ -L "$link" ] || [ ! -e "$link" ] ||
		die "$link is not part of our cache: set KVM_HV_NESTED_CACHE to a folder of its own"
	ln -sfn "source/$version" "$link"
}

# The newest version that apt has, with a harness that is new enough. Sets `version`.
source_newest()
{
	package=$(apt_query search --names-only '^linux-source-[0-9.]*$' |
		awk '{ print $1 }' | sort -t- -k3,3V | tail -n 1)
	version=$(apt_field Version "$package")
	"$dpkg" --compare-versions "${version:-0}" ge 6.9 ||
		die "the newest kernel source that apt knows is ${package:-none}, and" \
			"Linux 6.9 or later is wanted: unpack one anywhere and name it" \
			"by KSRC=DIR"
}

# For a POWER host, without a kernel.
setup_source_here()
{
	[ ! -e "$CACHE/linux-source/tools/testing/selftests/lib.mk" ] || return 0
	cache_begin
	tools_open
	source_newest
	item_ready "source/$version" "$source_recipe" || {
		source_fetch "$version"
		item_put "source/$version" "$source_recipe" "$work/source"
	}
	source_link
}
