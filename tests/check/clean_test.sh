#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Nothing deletes files that it has not created: `make clean` and `gen_tar` with an OUTPUT
# that has other files, a run with such a --results folder, a cache in such a folder.

# shellcheck disable=SC1091,SC2034,SC2317
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two series
EOT

# A folder with other files, some in folders that have one of our names.
# $1: folder, the rest: files in it
precious()
{
	folder=$1
	shift
	for file; do
		mkdir -p "$(dirname "$folder/$file")"
		echo "$folder/$file" >"$folder/$file"
		echo "$folder/$file" >>"$tmp/precious"
	done
}

all_there()
{
	while read -r file; do
		[ "$(cat "$file" 2>/dev/null)" = "$file" ] || {
			echo "#   gone: $file"
			return 1
		}
	done <"$tmp/precious"
}

# make clean removes what make would have built.
precious "$tmp/out put" mine
precious "$tmp/output" mine lib/mine tests/mine lib/guard.o.d/mine \
	kvm-hv-nested/mine
mkdir -p "$tmp/output/tests/unit"
: >"$tmp/output/nested_map_test"
: >"$tmp/output/lib/guard.o"
: >"$tmp/output/tests/unit/radix_test"
make_in -C "$TOP" OUTPUT="$tmp/output" clean
check "clean: status 0" exits 0
check "clean: what it has not made stays" all_there
check "clean: a program goes" [ ! -e "$tmp/output/nested_map_test" ]
check "clean: an object goes" [ ! -e "$tmp/output/lib/guard.o" ]
check "clean: a folder with nothing in it goes" [ ! -e "$tmp/output/tests/unit" ]
OUTPUT=$tmp/output make_in -C "$TOP" clean
check "clean, OUTPUT from the environment: the same" all_there
mkdir "$tmp/empty"
make_in -C "$TOP" OUTPUT="$tmp/empty" clean
check "clean: the folder that was named stays" [ -d "$tmp/empty" ]
make_in -C "$TOP" OUTPUT="$tmp/out put" clean
check "clean, OUTPUT with a blank: status 2" exits 2
check "clean, OUTPUT with a blank: says so" complains "has a blank"

# An empty OUTPUT is as no OUTPUT.
OUTPUT='' make_in -C "$TOP" -n clean
check "clean, empty OUTPUT: build/ is meant" mentions " $TOP/build/lib/guard.o"
make_in -C "$TOP" OUTPUT= -n clean
check "clean, empty OUTPUT as an argument: build/ is meant" \
	mentions " $TOP/build/lib/guard.o"

# make gen_tar, where the checkout is, or a folder with the archive's name.
if kernel_source; then
	copy_checkout "$tmp/up/kvm-hv-nested"
	precious "$tmp/up/kvm-hv-nested" mine
	copied=$(cd "$tmp/up" && find . | sort)
	fake_compiler
	make_in -C "$tmp/up/kvm-hv-nested" OUTPUT=.. -s gen_tar
	check "gen_tar: status 0" exits 0
	check "gen_tar: the checkout stays" all_there
	check "gen_tar: the archive holds the programs" archive_holds \
		"$tmp/up/kvm-hv-nested.tar.gz" kvm-hv-nested/nested_map_test
	check "gen_tar: nothing of the work is left" [ ! -e "$tmp"/up/stage* ]
	make_in -C "$tmp/up/kvm-hv-nested" OUTPUT=.. -s clean
	check "clean: all that was built goes" is_same \
		"$(cd "$tmp/up" && find . | sort)" "$copied"
else
	skip "gen_tar" "no kernel source: name one in KSRC"
fi

# A results folder: the documented files are replaced.
precious "$tmp/results" kernel-5.log console-old.log machine-verdict.txt \
	series/mine.tsv series/mine/deep.tsv claimed/mine notes
run --results "$tmp/results"
run --results "$tmp/results"
check "results: a run in it" exits 0
check "results: what is not a run's stays" all_there
run -t first:global.one --results "$tmp/results"
check "results: a series of the run before goes" \
	[ ! -e "$tmp/results/series/two.tsv" ]
check "results: what is not a run's still stays" all_there

# A cache in a folder that has other things in it, too.
command -v flock >/dev/null || {
	skip "cache" "no flock, which set-up needs"
	finish
}
precious "$tmp/cache" setup.py setup.d/mine setup.1/mine run.d/mine run.999999/mine \
	lock build.lock bin/mine linux-source/mine kernels/mine

# $@: functions of machine/, with this cache
in_machine()
{
	(
		# shellcheck source=/dev/null
		. "$TOP/lib/runner/life.sh"
		machine=$TOP/machine
		KVM_HV_NESTED_CACHE=$tmp/cache
		for part in common source qemu; do
			# shellcheck source=/dev/null
			. "$machine/$part.sh"
		done
		cache_open
		"$@"
	) >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

# As setup.sh does it, for an item of that name.
put_item()
{
	cache_lock
	scratch_open
	mkdir "$work/new"
	item_put "$1" 1 "$work/new"
}

name_source()
{
	setup_kernel()
	{
		mkdir -p "$CACHE/kernels/$1" && echo 1 >"$CACHE/kernels/$1/version"
	}
	item_ready()
	{
		:
	}
	setup_source backports
}

in_machine put_item kernels/new
check "cache: another's bin/ is refused: status 2" exits 2
check "cache: another's bin/ is refused: says so" complains \
	"cache/bin is not part of our cache: set KVM_HV_NESTED_CACHE"
check "cache: another's bin/ is refused, and stays" all_there
in_machine name_source
check "cache: another's linux-source is refused" complains \
	"cache/linux-source is not part of our cache"
check "cache: another's linux-source stays" all_there
in_machine run_open
check "cache: a run beside other folders: status 0" exits 0
check "cache: a run beside other folders leaves them" all_there
mv "$tmp/cache/bin" "$tmp/cache/another"
sed -i "s|/cache/bin/|/cache/another/|" "$tmp/precious" "$tmp/cache/another/mine"
in_machine put_item kernels/new
check "cache: set-up beside other folders: status 0" exits 0
check "cache: set-up beside other folders leaves them" all_there
check "cache: no scratch is left" [ ! -e "$tmp"/cache/kvm-hv-nested-* ]

# The files of a killed set-up are removed.
mkdir "$tmp/cache/kvm-hv-nested-setup.dead"
in_machine put_item kernels/new
check "cache: the scratch of a killed set-up goes" is_same \
	"$(cd "$tmp/cache" && echo kvm*)" "kvm*"

finish
