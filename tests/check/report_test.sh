#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --results: the reports for others, junit.xml and report.html.

# shellcheck disable=SC1091
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
	measured series
EOT
echo v1-fake >"$tmp/tree/version"

junit=$tmp/results/junit.xml
has()		{ grep -Fq -e "$1" "$junit"; }

run --results "$tmp/results"
check "junit: well-formed" is_well_formed "$junit"
check "junit: the run" has \
	'<testsuites name="kvm-hv-nested" tests="11" failures="3" errors="2" skipped="2" time="'
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
	'<failure message="kernel log: WARNING: at x.c:1" type="fail">'
check "junit: its own lines" grep -Fqx -e \
	"WARNING: CPU: 0 PID: 9 at x.c:1" "$junit"
check "junit: a program that is missing" has \
	'<error message="the program is missing" type="error">'
run -t third:global.two -t second --fail-fast --results "$tmp/results"
check "junit: what did not run is skipped" has '<skipped message="not run">'

# A page for the records.
html=$tmp/results/report.html
shows()		{ grep -Fq -e "$1" "$html"; }

run --results "$tmp/results"
check "html: well-formed" is_well_formed "$html"
check "html: nothing from elsewhere, no script" is_same \
	"$(grep -ciE '<script|<link|<img|src=|//' "$html")" 0
check "html: what became of the run" shows \
	'<h1>kvm-hv-nested: <span class="fail">not passed</span></h1>'
check "html: the kernel" shows '<tr><th>kernel</th><td>6.12.0-fake</td></tr>'
check "html: the suite" shows '<tr><th>suite</th><td>v1-fake</td></tr>'
check "html: a failure with its reason" shows \
	"fake.c:1: &lt;read&gt; &quot;this&quot; &amp; 'that' ???"
check "html: a failure with its command" shows \
	'<pre>./run_kselftest.sh -t first:global.two</pre>'
check "html: a cell leads to its failure" shows '<a href="#c1.2">fail</a>'
check "html: where that is" shows '<dt id="c1.2"><code>first:global.two</code>'
check "html: a skip with its reason" shows \
	'<tr><td>no node</td><td class="n">1</td><td>first: three</td></tr>'
check "html: an expected failure" shows '<td>some-defect: it showed</td>'
check "html: what the kernel printed" grep -Fqx -e \
	"<pre>WARNING: CPU: 0 PID: 9 at x.c:1" "$html"
check "html: a series as a plot" shows '<polyline class="s1" points="'
check "html: the longest case" grep -q '<th>longest case</th><td>[a-z]*:global\.' "$html"
cp "$html" "$tmp/report.html"
run -t fifth --results "$tmp/results"
check "html: a run that passed" shows '<span class="pass">passed</span>'
run -t first:global.three --results "$tmp/results"
check "html: a run of nothing but skips" shows '<span class="fail">nothing ran</span>'

# The matrix, from a stream with variants.
cat >"$tmp/stream" <<-EOT
	# selftests: kvm-hv-nested: prog
	#  ok 1 ignored
	# ok 1 fix.thp_2m_leaf_4k.one
	# ok 2 fix.thp_2m_leaf_64k.one
	# ok 3 fix.anon_leaf_4k.one # SKIP no such leaf
	# ok 4 fix.thp_2m_leaf_4k.two
	ok 1 selftests: kvm-hv-nested: prog
EOT
html_parts=
for part in ktap summary baseline figures facts markup html_style html_baseline html_matrix \
	html_lists html_plot html
do
	html_parts="$html_parts -f $part.awk"
done
# shellcheck disable=SC2086 # words
(cd "$TOP/lib/runner" && awk $html_parts "$tmp/stream") >"$html"
check "html: a backing as wide as its leaves" shows \
	'<tr><th rowspan="2"></th><th class="leaf" colspan="2">thp_2m</th>'\
'<th class="leaf" colspan="1">anon</th></tr>'
check "html: the leaves under it" shows \
	'<tr><th class="leaf">4k</th><th class="leaf">64k</th><th class="leaf">4k</th></tr>'
check "html: a row of cells" shows \
	'<tr><th>one</th><td class="pass" title="pass">&#10003;</td>'\
'<td class="pass" title="pass">&#10003;</td>'\
'<td class="skip" title="skip: no such leaf">&#8211;</td></tr>'
check "html: no such cell" shows \
	'<tr><th>two</th><td class="pass" title="pass">&#10003;</td><td></td><td></td></tr>'

# All awks make the same of one stream.  $*: the awk
reports_by()
{
	for form in json junit closing; do
		(cd "$TOP/lib/runner" && "$@" -f ktap.awk -f summary.awk \
			-f baseline.awk -f figures.awk -f facts.awk -f markup.awk \
			-f baseline_text.awk -f $form.awk "$tmp/results/run.ktap")
	done
	# shellcheck disable=SC2086 # words
	(cd "$TOP/lib/runner" && RESULTS=$tmp/results "$@" $html_parts \
		"$tmp/results/run.ktap")
}
run --results "$tmp/results"
reports_by awk >"$tmp/reports"
other_awks >"$tmp/awks"
while IFS= read -r awk; do
	# shellcheck disable=SC2086 # a command and its words
	reports_by $awk >"$tmp/reports.other"
	check "the same from ${awk##*/}" cmp -s "$tmp/reports" "$tmp/reports.other"
done <"$tmp/awks"

finish
