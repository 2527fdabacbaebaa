#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --list, and the harness's table of fixtures, variants and tests behind it.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program second <<-EOT
	b pass
	a pass
EOT
fake_program first <<-EOT
	one fail why
EOT

run --list
check "one PROGRAM:CASE per line, as they run" is_same "$(cat "$tmp/out")" \
	"second:global.b
second:global.a
first:global.one"
check "status 0" exits 0
check "nothing left" nothing_left

run --list -t first
check "with -t only that" is_same "$(cat "$tmp/out")" "first:global.one"

run --list -t second:global.a
check "with -t PROGRAM:CASE only that" is_same "$(cat "$tmp/out")" "second:global.a"

: >"$tmp/tree/first.cases"
run --list
check "a program without cases: status 2" exits 2
check "a program without cases: named" complains "first lists no cases"

# $@: rows of the table, three columns each
table()
{
	printf '%-20s %-25s %s\n' '# FIXTURE' VARIANT TEST
	while [ $# -gt 0 ]; do
		if [ "$1" = -- ]; then
			echo "-----------------------------------------------"
			shift
			continue
		fi
		printf '%-20s %-25s %s\n' "$1" "$2" "$3"
		shift 3
	done
}

names()
{
	table "$@" | awk -f "$TOP/lib/runner/list.awk" | tr '\n' ' '
}

check "every variant with every test" is_same \
	"$(names map anon one '' thp two)" \
	"map.anon.one map.anon.two map.thp.one map.thp.two "
check "more variants than tests" is_same \
	"$(names map anon one '' thp '' '' huge '')" \
	"map.anon.one map.thp.one map.huge.one "
check "more tests than variants" is_same \
	"$(names map anon one '' '' two '' '' three)" \
	"map.anon.one map.anon.two map.anon.three "
check "no variant" is_same "$(names map '' one '' '' two)" "map.one map.two "
check "several fixtures" is_same \
	"$(names a '' one -- b v one -- c '' one '' '' two)" \
	"a.one b.v.one c.one c.two "
long=a_fixture_whose_name_is_long
longer=a_variant_whose_name_is_much_longer
check "names longer than their columns" is_same \
	"$(names $long $longer one '' $longer two)" \
	"$long.$longer.one $long.$longer.two $long.$longer.one $long.$longer.two "
check "names as long as their columns" is_same \
	"$(names abcdefghijklmnopqrst abcdefghijklmnopqrstuvwxy one)" \
	"abcdefghijklmnopqrst.abcdefghijklmnopqrstuvwxy.one "
check "no fixture at all" is_same "$(names)" ""

finish
