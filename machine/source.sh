# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2154
#
# $CACHE/source/VERSION: the parts of Debian's linux-source that something of
# ours is built from or checked with. $CACHE/linux-source is that of the
# backports kernel.

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

# source_fetch VERSION, with the lists of its suite open.
source_fetch()
{
	package=linux-source-$(echo "$1" | cut -d. -f1,2)
	apt_download "$work/debs" "$package=$1"
	say "unpacking the parts needed of it to $CACHE/source/$1"
	unpack "$work/unpacked" "$work"/debs/linux-source-*.deb
	rm -rf "$work/debs"
	mkdir "$work/source"
	set --
	for part in $source_parts; do
		set -- "$@" "$package/$part"
	done
	for part in $source_files; do
		set -- "$@" "$package/$part"
	done
	# Some of the names are not in every version: tar says so, and the check
	# below says what matters.
	"$CACHE/bin/xz" -dc "$work"/unpacked/usr/src/linux-source-*.tar.xz \
		2>"$work/log" | "$(system_tool tar)" -C "$work/source" --no-same-owner -x \
		--strip-components=1 "$@" 2>>"$work/log"
	for part in arch/powerpc/kvm/book3s_hv_nested.c scripts/checkpatch.pl \
		    tools/testing/selftests/lib.mk virt/kvm/vfio.c; do
		[ -s "$work/source/$part" ] ||
			die "cannot unpack $package to $work: $(reason "$work/log")"
	done
	rm -rf "$work/unpacked"
}

# setup_source NAME: the source of that kernel, in its very version.
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
	[ "$1" != backports ] ||
		[ "$(readlink "$CACHE/linux-source")" = "source/$version" ] ||
		ln -sfn "source/$version" "$CACHE/linux-source"
}
