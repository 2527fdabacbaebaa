# SPDX-License-Identifier: GPL-2.0
#
# Compares a run with an earlier one, whose summary.json is ENVIRON["BASELINE"].
#
#   differences, diff_kind[d], diff_what[d], diff_text[d]
#	kind: worse, better, verdict (another one, neither red), reason, witness (not
#	available any more), appeared, vanished
#   worse		differences that are worse
#   slower, slow_program[s], slow_ratio[s], slow_now[s], slow_then[s]
#			programs whose time differs by more than the noise, either way
#   time_ratio		of all programs, the median; 0: too little to say
#
# Worse is a failure or an error that was neither before.  A result that only one of the
# two runs has is listed as such, and is worse only if it is red, or if it is a program
# that this run should have run.  A defect that the baseline shows and this run does not,
# an unexpected pass, is better.

# The smallest difference in time that is listed, in seconds and as a factor.
BEGIN { least_seconds = 1; least_factor = 1.5 }

function add_difference(kind, what, text) {
	diff_kind[++differences] = kind
	diff_what[differences] = what
	diff_text[differences] = text
	if (kind == "worse")
		worse++
}

function with_reason(v, why) {
	return v (why != "" ? ": " why : "")
}

function compare_result(what, v, why,    was, was_why) {
	compared[what] = 1
	if (!((0, what) in old_verdict)) {
		add_difference(is_bad(v) ? "worse" : "appeared", what,
			       with_reason(v, why))
		return
	}
	was = old_verdict[0, what]
	was_why = old_reason[0, what]
	if (v == "xpass" && was == "xfail")
		add_difference("better", what, with_reason(v, why) ", was xfail")
	else if (is_bad(v) && !is_bad(was))
		add_difference("worse", what, with_reason(v, why) ", was " was)
	else if (is_bad(was) && !is_bad(v))
		add_difference("better", what, v ", was " with_reason(was, was_why))
	else if (v != was)
		add_difference("verdict", what,
			       with_reason(v, why) ", was " with_reason(was, was_why))
	else if (reason_core(v, why) != reason_core(v, was_why))
		add_difference("reason", what, v ": " why ", was: " was_why)
}

# A program as a whole, if its verdict does not follow from its cases.
function compare_program(i,    was) {
	was = ((0, name[i]) in old_verdict) ? old_verdict[0, name[i]] : ""
	compared[name[i]] = 1
	if (is_bad(verdict[i]) && says_more(i) && !is_bad(was))
		compare_result(name[i], verdict[i], reason[i])
	else if (verdict[i] == "not run" && was != "not run" && was != "")
		add_difference("worse", name[i], "not run, was " was)
	else if (was == "")
		add_difference("appeared", name[i],
			       cases[i] " cases, the baseline has no such program")
}

# ENVIRON["CASES"]: a file with PROGRAM:CASE of the cases selected by name.
function load_asked(    line) {
	while (ENVIRON["CASES"] != "" && (getline line < ENVIRON["CASES"]) > 0) {
		asked[line] = 1
		sub(/:.*/, "", line)
		asked_some[line] = 1
	}
}

# Results that the baseline has and that this run, although they were selected, has not.
function find_vanished(    k, what, p) {
	for (k = 1; k <= old_results[0]; k++) {
		what = old_what[0, k]
		p = what
		sub(/:.*/, "", p)
		if (what in compared || !(p in ran) || p == what)
			continue
		if (p in asked_some && !(what in asked))
			continue
		add_difference("vanished", what, "was " \
			with_reason(old_verdict[0, what], old_reason[0, what]))
	}
}

# A pass with fewer witnesses proves less.
function find_missing(    m, n, k, prog) {
	for (m = 1; m <= missing; m++) {
		if ((0, missing_witness[m]) in old_missing)
			continue
		n = split(missing_programs[m], prog, " ")
		for (k = 1; k <= n; k++)
			if ((0, prog[k]) in old_verdict) {
				add_difference("witness", missing_witness[m],
					       "none now: " missing_why[m])
				break
			}
	}
}

# Of the cases with the same verdict: a hang has no meaningful time.
function find_times(i,    c, what) {
	now_time[i] = then_time[i] = 0
	for (c = 1; c <= cases[i]; c++) {
		what = name[i] ":" case_name[i, c]
		if (!has_time(i, c) || !((0, what) in old_seconds) ||
		    case_verdict[i, c] != old_verdict[0, what])
			continue
		now_time[i] += time_of(i, c)
		then_time[i] += old_seconds[0, what]
	}
}

