#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Reports the results of a run to LAVA: a test set for each program, in it a test case for
# each case and one, `program`, for the program.  To be run by a LAVA test definition
# (docs/lab/lava-job.yaml), which has lava-test-case and lava-test-set in PATH.
# $1: the --results folder.  Exit status: 0, or 2 with one line on the error.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2

stop()
{
	echo "lava.sh: $*" >&2
	exit 2
}

[ $# = 1 ] || stop "use: lava.sh DIR, the --results folder of a run"
[ -r "$1/summary.json" ] || stop "no summary.json in '$1': the run did not come to results"
for tool in lava-test-case lava-test-set; do
	command -v $tool >/dev/null || stop "no $tool: this is for a LAVA test definition"
done

in_set=
LC_ALL=C awk -v summary="$1/summary.json" -f "$here/summary.awk" -f "$here/lava.awk" |
	while read -r kind name result seconds; do
		case "$kind" in
		set)
			[ -z "$in_set" ] || lava-test-set stop
			lava-test-set start "$name"
			in_set=1 ;;
		case)
			lava-test-case "$name" --result "$result" \
				${seconds:+--measurement "$seconds" --units seconds} ;;
		esac
	done
lava-test-set stop
