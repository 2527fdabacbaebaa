#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The verdict on a machine from its console (machine/verdict.sh).

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"

# The verdict on a machine whose console is stdin.  $1: the watchdog's reason
verdict()
{
	rm -rf "$tmp/machine"
	mkdir -p "$tmp/machine/results"
	cat >"$tmp/machine/results/console.log"
	[ -z "$1" ] || echo "$1" >"$tmp/machine/stopped"
	echo KTAP >"$tmp/machine/ktap"
	echo "qemu: gone" >"$tmp/machine/qemu.log"
	# shellcheck disable=SC2016 # for the inner shell
	${TEST_SH:-sh} -c '
		say() { :; }
		die() { echo "died early: $*"; exit 2; }
		machine=$1 tmp=$2 results=$2/results suffix= qemu_status=1
		. "$machine/verdict.sh"
		run_verdict' sh "$TOP/machine" "$tmp/machine" >"$tmp/out" 2>&1
	cat "$tmp/out" "$tmp/machine/results/machine-verdict" 2>/dev/null
}

begins="[    9.000000] kvm-hv-nested: case begins: a.b"
judged="[   11.000000] kvm-hv-nested: case judged: a.b"
warning="[   10.000000] ------------[ cut here ]------------
[   10.000000] WARNING: CPU: 0 PID: 9 at a.c:1 one+0x4/0x8
[   10.000000] ---[ end trace 0 ]---"

check "nothing on the console: QEMU's own words" is_same "$(verdict "" </dev/null)" \
	"QEMU ended with status 1: qemu: gone"
check "an oops: the line that says why, not the one behind it" is_same "$(verdict "" <<-EOT
	[   10.000000][    T1] BUG: Unable to handle kernel data access at 0x8
	[   10.000000][    T1] Oops: Kernel access of bad area, sig: 7 [#1]
	[   10.000000][    T1] CPU: 0 UID: 0 PID: 9 Comm: nested_map_test Not tainted 6.12
	[   10.000000][    T1] NIP [c000000000300010] kfree+0x50/0x300
	[   10.000000][    T1] ---[ end trace 0000000000000000 ]---
	[   11.000000][    T1] Kernel panic - not syncing: Fatal exception
EOT
)" "oops: BUG: Unable to handle kernel data access at 0x8 in kfree, process nested_map_test"
check "a panic" is_same \
	"$(echo "[ 1.0] Kernel panic - not syncing: no init" | verdict "")" \
	"panic: Kernel panic - not syncing: no init"
check "a lockup is a hang" is_same \
	"$(echo "[ 1.0] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [x:9]" | verdict "")" \
	"hang: watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [x:9]"
check "a hard lockup, too" is_same \
	"$(echo "[ 1.0] watchdog: CPU 1 Hard LOCKUP" | verdict "")" \
	"hang: watchdog: CPU 1 Hard LOCKUP"
check "an RCU stall, too" is_same \
	"$(echo "[ 1.0] rcu: INFO: rcu_sched self-detected stall on CPU" | verdict "")" \
	"hang: rcu: INFO: rcu_sched self-detected stall on CPU"
check "a machine check" is_same \
	"$(echo "[ 1.0] Oops: Machine check, sig: 7 [#1]" | verdict "")" \
	"oops: Oops: Machine check, sig: 7 [#1]"
complained="the kernel had complained: KVM trap in HV mode while nested!"
check "what kills no kernel is told beside what the watchdog saw" is_same \
	"$(echo "[ 1.0] KVM trap in HV mode while nested!" |
		verdict "hang: no sign of life for 120 s")" \
	"hang: no sign of life for 120 s; $complained"
check "what a case has judged is not why the machine died" is_same \
	"$(printf '%s\n' "$begins" "$warning" "$judged" | verdict "hang: so")" \
	"hang: so"
check "what it has not judged may be" is_same \
	"$(printf '%s\n' "$begins" "$warning" | verdict "hang: so")" \
	"hang: so; the kernel had complained: WARNING: at a.c:1 one"
check "a panic behind what a case has judged" is_same \
	"$(printf '%s\n' "$begins" "[ 10.0] BUG: Bad page map in process x" "$judged" \
		"[ 12.0] Kernel panic - not syncing: x" | verdict "")" \
	"panic: Kernel panic - not syncing: x"

finish
