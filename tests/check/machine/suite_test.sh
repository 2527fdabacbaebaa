#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The test programs themselves, on this host or in the emulated machine.  Each
# of their cases is a test here.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

"$TOP/run_kselftest.sh" --results "$tmp/results" >"$tmp/stream" 2>"$tmp/err"
code=$?

# PROGRAM:CASE for every result that a program printed itself.
awk -v count="$count" '
	/^# selftests: kvm-hv-nested: / { prog = $4; next }
	/^# # SKIP: / {
		why = substr($0, 11)
		sub(/^[a-z_]*\.[ch]:[0-9]*: /, "", why)
	}
	/^# (not )?ok [0-9]+ / {
		bad = $2 == "not"
		line = $0
		sub(/^# (not )?ok [0-9]+ /, prog ":", line)
		if (line ~ /# SKIP$/)
			line = line " " why
		printf "%sok %d %s\n", bad ? "not " : "", ++count, line
		next
	}
	/^# # (FAIL|ERROR): / { print substr($0, 3) }
' "$tmp/stream" >"$tmp/cases"
cat "$tmp/cases"
count=$(grep -c '^ok \|^not ok ' "$tmp/cases")
bad=$(grep -c '^not ok ' "$tmp/cases")

grep '^# Elapsed' "$tmp/stream"
if [ "$code" = 4 ] && [ "$count" -gt 0 ]; then
	skip "the suite" "every program was skipped"
else
	check "the suite: status 0" exits 0
	check "the suite: cases ran" [ "$count" -gt 0 ]
fi
check "the suite: a summary" [ -s "$tmp/results/summary.json" ]
check "the suite: a kernel log" [ -s "$tmp/results/kernel.log" ]

finish