# The median of list[1..n], which it sorts.
function median(list, n,    i, j, x) {
	for (i = 2; i <= n; i++) {
		x = list[i]
		for (j = i - 1; j >= 1 && list[j] > x; j--)
			list[j + 1] = list[j]
		list[j + 1] = x
	}
	return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

# The noise: three times the standard deviation of the programs' ratios, estimated from the
# median deviation.  A slower machine moves the median, and no program away from it.
function compare_times(    i, n, ratio, away, middle, limit, off) {
	for (i = 1; i <= programs; i++) {
		find_times(i)
		if (now_time[i] > 0.2 && then_time[i] > 0.2)
			ratio[++n] = log(now_time[i] / then_time[i])
	}
	if (!n)
		return
	middle = median(ratio, n)
	time_ratio = exp(middle)
	# Of a few programs the deviation says nothing, and the median is one of them.
	limit = log(2)
	if (n < 5) {
		middle = 0
	} else {
		for (i = 1; i <= n; i++)
			away[i] = ratio[i] > middle ? ratio[i] - middle : middle - ratio[i]
		limit = 3 * 1.4826 * median(away, n)
		if (limit < log(least_factor))
			limit = log(least_factor)
	}
	for (i = 1; i <= programs; i++) {
		if (now_time[i] <= 0.2 || then_time[i] <= 0.2)
			continue
		off = log(now_time[i] / then_time[i]) - middle
		if (off < 0)
			off = -off
		if (off > limit && (now_time[i] - then_time[i] > least_seconds ||
				    then_time[i] - now_time[i] > least_seconds))
			add_time(i)
	}
}

function add_time(i) {
	slow_program[++slower] = name[i]
	slow_now[slower] = now_time[i]
	slow_then[slower] = then_time[i]
	slow_ratio[slower] = now_time[i] / then_time[i]
}

# Call it after finish_parsing().  Returns whether there is a baseline.
function compare_with_baseline(    i, c) {
	differences = worse = slower = time_ratio = 0
	if (ENVIRON["BASELINE"] == "" || !read_summary(0, ENVIRON["BASELINE"]))
		return 0
	load_asked()
	for (i = 1; i <= programs; i++) {
		if (verdict[i] != "not run")
			ran[name[i]] = 1
		compare_program(i)
		for (c = 1; c <= cases[i]; c++) {
			# Of a new program only what is red; it is told as a whole.
			if ((0, name[i]) in old_verdict || is_bad(case_verdict[i, c]))
				compare_result(name[i] ":" case_name[i, c],
					       case_verdict[i, c], case_reason[i, c])
		}
	}
	find_vanished()
	find_missing()
	compare_times()
	return 1
}

function kind_title(kind) {
	if (kind == "worse")
		return "new failures"
	if (kind == "better")
		return "gone failures"
	if (kind == "verdict")
		return "another verdict"
	if (kind == "reason")
		return "another reason"
	if (kind == "witness")
		return "missing witnesses"
	return kind
}

function shown_version(text) {
	return text != "" ? text : "of unknown version"
}

# What of the machines differs: a difference may be theirs.
function machine_differences(    n, i, key, was, is, text) {
	n = split("place cpu mmu tlb page_size model firmware", key, " ")
	for (i = 1; i <= n; i++) {
		was = old_fact[0, key[i]]
		is = key[i] == "place" ? ENVIRON["PLACE"] : host[key[i]]
		if (was != "" && is != "" && was "" != is "")
			text = text ", " key[i] " " was " and here " is
	}
	return text
}

# Text that describes the baseline.  With another version of the suite a difference may be
# the suite's.
function baseline_name(    text) {
	text = ENVIRON["BASELINE_DIR"] " (kernel " old_fact[0, "kernel"] ", " \
	       old_fact[0, "started"]
	if (old_fact[0, "version"] != ENVIRON["VERSION"])
		text = text ", by suite " shown_version(old_fact[0, "version"]) \
		       ", this is " shown_version(ENVIRON["VERSION"])
	text = text machine_differences()
	if (old_fact[0, "status"] >= 129)
		text = text ", interrupted"
	if (old_fact[0, "options"] != "")
		text = text ", " old_fact[0, "options"]
	return text ")"
}
