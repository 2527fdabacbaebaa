#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# `make fixes`: each patch of docs/fixes alone. It is clean to checkpatch, applies, builds
# as a module, and with that the cases of its defect pass, and all others are what they
# were.
#   KERNEL=NAME  of machine/kernels.table, default sid, the newest
#   FIX=NAMES    these alone
#   WHOLE=1      the whole suite with each, not only the programs that meet the defect
#   KEEP=1       what the last call saw without a fix stands
#
# Exit status: 0 all of that holds, 1 not, 2 it could not be tried.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=$(CDPATH='' cd -- "$here/../../machine" && pwd)
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=/dev/null
. "$here/patches.sh"

KERNEL=${KERNEL:-sid}
out=$top/build/fixes/$KERNEL
bad=0

# $1: fix.  What docs/fixes/programs has: sets `certain`, `with`, `tests`, `named`, `words`
read_programs()
{
	line=$(sed -n "s/^$1[[:blank:]]*//p" "$here/programs")
	[ -n "$line" ] || die "no line for $1 in docs/fixes/programs"
	certain=y with='' tests='' named='' words=''
	for word in $line; do
		case $word in
		-) certain= ;;
		+*) with="$with ${word#+}" ;;
		--*=*) words="$words $word" ;;
		*:*) named="$named -t $word" ;;
		*) tests="$tests -t $word" ;;
		esac
	done
	[ -z "${WHOLE-}" ] || tests=
}

# $1: the name of the results; the rest: for the runner
run_suite()
{
	results=$out/$1
	shift
	"$top/run_kselftest.sh" --kernel "$KERNEL" --results "$results" "$@" \
		>/dev/null 2>"$out/log" </dev/null
	# 4: all skipped, which the comparison tells.
	case $? in
	0 | 1 | 4) ;;
	*) die "the suite did not run: $(tail -n 1 "$out/log")" ;;
	esac
	awk -f "$top/lib/runner/ktap.awk" -f "$here/verdicts.awk" "$results/run.ktap" \
		>"$results/verdicts"
}

# Without any fix: the programs that the fixes want, once.
run_without()
{
	wanted=
	for fix in $fixes; do
		read_programs "$fix"
		wanted="$wanted $tests"
	done
	# shellcheck disable=SC2086 # words
	wanted=$(printf '%s\n' $wanted | grep -v '^-t$' | sort -u | sed 's/^/-t /')
	say "the suite without a fix"
	# shellcheck disable=SC2086 # words
	run_suite without $wanted
}

is_clean()
{
	perl "$CACHE/source/$version/scripts/checkpatch.pl" --strict --no-tree --no-signoff \
		--no-summary --terse --ignore UNKNOWN_COMMIT_ID - <"$(fix_patch "$1" "$version")" \
		>"$out/checkpatch" 2>&1 && [ ! -s "$out/checkpatch" ]
}

fail()
{
	echo "not ok $fix: $*"
	bad=1
}

# The verdicts without the fix of the programs that ran with it.
without_of()
{
	cut -d: -f1 "$out/$1/verdicts" | sort -u >"$out/programs"
	awk -F: 'NR == FNR { ran[$1] = 1; next } $1 in ran' "$out/programs" \
		"$out/without/verdicts"
}

# What the cases that run only by name do with the fix; otherwise they skip.
try_named()
{
	# shellcheck disable=SC2086 # words
	run_suite "$fix.named" --module "$out/$fix.ko" $named
	cut -f1 "$out/$fix.named/verdicts" >"$out/named"
	for file in before after; do
		grep -vFf "$out/named" "$out/$fix/$file" >"$out/rest"
		mv "$out/rest" "$out/$fix/$file"
	done
	cat "$out/$fix.named/verdicts" >>"$out/$fix/after"
}

compare()
{
	awk -v fix="$fix" -v with="$with" -f "$here/compare.awk" "$out/$fix/before" \
		"$out/$fix/after" >"$out/$fix/compared"
	found=$(tail -n 1 "$out/$fix/compared")
	if [ "$(wc -l <"$out/$fix/compared")" != 1 ]; then
		sed '$d; s/^/# /' "$out/$fix/compared"
		fail "$found"
	elif [ -n "$certain" ] && [ "${found#0 xpass, 0 pass}" != "$found" ]; then
		fail "no case shows the defect: $found"
	else
		echo "ok $fix: $found"
	fi
}

try_fix()
{
	fix=$1
	read_programs "$fix"
	is_clean "$fix" || { fail "checkpatch: $(sed q "$out/checkpatch")"; return; }
	if fix_is_in "$(fix_patch "$fix" "$version")" "$CACHE/source/$version"; then
		echo "ok $fix: $KERNEL has it already"
		return
	fi
	set -- --patch "$(fix_patch "$fix" "$version")"
	for other in $with; do
		set -- --patch "$(fix_patch "$other" "$version")" "$@"
	done
	if ! sh "$machine/build-module.sh" --kernel "$KERNEL" "$@" "$out/$fix.ko" \
			2>"$out/log"; then
		why=$(tail -n 1 "$out/log")
		case $why in
		*" is built into the kernel: "*) echo "ok $fix: not tried: ${why#*: }" ;;
		*) fail "$why" ;;
		esac
		return
	fi
	# shellcheck disable=SC2086 # words
	run_suite "$fix" --module "$out/$fix.ko" $words $tests
	without_of "$fix" >"$out/$fix/before"
	cp "$out/$fix/verdicts" "$out/$fix/after"
	[ -z "$named" ] || try_named
	compare
}

command -v perl >/dev/null || die "no perl for checkpatch: install perl"
"$machine/setup.sh" kbuild "$KERNEL" || exit
version=$(cat "$CACHE/kernels/$KERNEL/version")
fixes=${FIX:-$(cd "$here" && printf '%s\n' *.patch | sed 's/\.patch$//')}
for fix in $fixes; do
	[ -r "$here/$fix.patch" ] || die "no docs/fixes/$fix.patch"
done
mkdir -p "$out" || die "cannot write to $out"
[ -n "${KEEP-}" ] && [ -s "$out/without/verdicts" ] || run_without
for fix in $fixes; do
	try_fix "$fix"
done
exit "$bad"
