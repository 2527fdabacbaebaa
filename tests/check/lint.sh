#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make lint`: the kernel's checkpatch and shellcheck on all files, and the dependencies
# between parts.  KSRC is a kernel source tree.  Exit status: 0 clean, 1 not, 2 a
# tool is missing.

cd "$(dirname -- "$0")/../.." || exit 2
dirty=0

complain()
{
	echo "lint: $*"
	dirty=1
}

need()
{
	echo "lint.sh: $1" >&2
	exit 2
}

# Tracked files, and new ones that are not ignored.
files()
{
	git ls-files --cached --others --exclude-standard |
		while IFS= read -r file; do
			[ ! -f "$file" ] || echo "$file"
		done
}

checkpatch=$KSRC/scripts/checkpatch.pl
[ -r "$checkpatch" ] ||
	need "no scripts/checkpatch.pl in '$KSRC': name a kernel source tree in KSRC"
command -v perl >/dev/null || need "no perl for checkpatch: install perl"
command -v shellcheck >/dev/null || need "no shellcheck: install shellcheck"
command -v python3 >/dev/null || need "no python3 for mutants/*.py: install python3"
[ -n "$(files)" ] || need "no git repository, which tells what the files are: use a checkout"

# Macros that the harness requires in this form: FIXTURE_DATA() is a type, variants are
# declarations.
but_harness()
{
	while IFS=: read -r file line rest; do
		case "$(sed -n "${line}p" "$file")" in
		*FIXTURE_DATA* | '#define NESTED_CELL'* | '#define NESTED_TEST_SUITE'* | \
		'#define L0_OP_TESTS'*) ;;
		*) echo "$file:$line:$rest" ;;
		esac
	done
}

# All files as one patch that adds them, as for a maintainer: without the license, which a
# kernel tree has, without what is only for this repository, and without patches.
patch()
{
	files | grep -v -e '^LICENSE$' -e '^\.ci/' -e '\.patch$' | while IFS= read -r file; do
		mode=100644
		[ ! -x "$file" ] || mode=100755
		echo "diff --git a/$file b/$file"
		echo "new file mode $mode"
		diff -u --label /dev/null --label "b/$file" /dev/null "$file"
	done
}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/lint.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# checkpatch allows C99 integer types under tools/, where these files are upstream.
# CamelCase occurs only in names of libc and libnuma.
patch >"$tmp/patch"
perl "$checkpatch" --strict --no-tree --no-signoff --no-summary --terse --show-types \
	--showfile --ignore \
	PREFER_KERNEL_TYPES,SPDX_LICENSE_TAG,FILE_PATH_CHANGES,CAMELCASE \
	"$tmp/patch" | but_harness >"$tmp/found"
[ ! -s "$tmp/found" ] || { cat "$tmp/found"; dirty=1; }
# checkpatch's cache of CamelCase names.
rm -f .checkpatch-camelcase.*

# Scripts by name or by their first line.
scripts=$(files | while IFS= read -r file; do
	case "$file" in
	*.sh) echo "$file" ;;
	*.*) ;;
	*) ! sed q "$file" | grep -q '^#!.*sh$' || echo "$file" ;;
	esac
done)
# A file that is sourced uses variables of others: SC2154, "referenced but not assigned",
# is for all files as one text.
# shellcheck disable=SC2086 # a list
shellcheck -e SC2154 $scripts || dirty=1
# shellcheck disable=SC2086 # the same
sed 's/^[[:space:]]*# shellcheck .*//' $scripts >"$tmp/all.sh"
found=$(shellcheck -s sh -i SC2154 -f gcc "$tmp/all.sh" | sed 's/.*warning: /	$/')
[ -z "$found" ] || complain "variables that no script assigns:
$found"

# Executable files are scripts, and scripts with an interpreter line are executable.
for file in $(files); do
	case "$(sed -n '1s/^#!.*/script/p' "$file" | tr -d '\0')$(test -x "$file"; echo $?)" in
	script1) complain "$file: is a script and not executable" ;;
	0) complain "$file: is executable and no script" ;;
	esac
done

# The license is on the first line or below the interpreter line.
for file in $(files); do
	case "$file" in LICENSE) continue ;; esac
	sed 2q "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0' ||
		complain "$file: no SPDX line at the top"
done

# The tests and the ppc64 library do not depend on another architecture.
found=$(grep -nir 'x[8]6\|am[d]64' ./x*-free-ppc64 tests |
	sed 's/x[8]6-free-ppc64//g' | grep -i 'x[8]6\|am[d]64')
[ -z "$found" ] || complain "another architecture is named:
$found"

# The general library does not depend on an architecture.
found=$(grep -nE \
	-e 'asm|\<H_[A-Z]{3}|\<(mf|mt)(spr|msr)\>|SPRN?_' \
	-e '\<(LPCR|LPIDR?|PTCR|HFSCR|DSISR|ASDR|MSR_[A-Z]+)\>' \
	-e '\<(tlbie|ptesync|hrfid|rfid|slbia)\>|0x[0-9a-f]*f8?21\b' \
	lib/*.c include/*.h)
[ -z "$found" ] || complain "lib/ and include/ hold what belongs to ppc64:
$found"

# Tests read dumps by shadow_dump_read(), which passes them to the tlbie witness too.
found=$(grep -n '\<radix_dump_read(' tests/*.c)
[ -z "$found" ] || complain "a dump that the tlbie witness does not see:
$found"

# Each case has its sentence.
found=$(awk -f tests/check/sentences.awk tests/*.c tests/unit/*.c)
[ -z "$found" ] || complain "cases without a comment above them that gives state, action
and what must hold:
$found"

sh tests/check/lint_layers.sh || dirty=1

# No network addresses: they come from the machine's configuration.
# shellcheck disable=SC2046
found=$(grep -nIE '(https?|ftp)://[a-z]' $(files | grep -v '^LICENSE$'))
[ -z "$found" ] || complain "an address is written out:
$found"

# Python compiles. (To nowhere: -m py_compile would leave files.)
for file in $(files | grep '\.py$'); do
	python3 -B -c 'import sys; compile(open(sys.argv[1]).read(), *sys.argv[1:], "exec")' \
		"$file" || dirty=1
done

# Headers of mutants.
python3 -B mutants/mutant.py mutants/*/*.cocci || dirty=1

[ "$dirty" != 0 ] || echo "lint: clean"
exit "$dirty"
