#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --baseline: a run against an earlier one.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two pass
	three fail reads 0x7f01, should read 5
	four skip 2 nodes wanted, 1 usable
	five xfail some-defect: frame 0x12
EOT
fake_program second <<-EOT
	one pass
	two pass
EOT
fake_program third <<-EOT
	one pass
EOT

# The closing lines on the comparison.
told()
{
	sed -n '/^# Against the baseline/,/^# Totals/p' "$tmp/out" | sed '1d;$d'
}
tells()		{ told | grep -Fqx -e "$1"; }
tells_only()	{ is_same "$(told | grep -v ' time of ')" "$1"; }
has()		{ grep -Fq -e "$1" "$tmp/new/summary.json"; }
shows()		{ grep -Fq -e "$1" "$tmp/new/report.html"; }

run --results "$tmp/old"
check "the earlier run failed" exits 1
check "it was compared with nothing" grep -Fqx '  "baseline": null,' \
	"$tmp/old/summary.json"

# The same again; addresses and counts differ in any case.
sed -i 's/0x7f01/0x7f02/; s/0x12/0x13/; s/1 usable/0 usable/' "$tmp/tree/first.cases"
run --baseline "$tmp/old" --results "$tmp/new"
check "the same: status 0, though a case fails" exits 0
check "the same: told, and nothing else" tells_only "#   the same results"
check "the same: with what" mentions "# Against the baseline $tmp/old (kernel 6.12.0-fake, "
check "the same: summary" has '"worse": 0, "status": 0,'
check "the same: the run's own status stays" has '  "status": 1,'
check "the same: page" shows '<span class="pass">nothing worse</span>'

# Three that are worse, and nothing else.
cat >"$tmp/tree/second.cases" <<-EOT
	one fail 1 is not 2 & "<3>"
	two error no memory
EOT
echo "one log WARNING: CPU: 0 PID: 9 at x.c:1" >"$tmp/tree/third.cases"
run --baseline "$tmp/old" --results "$tmp/new"
check "worse: status 1" exits 1
check "worse: these and nothing else" tells_only \
'#   new failures: 3
#     second:global.one: fail: fake.c:1: 1 is not 2 & "<3>", was pass
#       ./run_kselftest.sh -t second:global.one
#     second:global.two: error: fake.c:2: no memory, was pass
#       ./run_kselftest.sh -t second:global.two
#     third: fail: kernel log: WARNING: at x.c:1, was pass
#       ./run_kselftest.sh -t third'
check "worse: summary" has '"worse": 3, "status": 1,'
check "worse: a difference in it" has \
	'{"kind": "worse", "what": "second:global.two", '\
'"text": "error: fake.c:2: no memory, was pass"}'
check "worse: page" shows '<td class="fail">new failures</td><td><code>second:global.one'\
'</code></td><td>fail: fake.c:1: 1 is not 2 &amp; &quot;&lt;3&gt;&quot;, was pass</td>'
check "worse: page is well-formed" is_well_formed "$tmp/new/report.html"
check "worse: brackets of the summary match" is_same \
	"$(tr -cd '{[' <"$tmp/new/summary.json" | wc -c)" \
	"$(tr -cd ']}' <"$tmp/new/summary.json" | wc -c)"
check "a case asked for by name: the others have not vanished" is_same \
	"$(run -t second:global.two --baseline "$tmp/old"; told | grep -c vanished)" 0

# Each other kind.
cat >"$tmp/tree/first.cases" <<-EOT
	one pass
	three pass
	four skip no 2M page
	five xpass some-defect: it did not show
	six pass
EOT
cat >"$tmp/tree/second.cases" <<-EOT
	one xfail other-defect: it showed
	two skip no memory
EOT
echo "one pass" >"$tmp/tree/third.cases"
fake_program fourth <<-EOT
	one pass
	two fail new
EOT
run --baseline "$tmp/old" --results "$tmp/new"
check "a new case that fails is worse" exits 1
check "gone: a failure" tells \
	"#     first:global.three: pass, was fail: fake.c:1: reads 0x7f01, should read 5"
check "gone: a known defect is no new failure" tells \
	"#     first:global.five: xpass: some-defect: it did not show, was xfail"
check "another reason" tells \
	"#     first:global.four: skip: no 2M page, was: 2 nodes wanted, 1 usable"
check "another verdict: a defect" tells \
	"#     second:global.one: xfail: other-defect: it showed, was pass"
check "another verdict: a skip" tells \
	"#     second:global.two: skip: no memory, was pass"
check "appeared: a case" tells "#     first:global.six: pass"
check "appeared: a program, in one line" tells \
	"#     fourth: 2 cases, the baseline has no such program"
check "appeared: red" tells "#     fourth:global.two: fail: fake.c:1: new"
check "vanished" tells "#     first:global.two: was pass"
sed -i /fail/d "$tmp/tree/fourth.cases"
run --baseline "$tmp/old" --results "$tmp/new"
check "none of these is worse" exits 0

# The results of both in one folder.
cp -R "$tmp/old" "$tmp/both"
echo "one fail why" >"$tmp/tree/third.cases"
run -t third --baseline "$tmp/both" --results "$tmp/both"
check "the folder of the baseline holds the new results" exits 1
check "it was read first" tells "#     third:global.one: fail: fake.c:1: why, was pass"

