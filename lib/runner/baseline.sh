# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# --baseline DIR: compare with the results of an earlier run.

# Sets `baseline`, a copy of its summary, and `baseline_series`, a folder with copies of
# its figures: --results may name the same folder.
take_baseline()
{
	baseline='' baseline_series=''
	[ -n "$opt_baseline" ] || return 0
	[ -r "$opt_baseline/summary.json" ] || {
		# Those of --repeat and `make matrix` have a folder for each run.
		set -- "$opt_baseline"/*/summary.json
		[ ! -r "$1" ] || die 2 "'$opt_baseline' has the results of several runs: give" \
			"--baseline one of them, such as ${1%/*}"
		die 2 "no summary.json in '$opt_baseline': --baseline takes the --results" \
			"folder of an earlier run"
	}
	baseline_dir=$(CDPATH='' cd -- "$opt_baseline" && pwd)
	cp "$opt_baseline/summary.json" "$work/baseline.json" 2>/dev/null ||
		die 2 "cannot write to $work: make room or set TMPDIR"
	grep -q '^ *{"program": "' "$work/baseline.json" ||
		die 2 "'$opt_baseline/summary.json' names no program as this runner" \
			"writes it: --baseline takes an unmodified --results folder"
	[ "$(tail -n 1 "$work/baseline.json")" = "}" ] ||
		die 2 "'$opt_baseline/summary.json' is cut off: give --baseline the" \
			"folder of a complete run"
	baseline=$work/baseline.json
	take_figures
}

take_figures()
{
	for table in "$baseline_dir"/series/*.tsv; do
		[ -r "$table" ] && head -n 1 "$table" | grep -q '^figure	' || continue
		baseline_series=$work/baseline-series
		mkdir -p "$baseline_series" && cp "$table" "$baseline_series/" ||
			die 2 "cannot write to $work: make room or set TMPDIR"
	done
}

# The cases that were selected by name, PROGRAM:CASE: other cases are not missing.
asked_cases()
{
	for prog in $selected; do
		[ ! -e "$work/cases.$prog" ] ||
			sed "s/^/$prog:/" "$work/cases.$prog"
	done
}

# With a baseline only what is worse makes the exit status 1.
judge_against_baseline()
{
	[ -n "$baseline" ] && [ "$status" = 1 ] || return 0
	[ "$(summarize worse)" != 0 ] || ending=0
}
