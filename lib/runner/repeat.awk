# SPDX-License-Identifier: GPL-2.0
#
# Reads the summary.json files of several runs, its arguments, and prints the results that
# differed, with the runs.  -v table=FILE gets a row for each result, with a column for
# each run.

# All results, in the order in which they came first.
function collect(r,    i, what) {
	for (i = 1; i <= old_results[r]; i++) {
		what = old_what[r, i]
		if (!(what in known)) {
			known[what] = 1
			all[++results] = what
		}
	}
}

function verdict_of(r, what) {
	return ((r, what) in old_verdict) ? old_verdict[r, what] : "absent"
}

# The comparable part of result and reason.
function outcome_of(r, what,    v) {
	v = verdict_of(r, what)
	return v == "absent" ? v : v ": " reason_core(v, old_reason[r, what])
}

function is_same_each_time(what,    r) {
	for (r = 2; r <= runs; r++)
		if (outcome_of(r, what) != outcome_of(1, what))
			return 0
	return 1
}

# A program whose result follows from its cases is left out.
function is_told_by_cases(what,    r) {
	if (what ~ /:/ || !(what in case_differs))
		return 0
	for (r = 1; r <= runs; r++)
		if (((r, what) in old_reason) && old_reason[r, what] != "" &&
		    old_reason[r, what] !~ /^exit=|^[0-9]+ cases not ok/)
			return 0
	return 1
}

# One line for each outcome, with the runs that had it.
function tell_outcomes(what,    r, s, out, numbers, done) {
	print "#   " what
	for (r = 1; r <= runs; r++) {
		out = outcome_of(r, what)
		if (out in done)
			continue
		done[out] = 1
		numbers = r
		for (s = r + 1; s <= runs; s++)
			if (outcome_of(s, what) == out)
				numbers = numbers " " s
		out = verdict_of(r, what)
		if (((r, what) in old_reason) && old_reason[r, what] != "")
			out = out ": " old_reason[r, what]
		printf "#     run %s: %s\n", numbers, out
	}
}

function write_row(what,    r) {
	printf "%s", what >table
	for (r = 1; r <= runs; r++)
		printf "\t%s", verdict_of(r, what) >table
	print "" >table
}

BEGIN {
	runs = ARGC - 1
	for (r = 1; r <= runs; r++) {
		if (!read_summary(r, ARGV[r]))
			exit 2
		collect(r)
	}
	printf "result" >table
	for (r = 1; r <= runs; r++)
		printf "%srun %d", "\t", r >table
	print "" >table
	for (k = 1; k <= results; k++) {
		write_row(all[k])
		if (is_same_each_time(all[k]))
			continue
		differs[all[k]] = 1
		program = all[k]
		if (sub(/:.*/, "", program))
			case_differs[program] = 1
	}
	for (k = 1; k <= results; k++)
		if ((all[k] in differs) && !is_told_by_cases(all[k]))
			told[++count] = all[k]
	printf "# %d run%s: %s\n", runs, (runs == 1 ? "" : "s"),
	       (count ? count " not the same each time" : "the same each time")
	for (k = 1; k <= count; k++)
		tell_outcomes(told[k])
	exit 0
}
