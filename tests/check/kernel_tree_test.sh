#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The collection inside a kernel tree, by the kernel's own selftests Makefile
# and lib.mk: what is built, installed, packed, run and cleaned, for ppc64le and
# for another architecture, with CC as the kernel's top-level Makefile exports
# it.  A stand-in compiler makes empty programs.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
unset KVM_HV_NESTED_STANDALONE ARCH CROSS_COMPILE CC LLVM OUTPUT O INSTALL_PATH \
	DESTDIR FORCE_TARGETS TARGETS

if ! kernel_source || [ ! -d "$KSRC/tools/testing/selftests/kselftest" ] ||
	[ ! -r "$KSRC/scripts/subarch.include" ]
then
	skip "a kernel tree" "no kernel source: name one in KSRC"
	finish
fi

# As in a new checkout: its cache is empty, whatever the one of this run has.
unset KVM_HV_NESTED_CACHE

# The parts of a kernel tree that take part, with ours, and another collection,
# which every architecture has.
linux=$tmp/linux
selftests=$linux/tools/testing/selftests
ours=$selftests/kvm-hv-nested
mkdir -p "$selftests/other" "$linux/scripts"
cp -R "$KSRC/tools/testing/selftests/kselftest" \
	"$KSRC/tools/testing/selftests/lib.mk" \
	"$KSRC/tools/testing/selftests/Makefile" \
	"$KSRC/tools/testing/selftests/run_kselftest.sh" \
	"$KSRC/tools/testing/selftests/kselftest.h" \
	"$KSRC/tools/testing/selftests/kselftest_harness.h" "$selftests/"
cp "$KSRC/scripts/subarch.include" "$linux/scripts/"
copy_checkout "$ours"
# A few sources show as much as all.
rm "$ours"/lib/[d-z]*.c "$ours"/x86-free-ppc64/[h-w]*/[a-z]*.c "$ours"/tests/unit/[d-q]*.c
sed '/^PROGRAMS :=/,/[^\\]$/c\
PROGRAMS := nested_map_test nested_slot_test' "$TOP/Makefile" >"$ours/Makefile"
cat >"$selftests/other/Makefile" <<-'EOT'
	all clean run_tests: ; @:
	install: ; @mkdir -p $(INSTALL_PATH) && echo >$(INSTALL_PATH)/other.sh
	emit_tests: ; @echo $(COLLECTION):other.sh
EOT
# What matters to us of the kernel's top-level Makefile: its exports and flags.
cat >"$linux/Makefile" <<-'EOT'
	srctree := $(CURDIR)
	ARCH ?= $(HOST_ARCH)
	CC = $(CROSS_COMPILE)gcc
	LD = $(CROSS_COMPILE)ld
	INSTALL_PATH ?= /boot
	export ARCH CROSS_COMPILE CC LD INSTALL_PATH srctree
	ifneq ($(O),)
	building_out_of_srctree := 1
	export building_out_of_srctree
	endif
	MAKEFLAGS += -rR --no-print-directory
	kselftest: ; @$(MAKE) -C $(srctree)/tools/testing/selftests run_tests
	kselftest-%: ; @$(MAKE) -C $(srctree)/tools/testing/selftests $*
EOT

# Compilers: one for this machine, one for ppc64le, versions and wrappers of it.
compilers=$tmp/compilers
mkdir "$compilers"
for name in powerpc64le-linux-gnu-gcc powerpc64le-linux-gnu-gcc-12; do
	cp "$CHECK/fake_compiler.sh" "$compilers/$name"
done
# $1: name, $2: what it builds for
compiler()
{
	cat >"$compilers/$1" <<-EOT
		#!/bin/sh
		FAKE_TARGET=$2 exec sh "$CHECK/fake_compiler.sh" "\$@"
	EOT
	chmod +x "$compilers/$1"
}
compiler gcc another-linux-gnu
compiler aarch64-linux-gnu-gcc aarch64-linux-gnu
compiler powerpc64-linux-gnu-gcc powerpc64-linux-gnu
compiler ppc64le-redhat-linux-gcc ppc64le-redhat-linux
printf '#!/bin/sh\nexec "$@"\n' >"$compilers/ccache"
chmod +x "$compilers/ccache"
PATH=$compilers:$PATH
cat >"$compilers/uname" <<-EOT
	#!/bin/sh
	[ "\$1" != -m ] || { echo "\${FAKE_MACHINE:-another}"; exit; }
	exec "$(command -v uname)" "\$@"
EOT
chmod +x "$compilers/uname"

(cd "$ours" && find . | sort) >"$tmp/before"
cp -R "$ours" "$tmp/pristine"

# $@: goals and variables, for the selftests' Makefile and ours alone
selftests()
{
	make_in -s -C "$selftests" TARGETS="${targets:-kvm-hv-nested}" "$@"
}

