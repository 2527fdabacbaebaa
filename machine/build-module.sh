#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# Builds kvm-hv.ko for a kernel of the table, with a change applied.
# Exit status: 0 built, 2 not (with one line on the error).

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=docs/fixes/patches.sh
. "$top/docs/fixes/patches.sh"
# shellcheck source=/dev/null
. "$machine/cocci.sh"
# shellcheck source=/dev/null
. "$machine/tools.sh"
# shellcheck source=/dev/null
. "$machine/compiler.sh"

usage()
{
	cat <<'EOF'
use: build-module.sh [--kernel NAME] [CHANGE]... OUT.ko
  --kernel NAME      of machine/kernels.table, default backports
  --sed EXPR:FILE    edit FILE (book3s_hv_nested.c, or a path in the kernel
                     tree) by sed; it has to change something
  --patch FILE       apply a patch to the kernel tree (-p1)
  --cocci FILE       apply a semantic patch, see mutants/; at one place exactly
  --fixes            apply all patches of docs/fixes, or those of the same name
                     that a folder there has for the kernel's version; one that
                     the kernel has already is named and left out
  --coverage DIR     count lines and branches, see machine/coverage/; DIR gets
                     what gcov needs beside the counters
Without a change the module is built as it is.
EOF
}

# change_sed EXPR:FILE
change_sed()
{
	file=${1##*:}
	expression=${1%:*}
	[ "$file" != "$1" ] || die "--sed '$1' names no file: write EXPRESSION:FILE"
	case $file in
	*/*) ;;
	*) file=arch/powerpc/kvm/$file ;;
	esac
	[ -f "$tree/$file" ] || die "--sed: $file is no source of kvm-hv"
	sed "$expression" "$tree/$file" >"$tmp/edited" 2>"$tmp/log" ||
		die "--sed '$expression': $(reason "$tmp/log")"
	! cmp -s "$tmp/edited" "$tree/$file" ||
		die "--sed '$expression' changes nothing in $file of $kernel"
	cat "$tmp/edited" >"$tree/$file"
}

# change_patch FILE
change_patch()
{
	"$CACHE/bin/patch" -p1 --batch --forward --fuzz=0 --no-backup-if-mismatch \
		--reject-file=- -d "$tree" <"$1" >"$tmp/log" 2>&1 ||
		die "--patch $1 does not apply to $kernel:" \
			"$(grep -m 1 -i 'fail\|ignored\|malformed\|garbage\|find file' \
				"$tmp/log")"
}

# $1: a file of arch/powerpc/kvm. Is it in the module, or a header?
is_built()
{
	case $1 in *.h) return 0 ;; esac
	grep -q "^[[:space:]]${1%.[cS]}[.]o" "$tree/arch/powerpc/kvm/Kbuild"
}

change_fixes()
{
	for fix in "$top"/docs/fixes/*.patch; do
		fix=$(fix_patch "$(basename "$fix" .patch)" "$release")
		file=$(sed -n 's|^+++ b/arch/powerpc/kvm/||p' "$fix" | head -n 1)
		if fix_is_in "$fix" "$tree"; then
			say "$kernel has $(basename "$fix" .patch) already"
		elif ! is_built "$file"; then
			say "$(basename "$fix" .patch) is left out: no module has $file"
		else
			change_patch "$fix"
		fi
	done
}

# change_cocci FILE
change_cocci()
{
	source=$tree/$(cocci_source "$1") || exit
	[ -f "$source" ] || die "$1: ${source##*/} is no source of kvm-hv"
	cocci_apply "$1" "$source" "$tmp/edited"
	cat "$tmp/edited" >"$source"
}

# Two builds can run at the same time, each in its own tree; a third one waits.
tree_take()
{
	exec 8>"$kbuild/lock"
	tree=$kbuild/tree
	flock -n 8 && return
	exec 8>"$kbuild/lock.2"
	tree=$kbuild/tree.2
	flock -n 8 || {
		say "waiting: two other builds for $kernel are at work"
		flock 8
	}
	[ -d "$tree" ] || cp -R "$kbuild/pristine" "$tree" ||
		die "cannot write $tree: is the disk full?"
}

# Keep the objects of the last build: only changed files are built again.
tree_reset()
{
	(cd "$kbuild/pristine" && find . -type f) | while read -r file; do
		cmp -s "$kbuild/pristine/$file" "$tree/$file" ||
			cp "$kbuild/pristine/$file" "$tree/$file"
	done
}

