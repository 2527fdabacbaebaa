#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Witnesses that a host does not support: the report at the end of a run, and --strict.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one blind tables: debugfs is "away": mount it
	two pass
EOT
fake_program second <<-EOT
	one blind tables: debugfs is "away": mount it
EOT
fake_program third <<-EOT
	one blind tlbie: no tracefs
EOT
fake_program fourth <<-EOT
	one pass
EOT

summary=$tmp/results/summary.json
has()		{ grep -Fq -e "$1" "$2"; }

run --results "$tmp/results"
check "the run is green" exits 0
check "closing lines: how many programs" says \
	'# No witness in 2 programs: tables: debugfs is "away": mount it'
check "closing lines: the only program" says "# No witness in third: tlbie: no tracefs"
check "closing lines: nothing else" is_same "$(grep -c '^# No witness' "$tmp/out")" 2
check "summary: witness and reason" has \
	'{"witness": "tables", "reason": "debugfs is \"away\": mount it",' "$summary"
check "summary: programs" has '"programs": ["first", "second"]}' "$summary"
check "junit: well-formed" is_well_formed "$tmp/results/junit.xml"
check "junit: a property of the program's suite" is_same \
	"$(grep -c 'name="missing witness"' "$tmp/results/junit.xml")" 3
check "html: well-formed" is_well_formed "$tmp/results/report.html"
check "html: a list" has "<tr><td>tlbie</td><td>no tracefs</td><td>third</td></tr>" \
	"$tmp/results/report.html"

run -t fourth --results "$tmp/results"
check "all witnesses: no closing line" is_same "$(grep -c '^# No witness' "$tmp/out")" 0
check "all witnesses: an empty list" has '"missing": [],' "$summary"

for way in option environment; do
	if [ "$way" = option ]; then
		run --strict
	else
		KVM_HV_NESTED_STRICT=1 run
	fi
	check "--strict by $way: status 1" exits 1
	check "--strict by $way: an error of the case" says \
		"# third:global.one: error: fake.c:7: no witness: tlbie: no tracefs"
	check "--strict by $way: its repeat command" says \
		"#   ./run_kselftest.sh --strict -t third:global.one"
	check "--strict by $way: a case with all is no error" says \
		"ok 4 selftests: kvm-hv-nested: fourth"
done

finish
