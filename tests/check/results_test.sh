#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --results: the files in the folder, and a full disk.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two fail "quoted" and \\ a tab	here
	three skip no node
EOT
fake_program second <<-EOT
	one slow 1
	two series
EOT

mkdir -p "$tmp/root/proc/device-tree/ibm,opal/firmware"
printf '8335-GTH Witherspoon\0' >"$tmp/root/proc/device-tree/model"
printf 'skiboot-v7.0\0' >"$tmp/root/proc/device-tree/ibm,opal/firmware/version"
echo v1-fake >"$tmp/tree/version"
run --seed 7 --results "$tmp/results"
summary=$tmp/results/summary.json

# A key with its value, as it stands in the file.
has()		{ grep -Fq -e "$1" "$summary"; }

check "the stream is kept as it was shown" cmp -s "$tmp/out" "$tmp/results/run.ktap"
check "summary: status" has '"status": 1,'
check "summary: place" has '"place": "native",'
check "summary: kernel" has '"kernel": "6.12.0-fake"'
check "summary: model and firmware" has \
	'"model": "8335-GTH_Witherspoon", "firmware": "skiboot-v7.0"}'
check "summary: version" has '"version": "v1-fake",'
check "summary: seed" has '"seed": 7,'
check "junit: seed and firmware" is_same "$(grep -c \
	'name="seed" value="7"\|name="firmware" value="skiboot-v7.0"' \
	"$tmp/results/junit.xml")" 4
check "summary: totals" has \
	'"totals": {"pass": 3, "fail": 1, "error": 0, "skip": 1, "xfail": 0, "xpass": 0}'
check "summary: a failure with its reason, escaped" has \
	'"case": "global.two", "verdict": "fail", '\
'"reason": "fake.c:1: \"quoted\" and \\ a tab\there"'
check "summary: a skip with its reason" has \
	'"case": "global.three", "verdict": "skip", "reason": "no node"'
check "summary: no splat" has '"splat": ""}'
check "summary: repeat command" has './run_kselftest.sh --seed 7 -t first:global.two"'
check "summary: longest case" has '"longest": {"program": "second", "case": "global.one"'
check "summary: a measured series" has '"series": ["series/two.tsv"],'
check "a measured series is kept" [ -s "$tmp/results/series/two.tsv" ]
check "summary: brackets match" is_same \
	"$(tr -cd '{[' <"$summary" | wc -c)" "$(tr -cd ']}' <"$summary" | wc -c)"

# Whatever bytes a case prints, on a kernel with whatever name.
fake_command uname <<-'EOT'
	case "$1" in -m) echo ppc64le ;; -r) echo "5.14.0-\"<&'=x" ;; esac
EOT
printf 'one fail \303\274 \342\202\254 \360\237\220\247, \374 \355\240\200 \300\257 \342\202\n' |
	fake_program bytes
bytes()
{
	run -t bytes --results "$tmp/bytes"
	grep -Fq -e "$(printf '"fake.c:1: \303\274 \342\202\254 \360\237\220\247, ? ??? ?? ??"')" \
		"$tmp/bytes/summary.json"
}
check "summary: what is no UTF-8 is replaced" bytes
check "summary: a kernel's odd name" grep -Fq '"kernel": "5.14.0-\"<&'"'=x\"" \
	"$tmp/bytes/summary.json"
check "junit: a kernel's odd name" grep -Fq 'value="5.14.0-&quot;&lt;&amp;'"'=x\"" \
	"$tmp/bytes/junit.xml"
check "junit: well-formed with it" is_well_formed "$tmp/bytes/junit.xml"
check "html: well-formed with it" is_well_formed "$tmp/bytes/report.html"
if take_busybox_awk; then
	check "summary: the same by busybox" bytes
	TEST_PATH=
fi
rm -r "$tmp/tree/bytes" "$tmp/tree/bytes.cases"
sed -i '$d' "$tmp/tree/kselftest-list.txt"

echo old >"$tmp/results/console.log"
run -t second --results "$tmp/results"
check "a second run leaves nothing of the first" is_same \
	"$(cd "$tmp/results" && echo *)" \
	"junit.xml kernel.log report.html run.ktap series summary.json"

# A disk of one page of room that the run has to itself.
if mkdir "$tmp/full" && mount -t tmpfs -o size=16k none "$tmp/full" 2>/dev/null; then
	dd if=/dev/zero of="$tmp/full/ballast" bs=1k count=16 2>/dev/null
	run --results "$tmp/full"
	check "full disk: status 2" exits 2
	check "full disk: one line" is_same "$(wc -l <"$tmp/err")" 1
	check "full disk: says so" complains "the disk is full"
	check "full disk: nothing left" nothing_left
	umount "$tmp/full"
else
	skip "full disk" "no right to mount a small disk"
fi

finish
