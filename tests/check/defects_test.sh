#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Known defects: a vendor's file (--defects), the report, and a machine that dies of one.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one says defect huge-page-half-aged: unknown: 5.14.0-503.el9 is no version of the mainline
	two vendor
EOT
fake_machine

# $1: the entries, one per line
vendor()	{ printf '%s\n' "$1" >"$tmp/vendor"; }
summary()	{ grep -Fq -e "$1" "$tmp/results/summary.json"; }
shows()		{ grep -Fq -e "$1" "$tmp/results/report.html"; }

vendor "# ours
ended-l2-unlocked fixed backport of <7.3>, bug 7

soft-dirty-warning	open  not \"yet\""
run --defects "$tmp/vendor" --results "$tmp/results"
check "the tests get the file" says \
	"# # vendor: ended-l2-unlocked fixed backport of <7.3>, bug 7"
check "the stream has the entries" says \
	"# defect ended-l2-unlocked: fixed: backport of <7.3>, bug 7 (--defects)"
check "the stream is kept with them" cmp -s "$tmp/out" "$tmp/results/run.ktap"
check "the results keep the file" cmp -s "$tmp/vendor" "$tmp/results/defects.txt"
check "summary: an entry" summary \
	'{"defect": "soft-dirty-warning", "state": "open", "why": "not \"yet\" (--defects)"}'
check "summary: what a case said of another" summary \
	'{"defect": "huge-page-half-aged", "state": "unknown", "why": "5.14.0-503.el9 is no'
check "html: an entry" shows \
	'<td>fixed</td><td>backport of &lt;7.3&gt;, bug 7 (--defects)</td></tr>'
check "html: unknown" shows '<tr><td>huge-page-half-aged</td><td>unknown</td>'
check "html: well-formed" is_well_formed "$tmp/results/report.html"
if command -v python3 >/dev/null; then
	check "summary: JSON" python3 -m json.tool "$tmp/results/summary.json" /dev/null
fi

run --defects "$tmp/results/defects.txt" --results "$tmp/results" -t first:global.two
check "the file may lie in the results" says \
	"# # vendor: ended-l2-unlocked fixed backport of <7.3>, bug 7"
check "a repeat command keeps it" grep -Fq -e "--defects $tmp/results/defects.txt" \
	"$tmp/results/summary.json"
run --results "$tmp/results" -t first:global.one
check "the next run without has none" [ ! -e "$tmp/results/defects.txt" ]

KVM_HV_NESTED_DEFECTS=$tmp/vendor run -t first:global.two
check "the environment names it too" says \
	"# # vendor: ended-l2-unlocked fixed backport of <7.3>, bug 7"
run --emulate --defects "$tmp/vendor" -t first:global.two
check "in the emulated machine too" says \
	"# # vendor: ended-l2-unlocked fixed backport of <7.3>, bug 7"
check "the entries once" is_same "$(grep -c '^# defect ended' "$tmp/out")" 1

check "no file" refuses 2 "cannot read the file '$tmp/none'" --defects "$tmp/none"
check "a folder" refuses 2 "cannot read the file '$tmp/tree'" --defects "$tmp/tree"
vendor "no-such-defect fixed by us"
check "no defect" refuses 2 "line 1: no known defect is called 'no-such-defect'" \
	--defects "$tmp/vendor"
vendor "#
nested_cow_test:nested_cow.x fixed by us"
check "a case" refuses 2 \
	"line 2: 'nested_cow_test:nested_cow.x' is a case: an entry names a defect" \
	--defects "$tmp/vendor"
printf '\033[2Jx\001 fixed by us\n' >"$tmp/vendor"
check "a binary file" refuses 2 "line 1: it does not begin with a name; a line is NAME fixed" \
	--defects "$tmp/vendor"
check "a binary file: not printed" [ "$(tr -d '\n -~' <"$tmp/err" | wc -c)" = 0 ]
printf 'soft-dirty-warning fixed \033[2Jby us\n' >"$tmp/vendor"
check "a control character" refuses 2 "line 1: there is a control character" \
	--defects "$tmp/vendor"
vendor "soft-dirty-warning gone by us"
check "a state that is none" refuses 2 "line 1: 'gone' is neither fixed nor open" \
	--defects "$tmp/vendor"
vendor "soft-dirty-warning fixed "
check "no reason" refuses 2 "line 1: no reason stands behind 'fixed'" \
	--defects "$tmp/vendor"
vendor "soft-dirty-warning fixed a
soft-dirty-warning open b"
twice="line 2: 'soft-dirty-warning' has an entry already"
check "twice" refuses 2 "$twice" --defects "$tmp/vendor"
other_awks >"$tmp/awks"
while read -r awk; do
	# shellcheck disable=SC2086 # a command's words
	check "the same from $awk" is_same "$($awk -v check=1 \
		-v table="$TOP/lib/runner/known_defects.h" \
		-f "$TOP/lib/runner/defects.awk" <"$tmp/vendor")" "$twice"
done <"$tmp/awks"

# A case announces the defect that may crash the machine, and the function.
export FAKE_END=deadly
verdict="oops Oops: Kernel access of bad area"
dies()
{
	{
		echo "one pass"
		echo "two says deadly ended-l2-unlocked: $2: kvmhv_emulate_tlbie_lpid"
		[ -z "$3" ] || echo "$3"
	} | fake_program "$1"
	FAKE_CONSOLE="[1.0] kvm-hv-nested: case begins: global.$4
[2.0] [c0] [c1] kvmhv_emulate_tlbie_lpid.isra.0+0xc8/0x25c [kvm_hv]"
	export FAKE_CONSOLE
	run --emulate -t "$1"
}

dies in-open open "" two
check "death by an open defect: expected" says "# ok 2 global.two # XFAIL"
check "death by an open defect: why" says \
	"# # XFAIL: ended-l2-unlocked: the machine died: $verdict"
check "death by an open defect: status 0" exits 0
check "death by an open defect: counted" mentions "pass:1 fail:0 error:0 skip:0 xfail:1"
dies in-unknown unknown "" two
check "unknown: as open" exits 0
dies in-fixed fixed "" two
check "death by a fixed defect: a failure" says "# not ok 2 global.two"
check "death by a fixed defect: it came back" says \
	"# # FAIL: ended-l2-unlocked came back: the machine died: $verdict"
check "death by a fixed defect: status 1" exits 1
dies more open "three pass" two
check "cases that did not run: not ok" says "not ok 1 selftests: kvm-hv-nested: more"
check "cases that did not run: status 1" exits 1
dies elsewhere open "" one
check "another place in the kernel: a failure" says \
	"# # FAIL: the machine died: $verdict"
check "another place in the kernel: status 1" exits 1

finish
