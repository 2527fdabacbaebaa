#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317
#
# Whether the series of `make series` can be posted: each patch is clean to checkpatch,
# has somebody to go to, applies to KSRC, and builds there without those after it. The
# last one builds without libtracefs too, and by clang where there is one.
#   QUICK=1   two patches are built: that of the first program, and the last
#   PATCHES=N-M  these alone, after those before them; the last one's further builds only
#             if it is one of them
#   TREE=DIR  apply to a new tree there, and leave it
#   KEEP=1    leave in it what was built
#
# Prints TAP. Exit status: 0 all of that holds, 1 not, 2 it could not be tried.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=docs/series/parts.sh
. "$here/parts.sh"
# shellcheck source=docs/series/tap.sh
. "$here/tap.sh"

cache=${KVM_HV_NESTED_CACHE:-$top/.cache}
series_paths
series=$OUTPUT/series

tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-series.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
tree=${TREE:-$tmp/linux}
selftests=$tree/tools/testing/selftests

# The parts of the kernel tree that take part.
fresh_tree()
{
	[ ! -e "$tree" ] || die "TREE=$tree is there already"
	mkdir -p "$selftests" "$tree/scripts"
	cp "$KSRC/MAINTAINERS" "$tree/"
	cp "$KSRC/scripts/subarch.include" "$tree/scripts/"
	for file in Makefile lib.mk run_kselftest.sh kselftest.h kselftest_harness.h; do
		cp "$KSRC/tools/testing/selftests/$file" "$selftests/"
	done
	cp -R "$KSRC/tools/testing/selftests/kselftest" "$selftests/"
	# lib.mk of 6.9 and later looks for it.
	mkdir -p "$tree/tools/include/uapi"
	git -C "$tree" init -q
	in_tree add -A
	in_tree commit -q --no-verify -m base
}

in_tree()
{
	git -C "$tree" -c user.name=n -c user.email=e -c commit.gpgsign=false "$@"
}

# $@: patches
applies()
{
	in_tree am -q --keep-cr "$@" >"$tmp/log" 2>&1
}

# As in `make lint`. The harness wants its macros as they are: the letter names them.
ignored=PREFER_KERNEL_TYPES,SPDX_LICENSE_TAG,FILE_PATH_CHANGES,CAMELCASE
is_clean()
{
	(cd "$tmp" && perl "$KSRC/scripts/checkpatch.pl" --strict --no-signoff --no-summary \
		--show-types --terse --no-tree \
		--ignore "$ignored${ignore-}" "$@") >"$tmp/found" 2>"$tmp/stderr"
	[ $? -le 1 ] || { cat "$tmp/stderr" >"$tmp/log"; return 1; }
	while IFS=: read -r file line rest; do
		case "$(sed -n "${line}p" "$file")" in
		*FIXTURE_DATA* | '+#define NESTED_CELL'* | '+#define NESTED_TEST_SUITE'* | \
		'+#define L0_OP_TESTS'*) ;;
		*) echo "$file:$line:$rest" ;;
		esac
	done <"$tmp/found" >"$tmp/log"
	[ ! -s "$tmp/log" ]
}

# The files themselves are in `make lint`: here what make.sh wrote, and the messages.
is_clean_but_files()
{
	mkdir -p "$tmp/cut"
	for patch; do
		awk '/^diff --git/ { on = / b\/(MAINTAINERS|.*\/(Makefile|\.gitignore))$/ }
			NR == 1 { on = 1 }
			on' "$patch" >"$tmp/cut/${patch##*/}"
	done
	# Of some the message is all.
	ignore=,NOT_UNIFIED_DIFF is_clean "$tmp/cut"/*.patch
}

is_for_somebody()
{
	(cd "$tree" && perl "$KSRC/scripts/get_maintainer.pl" --no-tree --no-git \
		--no-git-fallback "$1") >"$tmp/log" 2>&1 &&
		grep -q ':KERNEL VIRTUAL MACHINE FOR POWERPC' "$tmp/log" &&
		grep -q 'kvm@vger' "$tmp/log"
}

# $@: further words for make. Quiet but for what it compiles.
builds()
{
	make -C "$selftests" -j2 TARGETS=kvm-hv-nested ARCH=powerpc W=1 \
		CROSS_COMPILE="$cross" FORCE_TARGETS=1 "$@" >"$tmp/log" 2>&1 &&
		! grep -q 'warning\|error' "$tmp/log"
}

# clang does not know the cache.
builds_by_clang()
{
	root=$cache/tools/sysroot
	if [ -d "$root" ]; then
		set -- "USERCFLAGS=--sysroot=$root -isystem $root/usr/include" \
			"USERLDFLAGS=--sysroot=$root --gcc-toolchain=$cache/tools/usr \
			-L$root/usr/lib/powerpc64le-linux-gnu"
	fi
	builds O="$tmp/clang" LLVM=1 "$@"
}

# What is reported of our files, but for static_link.c, whose functions are a library's,
# and what the harness of 6.12 makes without `static`.
# sparse does not know the macros of the target.
is_sparse_clean()
{
	(
		cd "$selftests/kvm-hv-nested" || exit
		root=$cache/tools/sysroot
		set -- -isystem /usr/include/tracefs -isystem /usr/include/traceevent
		[ ! -d "$root" ] || set -- -nostdinc -isystem "$("${cross}gcc" \
			-print-file-name=include)" -isystem "$root/usr/include" \
			-isystem "$root/usr/include/powerpc64le-linux-gnu" \
			-isystem "$root/usr/include/tracefs" \
			-isystem "$root/usr/include/traceevent"
		for file in lib/*.c powerpc/*/*.c tests/*.c tests/*/*.c; do
			[ ! -e "$file" ] ||
				sparse --arch=powerpc -m64 -mlittle-endian -D__powerpc64__ \
				-D__LITTLE_ENDIAN__ -D_CALL_ELF=2 -D_GNU_SOURCE= -std=gnu11 \
				"$@" -Iinclude -Ipowerpc -Ilib -I.. -Itests/random "$file" 2>&1
		done | grep -v -e ' note: ' -e '/kselftest_harness.h:' -e '^lib/static_link.c:' \
			-e "symbol '[a-z0-9_]*_\(setup\|teardown\)' was not declared" |
			grep '^\(lib\|include\|powerpc\|tests\)/'
	) >"$tmp/log"
	[ ! -s "$tmp/log" ]
}