# A run that ended early: the results that are missing may be worse.
run --fail-fast -t first -t third -t second --baseline "$tmp/new"
check "not run is worse" exits 1

# Time: of whole programs, beyond the noise of the others.
# $1: hundredths of a second that each takes, of the sixth $2
timed()
{
	for p in a b c d e f; do
		[ $p != f ] || set -- "$2"
		printf '# selftests: kvm-hv-nested: %s\n#  RUN   global.x ...\n' $p
		printf '# ok 1 global.x\nok 1 selftests: kvm-hv-nested: %s\n' $p
		echo "$p global.x $1" >&3
	done
}
# $1: the form, the rest: the awk
form()
{
	form=$1
	shift
	(cd "$TOP/lib/runner" && BASELINE=$tmp/timed.json BASELINE_DIR=DIR \
		"$@" -v times="$tmp/times" -f ktap.awk -f summary.awk -f baseline.awk \
		-f figures.awk -f facts.awk -f markup.awk -f baseline_text.awk -f "$form.awk" \
		"$tmp/stream")
}
timed 500 500 >"$tmp/stream" 3>"$tmp/times"
form json awk >"$tmp/timed.new" && mv "$tmp/timed.new" "$tmp/timed.json"
timed 1000 1100 >"$tmp/stream" 3>"$tmp/times"
form closing awk >"$tmp/out"
check "time: a slower machine makes no program slow" tells_only "#   the same results"
check "time: its factor" tells "#   time of all programs: factor 2.00 (median)"
timed 500 1500 >"$tmp/stream" 3>"$tmp/times"
form closing awk >"$tmp/out"
check "time: one that takes longer" tells \
	"#   time of f: 15.0 s, was 5.0 s, factor 3.00"
timed 5 15 >"$tmp/stream" 3>"$tmp/times"
form json awk >"$tmp/timed.new" && mv "$tmp/timed.new" "$tmp/timed.json"
timed 5 55 >"$tmp/stream" 3>"$tmp/times"
form closing awk >"$tmp/out"
check "time: of a moment nothing is said" is_same "$(told | grep -c 'time of f')" 0

# The same output from all awks.
run --results "$tmp/new"
cp "$tmp/old/summary.json" "$tmp/timed.json"
cp "$tmp/new/run.ktap" "$tmp/stream"
: >"$tmp/times"
for form in json closing worse; do form $form awk; done >"$tmp/forms"
other_awks >"$tmp/awks"
while IFS= read -r awk; do
	# shellcheck disable=SC2086 # a command and its words
	for form in json closing worse; do form $form $awk; done >"$tmp/forms.other"
	check "the same from ${awk##*/}" cmp -s "$tmp/forms" "$tmp/forms.other"
done <"$tmp/awks"

# A baseline of another version of the suite.
echo v2 >"$tmp/tree/version"
run --baseline "$tmp/old" --results "$tmp/new"
check "another version of the suite is told" grep -q \
	'^# Against the baseline .*, by suite of unknown version, this is v2):$' "$tmp/out"
check "another version: in the summary" has '"kernel": "6.12.0-fake", "version": "",'
run --baseline "$tmp/new"
check "the same version is not told" is_same "$(grep -c 'by suite' "$tmp/out")" 0

# A pass with fewer witnesses proves less, and fails nothing.
echo "one blind tlbie: no tracefs" >"$tmp/tree/third.cases"
run -t first -t third --results "$tmp/seeing" --baseline "$tmp/new"
check "a witness is missing now: told" tells "#   missing witnesses: 1"
check "a witness is missing now: which, and why" tells "#     tlbie: none now: no tracefs"
run -t third --results "$tmp/blind" --baseline "$tmp/seeing"
check "it was missing then too: nothing" tells "#   the same results"

# One of another machine, and one of a run that was interrupted.
sed -i 's/^MMU.*/MMU : Hash/; s/POWER9/POWER10/' "$tmp/root/proc/cpuinfo"
sed 's/^  "status": .*/  "status": 130,/; s/"page_size": 4096/"page_size": 65536/' \
	"$tmp/new/summary.json" >"$tmp/edited"
mv "$tmp/edited" "$tmp/new/summary.json"
run --baseline "$tmp/new" --results "$tmp/newer"
check "another machine, interrupted: told" mentions ", cpu POWER9 and here POWER10,\
 mmu Radix and here Hash, page_size 65536 and here 4096, interrupted"
check "another machine: in the summary" grep -Fq '"machine": "cpu POWER9 and here POWER10, ' \
	"$tmp/newer/summary.json"

# Wrong use.
run --repeat 1 -t first --results "$tmp/many"
check "a folder of --repeat" refuses 2 "give --baseline one of them, such as $tmp/many/run-1" \
	--baseline "$tmp/many"
check "no such folder" refuses 2 "no summary.json in '$tmp/none'" --baseline "$tmp/none"
mkdir "$tmp/other"
echo '{"suite": "another"}' >"$tmp/other/summary.json"
check "somebody else's file" refuses 2 "names no program" --baseline "$tmp/other"
mkdir "$tmp/cut"
sed '$d' "$tmp/old/summary.json" >"$tmp/cut/summary.json"
check "a file that is cut off" refuses 2 "is cut off" --baseline "$tmp/cut"

finish