# A change to what the kernel itself has built in would change nothing.
tree_check()
{
	for file in "$kbuild"/pristine/arch/powerpc/kvm/*.[cS]; do
		file=${file##*/}
		cmp -s "$kbuild/pristine/arch/powerpc/kvm/$file" \
			"$tree/arch/powerpc/kvm/$file" || is_built "$file" ||
			die "$file is built into the kernel: no module has a change of it"
	done
}

# Of several CPUs, of lines as they stand in the source, without constructors.
counting='-fprofile-arcs -ftest-coverage -fprofile-update=atomic -fno-early-inlining'
counting="$counting -fprofile-info-section=coverage_info"

# Counters in the C files; the runtime's first and last object enclose all others.
coverage_add()
{
	kvm=$tree/arch/powerpc/kvm
	cp "$machine"/coverage/*.[ch] "$kvm/" &&
	awk -v flags="$counting" '{ print }
		/^kvm-hv-y \+= \\$/ { print "\tcoverage_first.o \\" }
		END {
			print "kvm-hv-y += coverage_export.o coverage_last.o"
			print "CFLAGS_book3s_hv.o += -include $(src)/coverage_hook.h"
			split("book3s_hv book3s_hv_nested book3s_64_mmu_hv" \
				" book3s_64_mmu_radix", objects)
			for (i in objects)
				print "CFLAGS_" objects[i] ".o += " flags
		}' "$kbuild/pristine/arch/powerpc/kvm/Kbuild" >"$kvm/Kbuild" ||
		die "cannot write $kvm"
}

coverage_keep()
{
	mkdir -p "$coverage" && cp "$tree"/arch/powerpc/kvm/*.gcno "$coverage/" ||
		die "cannot write $coverage"
}

tree_build()
{
	rm -f "$tree"/arch/powerpc/kvm/*.ko
	PATH=$(compiler_path "$kernel")$CACHE/bin:$PATH \
		make -C "$kbuild/usr/src/linux-headers-$release" \
		-j2 ARCH=powerpc CROSS_COMPILE=powerpc64le-linux-gnu- \
		CC=powerpc64le-linux-gnu-gcc-plain \
		M="$tree/arch/powerpc/kvm" modules >"$tmp/log" 2>&1 </dev/null ||
		die "kvm-hv.ko does not build: $(grep -m 1 'rror' "$tmp/log" | cut -c1-300)"
	"$CACHE/bin/powerpc64le-linux-gnu-strip" --strip-debug -o "$tmp/stripped" \
		"$tree/arch/powerpc/kvm/kvm-hv.ko" && mv "$tmp/stripped" "$out" ||
		die "cannot write $out"
}

kernel=backports
coverage=
changes=0
out=
for word; do
	case $word in -h | --help) usage; exit 0 ;; esac
done
cache_open
tmp=$(mktemp -d "${TMPDIR:-/tmp}/build-module.XXXXXX") ||
	die "cannot make a temporary folder"
trap 'trap "" INT TERM HUP; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
# Check the changes here, and apply them, in this order, when the tree is there.
: >"$tmp/changes"
while [ $# -gt 0 ]; do
	case $1 in
	--kernel | --sed | --patch | --cocci | --coverage)
		[ $# -ge 2 ] || die "$1 needs a value; see $0 --help" ;;
	esac
	case $1 in
	--kernel) kernel=$2; shift ;;
	--coverage) coverage=$2; shift ;;
	--sed | --patch | --cocci)
		changes=$((changes + 1))
		printf '%s\n' "$2" >"$tmp/change.$changes"
		echo "${1#--}" >>"$tmp/changes"
		[ "$1" = --sed ] || [ -r "$2" ] || die "$1 $2: no such file"
		shift ;;
	--fixes)
		changes=$((changes + 1))
		: >"$tmp/change.$changes"
		echo fixes >>"$tmp/changes" ;;
	-*) die "unknown option '$1'; see $0 --help" ;;
	*) [ -z "$out" ] || die "one OUT.ko only; see $0 --help"
		out=$1 ;;
	esac
	shift
done
[ -n "$out" ] || die "OUT.ko is missing; see $0 --help"
mkdir -p "$(dirname "$out")" 2>/dev/null || die "cannot write $out"

"$machine/setup.sh" kbuild "$kernel" || exit
! grep -q '^cocci$' "$tmp/changes" || "$machine/setup.sh" spatch || exit
kbuild=$CACHE/kbuild/$kernel
release=$(cat "$CACHE/kernels/$kernel/release")
tree_take
tree_reset
count=0
while read -r kind <&3; do
	count=$((count + 1))
	"change_$kind" "$(cat "$tmp/change.$count")"
done 3<"$tmp/changes"
tree_check
[ -z "$coverage" ] || coverage_add
tree_build
[ -z "$coverage" ] || coverage_keep