# By the host's own compiler, where that is another architecture's; then cleaned by it.
builds_nothing_here()
{
	make -C "$selftests" TARGETS=kvm-hv-nested O="$tmp/here" FORCE_TARGETS=1 \
		>"$tmp/log" 2>&1 &&
		[ -z "$(find "$tmp/here" -type f)" ] &&
		make -C "$selftests" TARGETS=kvm-hv-nested clean >"$tmp/log" 2>&1 &&
		[ -z "$(in_tree ls-files --others)" ]
}

is_ignored()
{
	in_tree status --porcelain >"$tmp/log"
	[ ! -s "$tmp/log" ]
}

# Sets from and to, the numbers of the patches to check. $1: how many there are
range()
{
	PATCHES=${PATCHES:-1-$1}
	from=${PATCHES%%-*}
	to=${PATCHES#*-}
	case $from,$to in
	*[!0-9,]* | ,* | *,) from=0 ;;
	esac
	if [ "$from" -lt 1 ] || [ "$from" -gt "$to" ] || [ "$to" -gt "$1" ]; then
		die "PATCHES=$PATCHES is no range of the $1 patches: name one, such as" \
			"PATCHES=1-$1"
	fi
}

try_each()
{
	at=0
	for patch; do
		at=$((at + 1))
		[ "$at" -le "$to" ] || return 0
		name=${patch##*/}
		name=${name%.patch}
		check "$name: applies" applies "$patch"
		[ "$at" -ge "$from" ] || continue
		check "$name: checkpatch" is_clean "$patch"
		check "$name: has a maintainer" is_for_somebody "$patch"
		check "$name: builds" builds
	done
	check "without libtracefs: builds" builds O="$tmp/untraced" NO_LIBTRACEFS=1
	if command -v clang >/dev/null && command -v ld.lld >/dev/null; then
		check "by clang: builds" builds_by_clang
	else
		skip "by clang: builds" "no clang with lld"
	fi
	if command -v sparse >/dev/null; then
		check "sparse" is_sparse_clean
	else
		skip "sparse" "no sparse"
	fi
}

# The first with a program, and the last, are built.
try_two()
{
	check "checkpatch" is_clean_but_files "$@"
	first=$(grep -l '^+++ b/.*/nested_map_test\.c$' "$@")
	for patch; do
		name=${patch##*/}
		name=${name%.patch}
		check "$name: applies" applies "$patch"
		[ "$patch" != "$first" ] || check "$name: builds" builds
	done
	check "$name: builds" builds
	check "$name: has a maintainer" is_for_somebody "$patch"
}

case $(uname -m) in
ppc64le) cross=${CROSS_COMPILE-} ;;
*) cross=${CROSS_COMPILE:-$cache/bin/powerpc64le-linux-gnu-} ;;
esac

command -v perl >/dev/null || die "no perl for checkpatch: install perl"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUTPUT O
set -- "$series"/*.patch
# Without the cover letter.
shift
[ $# -gt 0 ] || die "no series in $series: make series"
range $#
fresh_tree
if [ -n "${QUICK-}" ]; then
	try_two "$@"
else
	try_each "$@"
fi
check "git ignores what is built" is_ignored
[ -z "${KEEP-}" ] && case $(uname -m) in
ppc64le) ;;
*) check "for this host: builds nothing, cleans all" builds_nothing_here ;;
esac
echo "1..$count"
exit "$bad"
