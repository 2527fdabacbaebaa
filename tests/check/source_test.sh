#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A run from the sources: what is built for it, and which names are refused before.
# With fake compiler and make.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
unset KSRC LLVM CC ARCH CROSS_COMPILE

# The tree that a build leaves, of the sources' own programs.
fake_program nested_map_test <<-EOT
	one pass
	two pass
EOT
fake_program nested_reclaim_test <<-EOT
	one pass
EOT

selftests=$tmp/root/usr/src/linux/tools/testing/selftests
mkdir -p "$tmp/source" "$tmp/bin" "$selftests"
: >"$selftests/lib.mk"
echo KSFT_XFAIL >"$selftests/kselftest_harness.h"
cp -R "$TOP/lib" "$TOP/run_kselftest.sh" "$TOP/Makefile" "$tmp/source/"
cat >"$tmp/bin/gcc" <<-'EOT'
	#!/bin/sh
	case " $* " in *" -P "*) exec sed 's/__[A-Za-z0-9_]*__/1/g' ;; esac
EOT
cat >"$tmp/bin/make" <<-EOT
	#!/bin/sh
	for word; do
		case \$word in
		PROGRAMS=*) echo "\$word" ;;
		INSTALL_PATH=*) cp -R "$tmp/tree" "\${word#*=}" ;;
		esac
	done >>"$tmp/built"
EOT
chmod +x "$tmp/bin/gcc" "$tmp/bin/make"

# $@: arguments of the runner
run_source()
{
	rm -f "$tmp/built"
	# shellcheck disable=SC2086 # TEST_SH may be two words
	PATH=$tmp/bin:$PATH TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		KVM_HV_NESTED_CACHE=$tmp/cache \
		${TEST_SH:-sh} "$tmp/source/run_kselftest.sh" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
nothing_built()	{ [ ! -e "$tmp/built" ]; }
built()		{ is_same "$(cat "$tmp/built")" "$1"; }

run_source --list
check "all: status 0" exits 0
check "all: all is built" built ""

run_source --list -t nested_map_test:global.two -t nested_map_test:global.one
check "two cases: status 0" exits 0
check "two cases: their program alone is built" built "PROGRAMS=nested_map_test"
check "two cases: both" is_same "$(wc -l <"$tmp/out")" 2

run_source --list -t nested_reclaim_test -t nested_map_test:global.one
check "two programs: they are built, as they are listed" built \
	"PROGRAMS=nested_map_test nested_reclaim_test"

run_source --list -t nested_mapp_test:global.one
check "a program that is none: status 2" exits 2
check "a program that is none: one line" one_line
check "a program that is none: the nearest is named" complains \
	"no test 'nested_mapp_test:global.one', nearest: nested_map_test"
check "a program that is none: nothing is built" nothing_built
check "a program that is none: no temporary file" nothing_left

run_source --list -t nested_map_test:two
check "a case that is none: status 2" exits 2
check "a case that is none: the nearest is named" complains "nearest: global.two"
check "a case that is none: its program alone is built" built \
	"PROGRAMS=nested_map_test"

# Of the names of a real program.
nearest()
{
	printf '%s\n' nested_swap.anon_leaf_64k.store_first \
		nested_swap.anon_leaf_64k.read_back \
		nested_swap.thp_2m_leaf_64k.store_first \
		nested_swap.thp_2m_leaf_64k.read_back |
		${awk:-awk} -v want="$1" -f "$TOP/lib/runner/nearest.awk"
}
other_awks >"$tmp/awks"
{ echo awk; cat "$tmp/awks"; } | while read -r awk; do
	is_same "$(nearest nested_swap.anon.read_back)" \
		nested_swap.anon_leaf_64k.read_back &&
	is_same "$(nearest nested_swap.thp_2m_leaf_64k.readback)" \
		nested_swap.thp_2m_leaf_64k.read_back &&
	is_same "$(nearest read_back)" \
		"nested_swap.anon_leaf_64k.read_back, nested_swap.thp_2m_leaf_64k.read_back" &&
	is_same "$(nearest elephant)" "" || echo "$awk"
done >"$tmp/wrong"
check "the nearest, by each awk" [ ! -s "$tmp/wrong" ]

# `make PROGRAM` and a name of make check's.
command -v make >/dev/null || {
	skip "make PROGRAM" "no make"
	finish
}
cat >"$selftests/lib.mk" <<-'EOT'
	CC := $(CROSS_COMPILE)gcc
	TEST_GEN_PROGS := $(TEST_GEN_PROGS:%=$(OUTPUT)/%)
	all: $(TEST_GEN_PROGS)
EOT
make -C "$TOP" -n OUTPUT="$tmp/build" KSRC="$tmp/root/usr/src/linux" \
	CROSS_COMPILE="$tmp/bin/" nested_map_test >"$tmp/out" 2>"$tmp/err"
code=$?
links()	{ is_same "$(grep -c -e '-static.* -o ' "$tmp/out")" "$1"; }
check "make PROGRAM: status 0" exits 0
check "make PROGRAM: one program" links 1
check "make PROGRAM: this one" mentions "-o $tmp/build/nested_map_test "

"$CHECK/run.sh" source_tset >"$tmp/out" 2>"$tmp/err"
code=$?
check "run.sh with a name that is none: status 2" exits 2
check "run.sh with a name that is none: one line" one_line

finish
