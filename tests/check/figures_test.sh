#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --baseline and measured figures: rows as nested_perf_test writes them, of two runs of one
# kernel, and of one that walks the list of a page several times.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program perf <<-EOT
	list figures table
EOT

told()		{ sed -n '/^# Against the baseline/,/^# Totals/p' "$tmp/out"; }
tells()		{ told | grep -Fq -e "$1"; }
differ()	{ told | grep -c '^#   [a-z]*: list '; }
has()		{ grep -Fq -e "$1" "$tmp/new/summary.json"; }
shows()		{ grep -Fq -e "$1" "$tmp/new/report.html"; }

# stdin: figure, ratio, spread, rounds, unit
table()
{
	printf 'figure\tratio\tspread\trounds\tsamples\tmedian\tp99\tunit\tmachine\n'
	while read -r name ratio spread rounds unit; do
		printf '%s\t%s\t%s\t%s\t7\t100\t200\t%s\temulated\n' "$name" "$ratio" \
			"$spread" "$rounds" "$unit"
	done
}

cat >"$tmp/first.rows" <<-EOT
	l1_exit 1 0 5 l1_exits
	fill_list_of_1 9.11 0.081 5 l1_exits
	fill_list_of_4096 48210 0.032 5 l1_exits
	insert_into_1 8.92 0.021 5 l1_exits
	insert_into_64 9.05 0.018 5 l1_exits
	insert_into_2048 14.31 0.034 5 l1_exits
	insert_per_entry 0.00176 0.061 5 l1_exits
	insert_exponent 1.04 0.05 5 exponent
	unmap_list_of_1 14.8 0.11 5 l1_exits
	unmap_list_of_4096 9120 0.043 5 l1_exits
EOT
cat >"$tmp/second.rows" <<-EOT
	l1_exit 1 0 5 l1_exits
	fill_list_of_1 9.71 0.064 5 l1_exits
	fill_list_of_4096 46400 0.027 5 l1_exits
	insert_into_1 8.71 0.026 5 l1_exits
	insert_into_64 8.93 0.022 5 l1_exits
	insert_into_2048 14.02 0.029 5 l1_exits
	insert_per_entry 0.00183 0.053 5 l1_exits
	insert_exponent 0.99 0.04 5 exponent
	unmap_list_of_1 12.9 0.09 5 l1_exits
	unmap_list_of_4096 9540 0.038 5 l1_exits
EOT
cat >"$tmp/slow.rows" <<-EOT
	l1_exit 1 0 5 l1_exits
	fill_list_of_1 9.32 0.071 5 l1_exits
	fill_list_of_4096 79800 0.036 5 l1_exits
	insert_into_1 8.89 0.024 5 l1_exits
	insert_into_64 9.41 0.019 5 l1_exits
	insert_into_2048 24.9 0.031 5 l1_exits
	insert_per_entry 0.00521 0.044 5 l1_exits
	insert_exponent 1.02 0.03 5 exponent
	unmap_list_of_1 13.9 0.12 5 l1_exits
	unmap_list_of_4096 9260 0.041 5 l1_exits
EOT

table <"$tmp/first.rows" >"$tmp/root/table"
run --results "$tmp/old"
check "the table of figures is kept" cmp -s "$tmp/root/table" "$tmp/old/series/list.tsv"

table <"$tmp/second.rows" >"$tmp/root/table"
run --baseline "$tmp/old" --results "$tmp/new"
check "the same kernel: nothing differs" is_same "$(differ)" 0
check "the same kernel: told with what was compared" tells \
	", 0 differ by more than their noise; factor "
check "the same kernel: summary" has '"changed": []'
check "the same kernel: page" shows '0 differ by more than their noise'
check "page: a table of all figures" shows '<th>figure</th>'
check "page: lengths as a plot" shows '<h3>list: insert_into</h3>'
check "page: well-formed" is_well_formed "$tmp/new/report.html"

table <"$tmp/slow.rows" >"$tmp/root/table"
run --baseline "$tmp/old" --results "$tmp/new"
check "a slower walk: the cost of an entry" tells "slower: list insert_per_entry: "
check "a slower walk: and of a long list" tells "slower: list insert_into_2048: "
check "a slower walk: nothing got faster" is_same "$(told | grep -c 'faster: ')" 0
check "a slower walk: the status is the cases'" exits 0
check "a slower walk: summary" has '"of": "list insert_per_entry", "verdict": "slower", '
check "a slower walk: page" shows '<td class="fail">slower</td><td><code>list insert_per_entry'
check "a slower walk: page well-formed" is_well_formed "$tmp/new/report.html"
check "summary: brackets match" is_same "$(tr -cd '{[' <"$tmp/new/summary.json" | wc -c)" \
	"$(tr -cd ']}' <"$tmp/new/summary.json" | wc -c)"

# The other way round.
cp -R "$tmp/new" "$tmp/slow"
table <"$tmp/first.rows" >"$tmp/root/table"
run --baseline "$tmp/slow" --results "$tmp/slow"
check "into the baseline's own folder: faster" tells "faster: list insert_per_entry: "

# Noise that the run itself measured hides a change of its size.
awk '/^insert_per_entry/ { $3 = 0.5 } { print }' "$tmp/slow.rows" | table >"$tmp/root/table"
run --baseline "$tmp/old"
check "a noisy figure does not differ" is_same \
	"$(told | grep -c 'list insert_per_entry')" 0

# What has no noise, and what says nothing.
# $1: the bytes of a mapping, $2: all else
sayings()
{
	table <<-EOT
		l1_exit $2 0 7 l1_exits
		mapping $1 0 1 bytes
		law $2 0 7 exponent
		once $2 0 1 l1_exits
		first 8 0.01 7 l1_exits
	EOT
}
sayings 16 1 >"$tmp/root/table"
run --results "$tmp/old"
sayings 32 2 >"$tmp/root/table"
run --baseline "$tmp/old"
check "bytes: any difference counts" tells "more: list mapping: 32, was 16, factor 2.00"
check "nothing else differs" is_same "$(differ)" 1
check "what cannot be compared is not" tells "figures: 2 compared, 1 differ"

# An emulated machine and a real one.
sed 's/emulated$/native/' "$tmp/root/table" >"$tmp/table" && mv "$tmp/table" "$tmp/root/table"
run --baseline "$tmp/old"
check "hardware against emulation: not compared" tells \
	"figures of native and of emulated machines say nothing about each other"
check "and none differs" is_same "$(differ)" 0

finish
