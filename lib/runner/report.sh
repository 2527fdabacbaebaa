# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# The end of a run: summary.json, junit.xml, report.html and the closing lines.
# Sets `ending`, the exit status: `status`, unless a baseline makes it another.

report()
{
	check_folder
	clear_progress
	progress=
	clock
	exec 3>&-
	export STATUS="$status" PLACE="$place" AGAIN="$again" \
		STARTED="$started" ELAPSED="$((now - run_start))" \
		SELECTED="$selected" SEED="${opt_seed:-1}"
	RESULTS=$results VERSION=$(cat "$tree/version" 2>/dev/null)
	export RESULTS VERSION
	ending=$status
	[ -z "$opt_inside" ] || return 0
	asked_cases >"$work/asked" 2>/dev/null || disk_full
	HOST_CHANGES=$host_changes HOST_SEEN=$([ ! -e "$work/host" ] || echo y)
	export HOST_CHANGES HOST_SEEN
	export BASELINE="$baseline" BASELINE_DIR="$baseline_dir" \
		BASELINE_SERIES="$baseline_series" CASES="$work/asked"
	judge_against_baseline
	export ENDING="$ending"
	summarize json 2>/dev/null >"$results/summary.json" || disk_full
	summarize junit 2>/dev/null >"$results/junit.xml" || disk_full
	summarize html_style html_baseline html_matrix html_lists html_plot html \
		2>/dev/null >"$results/report.html" || disk_full
	summarize baseline_text closing >"$work/closing" || disk_full
	cat "$work/closing" 2>/dev/null >>"$log" || disk_full
	cat "$work/closing"
}

# The results of a run that a signal ended.
report_interrupted()
{
	[ -n "$opt_results" ] && [ -n "$run_start" ] && [ -z "$opt_inside" ] ||
		return 0
	drop_claims
	[ -z "$kmsg_start" ] || keep_kernel_log
	report >/dev/null
}

# $*: the form, in one or several parts
summarize()
{
	parts=
	for part in ktap summary baseline figures facts markup "$@"; do
		parts="$parts -f $part.awk"
	done
	# The names of the parts have no blanks.
	# shellcheck disable=SC2086
	(cd "$RUNNER" && LC_ALL=C exec awk -v times="$work/times" \
		-v gaps="$work/gaps" $parts "$log")
}
