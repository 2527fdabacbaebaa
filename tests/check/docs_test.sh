#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# README and docs against the code: links, options, programs, defects, examples.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"

cd "$TOP" || exit 1

# Nothing in $tmp/out, which holds one complaint per line.
none_found()
{
	[ ! -s "$tmp/out" ]
}

# $1: a document, stdin: words, each of which has a row of its own in it.
without_row()
{
	while IFS= read -r word; do
		grep -q "^| .*\`${word}[]\`[ |\\\\]" "$1" || echo "$1: no row for $word"
	done >"$tmp/out"
}

for page in README.md docs/*.md docs/lab/*.md; do
	grep -o '](\.\{0,2\}[a-z/][^):]*)' "$page" | sed 's/^](//; s/)$//' |
		while IFS= read -r link; do
			[ -e "${page%/*}/$link" ] || [ -e "$link" ] ||
				echo "$page: no file $link"
		done
done >"$tmp/out"
check "links lead to files" none_found

for page in docs/*.md; do
	grep -rq "${page##*/})" README.md docs/*.md docs/lab/*.md || echo "$page"
done >"$tmp/out"
check "a link leads to each page" none_found

sh run_kselftest.sh --help | grep -o '^  \(-. | \)\{0,1\}--[a-z-]*' | grep -o '\--.*' |
	grep -v '^--help$' | without_row docs/running.md
check "docs/running.md has a row for each option" none_found

awk '/^PROGRAMS :=/ { inside = 1 }
	inside { last = !/\\$/; gsub(/PROGRAMS :=|\\/, ""); print }
	inside && last { exit }' Makefile | tr -s ' \t' '\n' | sed '/^$/d' |
	without_row docs/programs.md
check "docs/programs.md has a row for each program" none_found

sed -n 's/^## \([a-z0-9-]*\)$/\1/p' docs/kernel-defects.md | without_row docs/results.md
check "docs/results.md has a row for each known defect" none_found

# The example of an operation is a copy of what the table has.
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on && NF' README.md |
	while IFS= read -r line; do
		grep -qFx -- "$line" x86-free-ppc64/fixture/l0_ops_unmap.c ||
			echo "not in l0_ops_unmap.c: $line"
	done >"$tmp/out"
check "README's operation is in the table as README has it" none_found

finish
