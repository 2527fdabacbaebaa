# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034,SC2154
#
# The end of a run: summary.json, junit.xml and the closing lines.

report()
{
	clear_progress
	progress=
	clock
	exec 3>&-
	export STATUS="$status" PLACE="$place" AGAIN="$again" \
		STARTED="$started" ELAPSED="$((now - run_start))" \
		SELECTED="$selected"
	[ -z "$opt_inside" ] || return 0
	summarize json 2>/dev/null >"$results/summary.json" || disk_full
	summarize junit 2>/dev/null >"$results/junit.xml" || disk_full
	summarize closing >"$work/closing" || disk_full
	cat "$work/closing" 2>/dev/null >>"$log" || disk_full
	cat "$work/closing"
}

# $1: which form
summarize()
{
	LC_ALL=C awk -v times="$work/times" -f "$RUNNER/ktap.awk" \
		-f "$RUNNER/facts.awk" -f "$RUNNER/markup.awk" \
		-f "$RUNNER/$1.awk" "$log"
}
