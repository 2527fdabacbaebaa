#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The runner's verdict on a program's results: its result line, the exit status.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host

# A tree with one program `prog`, whose cases come from stdin.
only()
{
	rm -rf "$tmp/tree"
	fake_tree
	fake_program prog
}

line="1 selftests: kvm-hv-nested: prog"
# $1: why
not_ok()	{ says "not ok $line" && says "# reason: $1"; }

only <<-EOT
	one pass
	two pass
EOT
run
check "all pass: ok" says "ok $line"
check "all pass: status 0" exits 0
check "KTAP version line first" is_same "$(sed q "$tmp/out")" "KTAP version 1"
check "plan" says "1..1"
check "a program's lines are nested" says "# ok 2 global.two"
check "timeout from settings" says "# timeout set to 30"
check "totals" says "# Totals: pass:2 fail:0 error:0 skip:0 xfail:0 xpass:0"
check "no word on stderr" is_quiet
check "no temporary file left" nothing_left

only <<-EOT
	one pass
	two fail read the old frame
EOT
run
check "a failure: not ok" not_ok "exit=1"
check "a failure: status 1" exits 1
check "a failure: told with its reason" says "# prog:global.two: fail: fake.c:1: read the old frame"
check "a failure: command that repeats it" says "#   ./run_kselftest.sh -t prog:global.two"

only <<-EOT
	one error no memory
EOT
run
check "a test's own error: status 1" exits 1
check "a test's own error: told as such" says "# prog:global.one: error: fake.c:2: no memory"

only <<-EOT
	one early no probe
EOT
run
check "an error before the first case: status 1" exits 1
check "an error before the first case: told as such" says "# prog: error: fake.c:3: no probe"
check "an error before the first case: counted" says \
	"# Totals: pass:0 fail:0 error:1 skip:0 xfail:0 xpass:0"

only <<-EOT
	one skip no second node
	two pass
EOT
run
check "some skipped: ok" says "ok $line"
check "some skipped: status 0" exits 0

only <<-EOT
	one skip no second node
EOT
run
check "all skipped: says so" says "ok $line # SKIP"
check "all skipped: with the reason" says "# reason: no second node"
check "all skipped: status 4" exits 4

only <<-EOT
	one xfail slot_end_2m
EOT
run
check "expected failure: ok" says "ok $line"
check "expected failure: status 0" exits 0
check "expected failure: counted apart" says \
	"# Totals: pass:0 fail:0 error:0 skip:0 xfail:1 xpass:0"

only <<-EOT
	one xpass slot_end_2m
EOT
run
check "unexpected pass: not ok" not_ok "exit=1"
check "unexpected pass: status 1" exits 1
check "unexpected pass: names the defect" says "# prog:global.one: xpass: slot_end_2m"

only <<-EOT
	one oldxpass slot_end_2m
EOT
run
check "unexpected pass: not ok, though the harness exits 0" not_ok "1 cases not ok"
check "unexpected pass by the harness: names the defect" says \
	"# prog:global.one: xpass: slot_end_2m"

# A result line is number, name and directive.
only <<-EOT
	one oldskip no node (2 wanted)
	two oldxfail slot_end_2m: read 7
	three oldxpass slot_end_2m: gone
	four oldfail read 7
	five skip no node
EOT
run
check "a reason behind a directive: a line of its own" says "# # SKIP: no node (2 wanted)"
check "a skip: its directive alone" says "# ok 1 global.one # SKIP"
check "an expected failure: its directive alone" says "# ok 2 global.two # XFAIL"
check "an unexpected pass: not ok for every parser" says "# not ok 3 global.three"
check "a failure: its name alone" says "# not ok 4 global.four"
check "reasons are not lost" says "# prog:global.four: fail: read 7"
check "no blank is left behind a directive" says "# ok 5 global.five # SKIP"

only </dev/null
run
check "no case: not ok" not_ok "no case ran"
check "no case: status 1" exits 1

only <<-EOT
	one pass
	two exit 0
EOT
run
check "fewer cases than planned: not ok" not_ok "planned 2 cases, ran 1"
check "fewer cases than planned: names the case" mentions "prog:global.two: fail"
check "fewer cases than planned: the case has a result" says "# not ok 2 global.two"

only <<-EOT
	one pass
	two oom
	three pass
EOT
run
check "killed for want of memory: not ok" not_ok "exit=1"
killed="Out of memory: Killed process 9 (fake)"
check "killed for want of memory: the machine's fault, not the kernel's" says \
	"# prog:global.two: error: the machine ran out of memory: $killed"
check "killed for want of memory: counted so" says \
	"# Totals: pass:2 fail:0 error:1 skip:0 xfail:0 xpass:0"

only <<-EOT
	one killed
EOT
run
check "killed for no reason known: a failure" mentions "pass:0 fail:1 error:0"

only <<-EOT
	one crash
EOT
run
check "death by a signal: not ok" not_ok "exit=139"
check "death by a signal: status 1" exits 1

only <<-EOT
	one pass
EOT
rm "$tmp/tree/prog"
run
check "program missing: not ok" not_ok "the program is missing"
check "program missing: status 1" exits 1
check "program missing: an error, not the kernel's failure" mentions \
	"pass:0 fail:0 error:1"
only <<-EOT
	one pass
EOT
chmod -x "$tmp/tree/prog"
run
check "program that cannot be executed, as on a noexec mount: not ok" not_ok \
	"the program cannot be executed: see its mode, and whether $tmp/tree is mounted noexec"
check "program that cannot be executed: its cases are not called unknown" refuses 2 \
	"prog lists no cases: see its mode" -t prog:global.one
run
check "program that cannot be executed: an error" mentions "pass:0 fail:0 error:1"

only <<-EOT
	one leak
EOT
run
check "a process left behind does not hold the run" exits 0
check "a process left behind is ended" no_process

finish
