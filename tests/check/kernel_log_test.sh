#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The kernel log as a witness: what counts, and whose it is.

# shellcheck disable=SC1091,SC2154
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

echo "BUG: an old one" >"$tmp/root/dev/kmsg"
run --results "$tmp/results"
check "a report from before the run does not count" says "ok 1 selftests: kvm-hv-nested: first"
check "a warning: that program is not ok" says \
	"not ok 2 selftests: kvm-hv-nested: second # kernel log: $warning"
check "a warning: the next program is not blamed" says "ok 3 selftests: kvm-hv-nested: third"
check "a warning: status 1" exits 1
check "a warning: in the closing lines" says "# second: fail: kernel log: $warning"
check "kernel.log is kept" grep -Fqx -e "$warning" "$tmp/results/kernel.log"
check "kernel.log begins with the run" is_same "$(grep -c old "$tmp/results/kernel.log")" 0

# $1: a record's head and text; what is found in it
found()
{
	printf '%s\n' "$1" | awk -v from=0 -v complaints=1 \
		-f "$TOP/lib/runner/kmsg.awk"
}

for text in \
	"BUG: Kernel NULL pointer dereference on read at 0x0" \
	"Oops: Kernel access of bad area, sig: 11 [#1]" \
	"watchdog: BUG: soft lockup - CPU#1 stuck for 22s!" \
	"Watchdog CPU:0 Hard LOCKUP" \
	"kernel BUG at mm/slub.c:1!" \
	"BUG kmalloc-16 (Not tainted): Poison overwritten" \
	"list_add corruption. prev->next should be next" \
	"rcu: INFO: rcu_sched self-detected stall on CPU" \
	"INFO: task qemu:12 blocked for more than 120 seconds." \
	"Kernel panic - not syncing: Fatal exception"
do
	check "counts: $text" is_same "$(found "4,7,100,-;$text")" "$text"
done
for text in \
	"kvm: exiting hardware virtualization" \
	"Warning: unable to open an initial console." \
	"DEBUG: nothing"
do
	check "does not count: $text" is_same "$(found "4,7,100,-;$text")" ""
done
check "what a program wrote does not count" is_same "$(found "12,7,100,-;BUG: mine")" ""
check "a cut here alone counts" is_same \
	"$(found '4,7,100,-;------------[ cut here ]------------')" \
	"------------[ cut here ]------------"
check "under a cut here the next line is told" is_same \
	"$(found "4,7,100,-;------------[ cut here ]------------
4,8,101,-;$warning")" "$warning"

# The reader of /dev/kmsg may have had to begin again.
twice="4,5,100,-;one
4,6,200,-;two
 SUBSYSTEM=x
4,5,100,-;one
4,6,200,-;two
4,7,300,-;three"
check "records that came twice are told once" is_same \
	"$(echo "$twice" | awk -v from=0 -v text=1 -f "$TOP/lib/runner/kmsg.awk")" \
	"[    0.000100] one
[    0.000200] two
[    0.000300] three"
check "a mark is found by its sequence number" is_same \
	"$(echo "$twice" | awk -v mark=two -f "$TOP/lib/runner/kmsg.awk")" 6

# A case that came to its end has judged what the kernel said in it.
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