# The same by the kernel's top-level Makefile, as far as it is one here.
top_level()
{
	make_in -s -C "$linux" HOST_ARCH=another \
		TARGETS="${targets:-kvm-hv-nested}" "$@"
}

# $1: one of these, the rest: its words
cross()
{
	makefile=$1
	shift
	"$makefile" ARCH=powerpc CROSS_COMPILE=powerpc64le-linux-gnu- "$@"
}

ours_alone()
{
	make_in -s -C "$ours" "$@"
}

git_in()
{
	repository=$1
	shift
	git -C "$repository" -c user.name=n -c user.email=e \
		-c commit.gpgsign=false -c init.defaultBranch=n "$@"
}

is_built()	{ [ -x "${1:-$ours}/nested_map_test" ]; }
is_fine()	{ exits 0 && is_quiet; }
has_failed()	{ ! exits 0; }
as_before()
{
	(cd "$ours" && find . | sort) | diff "$tmp/before" - >"$tmp/differs" || {
		sed 's/^/#   /' "$tmp/differs"
		return 1
	}
}

# Whatever the last make left.
afresh()
{
	rm -rf "$ours"
	cp -R "$tmp/pristine" "$ours"
}

# Everything that was built goes, without a word on the compiler.
cleans()
{
	selftests "$@" clean && exits 0 && is_quiet && as_before
}

# By each Makefile, with each way to name the compiler: $1: what to say, $2: the
# function, the rest: its words
builds()
{
	by=$1
	shift
	afresh
	"$@"
	check "$by: status 0" exits 0
	check "$by: is built" is_built
	check "$by: clean without CROSS_COMPILE" cleans
}

builds "selftests, cross" cross selftests
builds "selftests, cross, the tree's own compiler name" \
	selftests CROSS_COMPILE=powerpc64le-linux-gnu-
builds "selftests, another vendor's name" \
	selftests ARCH=powerpc CROSS_COMPILE=ppc64le-redhat-linux-
builds "selftests, CC with ccache" \
	cross selftests "CC=ccache powerpc64le-linux-gnu-gcc"
builds "top level, cross" cross top_level kselftest-all
builds "top level, CC with ccache" \
	cross top_level "CC=ccache powerpc64le-linux-gnu-gcc" kselftest-all
builds "top level, CC with a version" \
	cross top_level CC=powerpc64le-linux-gnu-gcc-12 kselftest-all
cross ours_alone
check "ours alone, cross: is built" is_built
cross ours_alone unit
if command -v git >/dev/null; then
	git_in "$ours" init -q
	check "what is built is ignored by git" is_same "" \
		"$(git_in "$ours" ls-files -o --exclude-standard |
			grep '_test$\|\.[od]$\|linked_with\|\.inc$')"
	rm -rf "$ours/.git"
else
	skip "what is built is ignored by git" "no git"
fi
ours_alone clean
check "ours alone: clean without CROSS_COMPILE" as_before
cross top_level O="$tmp/O" kselftest-all
check "top level, O=DIR: is built there" is_built "$tmp/O/kselftest/kvm-hv-nested"
top_level O="$tmp/O" kselftest-clean
check "top level, O=DIR: clean without CROSS_COMPILE" is_same \
	"$(find "$tmp/O/kselftest/kvm-hv-nested" -type f)" ""
check "top level, O=DIR: the source stays as it is" as_before

# install and gen_tar: the whole tree, with its license.
cross top_level KSFT_INSTALL_PATH="$tmp/installed" kselftest-gen_tar
check "top level, gen_tar: status 0" exits 0
check "top level, gen_tar: the list names the programs" grep -qx \
	kvm-hv-nested:nested_map_test "$tmp/installed/kselftest-list.txt"
for file in nested_map_test run_kselftest.sh lib/runner/options.sh LICENSE; do
	check "top level, gen_tar: packs $file" archive_holds \
		"$tmp/installed/kselftest-packages/kselftest.tar.gz" \
		"./kvm-hv-nested/$file"
done
cross selftests run_tests
check "run_tests: status 0" exits 0
check "run_tests: runs them" mentions \
	"selftests: kvm-hv-nested: nested_map_test"
selftests clean

# The version is that of these files, not of the kernel around them.
version()
{
	cross selftests KSFT_INSTALL_PATH="$tmp/versioned" install
	cat "$tmp/versioned/kvm-hv-nested/version"
}
if command -v git >/dev/null; then
	git_in "$linux" init -q && git_in "$linux" add Makefile &&
		git_in "$linux" commit -qm kernel && git_in "$linux" tag -am kernel v9.9
	check "version, not in the kernel's repository: none" is_same "$(version)" ""
	git_in "$linux" add -A && git_in "$linux" commit -qm ours
	suite=$(git_in "$linux" log -1 --format=%h)
	echo >>"$linux/scripts/subarch.include"
	git_in "$linux" commit -qam later
	check "version, in it: the last commit of the collection" is_same \
		"$(version)" "$suite"
	rm -rf "$linux/.git"
