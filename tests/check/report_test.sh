#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --results: the reports for others, junit.xml.

# shellcheck disable=SC1091,SC2154
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two fail <read> "this" & 'that' $(printf '\001\303\244')
	three skip no node
	four error no memory
EOT
fake_program second <<-EOT
	one xfail some-defect: it showed
	two xpass some-defect: it did not
EOT
fake_program third <<-EOT
	one pass
	two log WARNING: CPU: 0 PID: 9 at x.c:1
EOT
fake_program fourth <<-EOT
	one skip no node
EOT
rm "$tmp/tree/fourth"
fake_program fifth <<-EOT
	one pass
EOT

junit=$tmp/results/junit.xml
has()		{ grep -Fq -e "$1" "$junit"; }

run --results "$tmp/results"
check "junit: well-formed" is_well_formed "$junit"
check "junit: the run" has \
	'<testsuites name="kvm-hv-nested" tests="11" failures="4" errors="1" skipped="2" time="'
check "junit: a program is a suite" has '<testsuite name="first" timestamp="'
check "junit: its sums" has 'tests="4" failures="1" errors="1" skipped="1"'
check "junit: the kernel" has '<property name="kernel" value="6.12.0-fake"/>'
check "junit: a case, its time" grep -q \
	'<testcase classname="first.global" name="one" time="[0-9.]*"/>' "$junit"
check "junit: a failure, escaped" has \
	"<failure message=\"fake.c:1: &lt;read&gt; &quot;this&quot; &amp; 'that' ???\" type=\"fail\">"
check "junit: its repeat command" has './run_kselftest.sh -t first:global.two</failure>'
check "junit: a skip" has '<skipped message="no node">'
check "junit: an error" has '<error message="fake.c:2: no memory" type="error">'
check "junit: an expected failure is a skip" has \
	'<skipped message="expected failure: some-defect: it showed">'
check "junit: an unexpected pass is a failure" has \
	'<failure message="unexpected pass: some-defect: it did not" type="xpass">'
check "junit: what the kernel said" has \
	'<failure message="kernel log: WARNING: CPU: 0 PID: 9 at x.c:1" type="fail">'
check "junit: a program that is missing" has \
	'<failure message="the program is missing" type="fail">'
run -t third:global.two -t second --fail-fast --results "$tmp/results"
check "junit: what did not run is skipped" has '<skipped message="not run">'

# All awks say the same but for the times.
timeless()	{ sed 's/ time[a-z]*="[^"]*"//g' "$1"; }
run --results "$tmp/results"
timeless "$junit" >"$tmp/junit"
other_awks >"$tmp/awks"
while IFS= read -r awk; do
	use_awk "$awk"
	run --results "$tmp/results"
	check "junit: the same from ${awk##*/}" is_same \
		"$(timeless "$junit")" "$(cat "$tmp/junit")"
done <"$tmp/awks"

finish
