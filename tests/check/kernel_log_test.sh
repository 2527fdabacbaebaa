#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The kernel log: what is a splat, and to which case or program it belongs.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
EOT
fake_program second <<-EOT
	one log WARNING: CPU: 0 PID: 9 at arch/powerpc/kvm/x.c:1
EOT
fake_program third <<-EOT
	one pass
EOT
warning="WARNING: CPU: 0 PID: 9 at arch/powerpc/kvm/x.c:1"
summary="WARNING: at arch/powerpc/kvm/x.c:1"

echo "BUG: an old one" >"$tmp/root/dev/kmsg"
run --results "$tmp/results"
check "a report from before the run does not count" says "ok 1 selftests: kvm-hv-nested: first"
check "a warning: that program is not ok" says \
	"not ok 2 selftests: kvm-hv-nested: second"
check "a warning: why" says "# reason: kernel log: $summary"
check "a warning: what the kernel printed stands beside it" says \
	"# # kernel: $warning"
check "a warning: the next program is not blamed" says "ok 3 selftests: kvm-hv-nested: third"
check "a warning: status 1" exits 1
check "a warning: in the summary" grep -Fq -e \
	"\"splat\": \"$warning\\n\"" "$tmp/results/summary.json"
check "a warning: in the closing lines" says "# second: fail: kernel log: $summary"
check "kernel.log is kept" grep -Fqx -e "$warning" "$tmp/results/kernel.log"
check "kernel.log begins with the run" is_same "$(grep -c old "$tmp/results/kernel.log")" 0

# What is found in records.  $1: the records; the rest: for awk
found()
{
	records=$1
	shift
	printf '%s\n' "$records" | ${AWK:-awk} -v from=0 -v complaints=1 "$@" \
		-v splats="$TOP/lib/runner/kernel_splats.h" \
		-f "$TOP/lib/runner/splats.awk" -f "$TOP/lib/runner/kmsg.awk" |
		sed q
}

# The samples of the library's own tests: all splats of each, compared with the expected
# ones.  $*: the awk
judge_samples()
{
	sed -n 's/^"\(.*\)",$/\1/p' "$TOP/tests/unit/splat_samples.h" |
		sed 's/\\\(.\)/\1/g' |
		"$@" -v splats="$TOP/lib/runner/kernel_splats.h" \
			-f "$TOP/lib/runner/splats.awk" -f "$CHECK/samples.awk"
}
judge_samples awk >"$tmp/samples"
check "samples of splats and of harmless lines" is_same "$(cat "$tmp/samples")" \
	"$(grep -c '^"=> ' "$TOP/tests/unit/splat_samples.h") as expected"
[ "$(wc -l <"$tmp/samples")" = 1 ] || sed 's/^/# /' "$tmp/samples"
other_awks >"$tmp/awks"
while IFS= read -r awk; do
	# shellcheck disable=SC2086 # a command and its words
	judge_samples $awk >"$tmp/samples.other"
	check "samples: the same from ${awk##*/}" cmp -s "$tmp/samples" \
		"$tmp/samples.other"
done <"$tmp/awks"

check "what a program wrote does not count" is_same "$(found "12,7,100,-;BUG: mine")" ""
check "a cut here alone counts" is_same \
	"$(found '4,7,100,-;------------[ cut here ]------------')" \
	"------------[ cut here ]------------"
check "of those that kill: the first that does" is_same "$(found \
	"4,7,100,-;WARNING: first
4,8,100,-;Oops: second" -v deadly=1)" "Oops: second"
check "no list of splats: an error" is_same "$(printf 'x\n' |
	awk -v complaints=1 -v splats=/none -f "$TOP/lib/runner/splats.awk" \
		-f "$TOP/lib/runner/kmsg.awk" 2>/dev/null; echo $?)" 2

# The reader of /dev/kmsg may have been restarted.
twice="4,5,100,-;one
4,6,200,-;two
 SUBSYSTEM=x
4,5,100,-;one
4,6,200,-;two
4,7,300,-;three"
check "records that came twice are told once" is_same \
	"$(echo "$twice" | awk -v from=0 -v text=1 \
		-f "$TOP/lib/runner/splats.awk" -f "$TOP/lib/runner/kmsg.awk")" \
	"[    0.000100] one
[    0.000200] two
[    0.000300] three"
check "a mark is found by its sequence number" is_same \
	"$(echo "$twice" | awk -v mark=two \
		-f "$TOP/lib/runner/splats.awk" -f "$TOP/lib/runner/kmsg.awk")" 6

# A case that ended has judged its splats itself.
begins="12,1,100,-;kvm-hv-nested: case begins: a.b"
judged="12,3,100,-;kvm-hv-nested: case judged: a.b"
bug="4,2,100,-;BUG: x"
check "a judged case: not judged again" is_same \
	"$(found "$(printf '%s\n' "$begins" "$bug" "$judged")")" ""
check "a case that did not come to its end" is_same \
	"$(found "$(printf '%s\n' "$begins" "$bug")")" "BUG: x"
check "a case that did not, and then one that did" is_same \
	"$(found "$(printf '%s\n' "$begins" "$bug" \
		"12,4,100,-;kvm-hv-nested: case begins: a.c" \
		"12,5,100,-;kvm-hv-nested: case judged: a.c")")" "BUG: x"

finish