else
	skip "version" "no git"
fi
selftests clean

# For another architecture nothing is built and nothing fails.
# $1: what to say, the rest: the words for make
other()
{
	architecture=$1
	shift
	afresh
	for goal in all run_tests install gen_tar clean; do
		for targets in kvm-hv-nested "kvm-hv-nested other"; do
			selftests KSFT_INSTALL_PATH="$tmp/other" "$@" $goal
			check "$architecture, $goal of $targets: nothing fails" is_fine
		done
	done
	targets=
	check "$architecture: nothing is built" as_before
	check "$architecture: nothing is installed" \
		[ ! -e "$tmp/other/kvm-hv-nested" ]
}
other "another architecture"
other "another architecture, FORCE_TARGETS" FORCE_TARGETS=1
other "another architecture, cross" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
other "big endian" ARCH=powerpc CROSS_COMPILE=powerpc64-linux-gnu-
for goal in all install gen_tar clean; do
	top_level KSFT_INSTALL_PATH="$tmp/other" kselftest-$goal
	check "another architecture, top level, $goal: status 0" exits 0
done
top_level kselftest
check "another architecture, top level: status 0" exits 0

# A compiler that lacks is no other architecture.  $1: what it says of the
# compiler, the rest: words for make
lacks()
{
	says=$1
	shift
	selftests "$@"
	check "$*: fails" has_failed
	check "$*: says why" complains "$says"
	check "$*: and what to do" complains "CROSS_COMPILE"
	selftests "$@" clean
	check "$*: clean needs none" exits 0
}
lacks "missing: missing-gcc" ARCH=powerpc CROSS_COMPILE=missing-
lacks "missing: powerpc64le-missing-gcc" CROSS_COMPILE=powerpc64le-missing-
lacks "gcc builds for another-linux-gnu" ARCH=powerpc
export FAKE_MACHINE=ppc64le
lacks "gcc builds for another-linux-gnu" ARCH=powerpc
FAKE_MACHINE=another

# Nothing here has to be fetched.
echo 'exit 0' >"$ours/machine/setup.sh"

# Our own goals are there, too.
ours_alone help
check "help: lists the goals" mentions "make check"
make_in -C "$ours" -n check lint mutants bench coverage debug-kernel series
check "our own goals: status 0" exits 0
for script in check/run.sh check/lint.sh mutants/campaign.py machine/bench.sh \
	machine/bench_tlb.sh coverage/measure.sh setup.sh docs/series/make.sh
do
	check "our own goals: $script" mentions "$script"
done

# The figures of a foreign host repeat: time is instructions, one CPU, no slab debugging.
case $(uname -m) in
ppc64 | ppc64le) ;;
*) check "bench: a machine whose figures repeat" \
	mentions "--icount --cpus 1 --append slub_debug=-" ;;
esac

# The headers of a kernel tree beside us may be another architecture's.
headers()
{
	make_in -C "$ours" -n KVM_HV_NESTED_STANDALONE=y \
		CROSS_COMPILE=powerpc64le-linux-gnu- "$ours/build/lib/array.o"
	grep -o 'usr/include' "$tmp/out"
}
mkdir -p "$linux/usr/include/asm"
: >"$linux/usr/include/asm/kvm.h"
check "another architecture's kernel headers are not used" is_same "$(headers)" ""
: >"$linux/usr/include/asm/cputable.h"
check "powerpc's kernel headers are used" is_same "$(headers)" usr/include

# The runner builds in build/, wherever it is.
(cd "$ours" && CROSS_COMPILE=powerpc64le-linux-gnu- TMPDIR=$tmp \
	exec sh ./run_kselftest.sh --emulate --dry-run) \
	>"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
check "the runner in a kernel tree: status 0" exits 0
check "the runner in a kernel tree builds in build/" is_built "$ours/build"
rm -r "$ours/build"
rm "$ours/.cache/set-up.mk" "$ours/.cache/build.lock" && rmdir "$ours/.cache"
check "the runner in a kernel tree builds nowhere else" as_before

# A compiler that set-up brings: the make that fetched it builds with it.
cat >"$ours/machine/setup.sh" <<-EOT
	mkdir -p "$ours/.cache/bin"
	cp "$CHECK/fake_compiler.sh" "$ours/.cache/bin/powerpc64le-linux-gnu-gcc"
EOT
make_in -C "$ours" KVM_HV_NESTED_STANDALONE=y nested_map_test
check "an empty cache: the first make builds" exits 0
check "an empty cache: the program" [ -s "$ours/build/nested_map_test" ]

finish
