# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# --repeat N: the whole run, N times, and a list of results that differed.  Each is a
# separate run of this script, with results of its own.

# Sets `runs`, the folder with their results folders.
open_runs()
{
	runs=$work/runs
	[ -n "$opt_results" ] || return 0
	mkdir -p "$opt_results" 2>/dev/null
	runs=$(CDPATH='' cd -- "$opt_results" 2>/dev/null && pwd)
	{ [ -n "$runs" ] && [ -w "$runs" ]; } ||
		die 2 "cannot write to '$opt_results': give --results a folder that can be written"
}

# Runs of an earlier --repeat there would pass for runs of this one.
forget_earlier_runs()
{
	for results in "$runs"/run-[1-9]*; do
		[ ! -d "$results" ] || forget_last_run
		rmdir "$results" 2>/dev/null
	done
	rm -f "$runs/repeat.tsv"
}

# --summary without --results: all that the runs printed.
keep_output()
{
	[ -n "$opt_summary" ] && [ -z "$opt_results" ] &&
		[ -e "$runs/run-$number/run.ktap" ] || return 0
	cat "$runs/run-$number/run.ktap" 2>/dev/null >>output.log ||
		die 2 "cannot write $PWD/output.log: make room there, or give --results a folder"
}

# Does not return.
repeat_runs()
{
	open_runs
	forget_earlier_runs
	[ -z "$opt_summary" ] || [ -n "$opt_results" ] || rm -f output.log
	ending=0 number=0
	while [ "$number" -lt "$opt_repeat" ]; do
		number=$((number + 1))
		echo "# Run $number of $opt_repeat" ||
			die 2 "cannot write to standard output"
		eval "set -- $run_words"
		run_child sh "$BASE/run_kselftest.sh" "$@" --results "$runs/run-$number"
		code=$?
		keep_output
		case "$code" in
		0)	;;
		1)	ending=1 ;;
		# Such an error would repeat.
		*)	exit "$code" ;;
		esac
		[ -z "$opt_fail_fast" ] || [ "$ending" = 0 ] || break
	done
	tell_repeated
	[ -z "$opt_no_error" ] || ending=0
	exit "$ending"
}

tell_repeated()
{
	set --
	for run in $(seq "$number"); do
		set -- "$@" "$runs/run-$run/summary.json"
	done
	(cd "$RUNNER" && LC_ALL=C exec awk -v table="$runs/repeat.tsv" -f summary.awk \
		-f repeat.awk "$@") || die 2 "cannot write to $runs: make room there"
}
