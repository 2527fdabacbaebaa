#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317
#
# The changes of the library that red.tsv has, which the messages of the series name: each
# is made in a copy of the checkout, and its test has to fail there; without it, to pass.
#   PATCH=NN-NAME   those of this patch alone
#   ONLY=units      without those that need a machine; ONLY=cases: these alone
#
# Prints TAP. Exit status: 0 all are red, 1 not, 2 it could not be tried.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=docs/series/parts.sh
. "$here/parts.sh"
# shellcheck source=docs/series/tap.sh
. "$here/tap.sh"

KVM_HV_NESTED_CACHE=${KVM_HV_NESTED_CACHE:-$top/.cache}
export KVM_HV_NESTED_CACHE KVM_HV_NESTED_STANDALONE=y
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUTPUT O
tab=$(printf '\t')

tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-red.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

copy_checkout()
{
	mkdir "$tmp/tree"
	(cd "$top" && git ls-files --cached --others --exclude-standard |
		tar cf - -T -) | tar xf - -C "$tmp/tree"
	git -C "$tmp/tree" init -q
}

is_foreign()
{
	case $(uname -m) in
	ppc64 | ppc64le) return 1 ;;
	esac
}

build()
{
	make -s -C "$tmp/tree" "$1" >"$tmp/log" 2>&1 || die "$1 does not build: $(cat "$tmp/log")"
}

# $1: file, $2: sed script
change()
{
	sed "$2" "$top/$1" >"$tmp/tree/$1"
	! cmp -s "$tmp/tree/$1" "$top/$1" || die "red.tsv: '$2' changes nothing in $1"
}

change_back()
{
	cp "$top/$1" "$tmp/tree/$1"
}

passes()
{
	build "$1"
	set -- "$tmp/tree/build/tests/unit/$1"
	! is_foreign || set -- "$KVM_HV_NESTED_CACHE/bin/qemu-ppc64le" "$@"
	timeout 120 "$@" >"$tmp/log" 2>&1 </dev/null
}

is_red()
{
	! passes "$1"
}

try_units()
{
	cut -f2 "$tmp/units" | sort -u >"$tmp/tests"
	while IFS= read -r test; do
		check "unchanged: $test passes" passes "$test"
	done <"$tmp/tests"
	while IFS=$tab read -r patch test file script words; do
		change "$file" "$script"
		check "$patch: $words: $test is red" is_red "$test"
		change_back "$file"
	done <"$tmp/units"
}

# Put the program $1 into the machine's tree as $2_$1.
add_program()
{
	build "$1"
	cp "$tmp/tree/build/$1" "$installed/$2_$1"
	echo "kvm-hv-nested:$2_$1" >>"$installed/kselftest-list.txt"
}

# $@: for the runner
run_programs()
{
	mkdir "$tmp/results"
	if is_foreign; then
		sh "$top/machine/run.sh" --tree "$installed" --results "$tmp/results" \
			--timeout 900 -- --inside "$@"
	else
		(cd "$installed" && ./run_kselftest.sh --results "$tmp/results" "$@")
	fi >"$tmp/out" 2>"$tmp/log" </dev/null
	case $? in
	0 | 1) ;;
	*) die "the programs did not run: $(tail -n 1 "$tmp/log")" ;;
	esac
}

# $1: "ok" or "not ok", $2: program.  Its verdict
ends()
{
	grep -q "^$1 [0-9]* selftests: kvm-hv-nested: $2\$" "$tmp/out"
}

# In one machine: a changed program has a name of its own there.
try_cases()
{
	installed=$tmp/installed
	mkdir -p "$installed/lib"
	cp -R "$top/lib/runner" "$installed/lib/"
	cp "$top/run_kselftest.sh" "$top/settings" "$installed/"
	set --
	cut -f2 "$tmp/cases" | sort -u >"$tmp/tests"
	cut -d: -f1 "$tmp/tests" | sort -u >"$tmp/programs"
	while IFS= read -r program; do
		add_program "$program" unchanged
	done <"$tmp/programs"
	while IFS= read -r test; do
		set -- "$@" -t "unchanged_$test"
	done <"$tmp/tests"
	number=0
	while IFS=$tab read -r patch test file script words; do
		number=$((number + 1))
		change "$file" "$script"
		add_program "${test%%:*}" "change$number"
		change_back "$file"
		set -- "$@" -t "change${number}_$test"
	done <"$tmp/cases"
	run_programs "$@"
	while IFS= read -r program; do
		check "unchanged: $program passes" ends ok "unchanged_$program"
	done <"$tmp/programs"
	number=0
	while IFS=$tab read -r patch test file script words; do
		number=$((number + 1))
		check "$patch: $words: $test is red" ends "not ok" "change${number}_${test%%:*}"
	done <"$tmp/cases"
}

command -v git >/dev/null || die "no git: install git"
copy_checkout
grep "^${PATCH:-[0-9]}" "$here/red.tsv" >"$tmp/rows" || die "no row of red.tsv is of PATCH=$PATCH"
awk -F'\t' '$2 !~ /:/' "$tmp/rows" >"$tmp/units"
awk -F'\t' '$2 ~ /:/' "$tmp/rows" >"$tmp/cases"
[ "${ONLY-}" = cases ] || [ ! -s "$tmp/units" ] || try_units
[ "${ONLY-}" = units ] || [ ! -s "$tmp/cases" ] || try_cases
echo "1..$count"
exit "$bad"
