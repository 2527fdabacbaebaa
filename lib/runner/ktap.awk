# SPDX-License-Identifier: GPL-2.0
#
# Reads the KTAP stream of a run.  The output formats, loaded after this file, use these
# arrays:
#
#   host[KEY]			facts from the `# host:` line
#   programs, name[p]		in the order they ran
#   verdict[p], reason[p]	pass fail error skip; "not run" comes from
#				ENVIRON["SELECTED"], the selected programs; "error"
#				also if a signal to the runner ended the program
#   cases[p], case_name[p,c], case_verdict[p,c], case_reason[p,c]
#				pass fail error skip xfail xpass
#   missing, missing_witness[m], missing_why[m], missing_programs[m]
#				witnesses that were not available, and in which
#				programs, separated by blanks
#   splat[p], case_splat[p,c]	the kernel's splat, with newlines
#   seconds[PROGRAM,CASE]	from the file -v times=FILE
#   outside, outside_of[KIND]	seconds outside of cases, from the file -v gaps=FILE:
#				before the first program; start of programs, up to the
#				first case; between cases and behind the last
#   total[VERDICT]		cases with this verdict; a program that failed before
#				its first case counts as one
#   series, series_path[s]	measured series
#   defects, defect[d], defect_state[d], defect_why[d]
#				known defects: fixed, open or unknown in this kernel, of
#				those that a case looked for or --defects names
#
# fail: the kernel did something wrong; error: the test or its environment did.

# NAME: STATE: WHY
function add_defect(line,    at, what) {
	at = index(line, ": ")
	what = substr(line, 1, at - 1)
	if (what in defect_seen)
		return
	defect_seen[what] = 1
	defect[++defects] = what
	line = substr(line, at + 2)
	at = index(line, ": ")
	defect_state[defects] = substr(line, 1, at - 1)
	defect_why[defects] = substr(line, at + 2)
}

# Text after a directive such as `# SKIP`.
function after(line, mark) {
	line = substr(line, index(line, mark) + length(mark))
	sub(/^ +/, "", line)
	return line
}

function add_case(what, v, why,    c) {
	c = ++cases[p]
	case_name[p, c] = what
	case_verdict[p, c] = v
	case_reason[p, c] = why
	total[v]++
	count[p, v]++
}

# The reason of a result is a line before it, `# SKIP: FILE:LINE: TEXT`; other programs
# have it after the directive.
function why_of(line, mark,    why) {
	why = after(line, mark)
	return why != "" ? why : reason_line
}

function case_result(line,    bad, v, why, what) {
	bad = line ~ /^not /
	what = line
	sub(/^(not )?ok [0-9]+ (- )?/, "", what)
	sub(/ +$/, "", line)
	why = ""
	if (index(line, "# XPASS")) {
		v = "xpass"
		why = why_of(line, "# XPASS")
	} else if (bad && reason_kind == "XPASS") {
		v = "xpass"
		why = reason_line
	} else if (index(line, "# SKIP")) {
		v = "skip"
		why = why_of(line, "# SKIP")
	} else if (index(line, "# XFAIL")) {
		v = "xfail"
		why = why_of(line, "# XFAIL")
	} else if (bad) {
		v = error_line != "" ? "error" : "fail"
		why = error_line != "" ? error_line : fail_line
		if (why == "" && index(line, " # "))
			why = after(line, " # ")
	} else {
		v = "pass"
	}
	sub(/ *# .*/, "", what)
	add_case(what != "" ? what : running, v, why)
	if (v == "fail" && fail_line == "" && killed)
		killed_case[++killed_cases] = cases[p]
	if (is_bad(v)) {
		case_splat[p, cases[p]] = kernel_lines
		kernel_lines = ""
	}
	forget_case()
}

# The reason and splat of the running case, from the program's lines.
function forget_case() {
	running = error_line = fail_line = killed = ""
	reason_kind = reason_line = ""
}

# "WITNESS: REASON", of the program that runs.
function add_missing(text,    m) {
	if (!(text in missing_number)) {
		m = missing_number[text] = ++missing
		missing_witness[m] = substr(text, 1, index(text, ": ") - 1)
		missing_why[m] = after(text, ": ")
	}
	m = missing_number[text]
	missing_programs[m] = missing_programs[m] \
			      (missing_programs[m] != "" ? " " : "") name[p]
	missing_count[m]++
}

# A process that the OOM killer chose is not a failure of the kernel under test, but an
# error.
function out_of_memory(why,    k, c) {
	# The result of the case that ran is still to come.
	if (running != "" && error_line == "")
		error_line = why
	for (k = 1; k <= killed_cases; k++) {
		c = killed_case[k]
		count[p, "fail"]--
		total["fail"]--
		count[p, "error"]++
		total["error"]++
		case_verdict[p, c] = "error"
		case_reason[p, c] = why
	}
	killed_cases = 0
}

# A line of the program itself.
function program_line(line) {
	if (line ~ /^#  RUN /) {
		running = line
		sub(/^#  RUN +/, "", running)
		sub(/ \.\.\.$/, "", running)
		error_line = fail_line = killed = ""
		reason_kind = reason_line = kernel_lines = ""
	} else if (line ~ /terminated unexpectedly by signal 9$/) {
		killed = 1
	} else if (line ~ /^# ERROR: the machine ran out of memory/) {
		out_of_memory(after(line, "# ERROR: "))
	} else if (line ~ /^# ERROR: /) {
		if (error_line == "")
			error_line = after(line, "# ERROR: ")
	} else if (line ~ /^# FAIL: /) {
		if (fail_line == "")
			fail_line = after(line, "# FAIL: ")
	} else if (line ~ /^# (SKIP|XFAIL|XPASS): /) {
		reason_kind = substr(line, 3, index(line, ":") - 3)
		reason_line = after(line, ": ")
		sub(/^[A-Za-z0-9_.-]+:[0-9]+: /, "", reason_line)
	} else if (line ~ /^# defect [a-z0-9-]+: (fixed|open|unknown): /) {
		add_defect(after(line, "# defect "))
	} else if (line ~ /^# kernel: /) {
		kernel_lines = kernel_lines after(line, "# kernel: ") "\n"
	} else if (line ~ /^# no witness: /) {
		add_missing(after(line, "# no witness: "))
	} else if (line ~ /^# SERIES: /) {
		# The part under the results folder, wherever that was.
		line = after(line, "# SERIES: ")
		sub(/^.*\/series\//, "series/", line)
		series_path[++series] = line
	} else if (line ~ /^(not )?ok [0-9]+/) {
		case_result(line)
	}
}

function program_result(line,    why, skipped) {
	why = index(line, " # ") ? after(line, " # ") : ""
	skipped = why ~ /^SKIP/
	sub(/^SKIP */, "", why)
	if (why == "")
		why = program_reason
	if (line !~ /^not /) {
		verdict[p] = skipped ? "skip" : "pass"
	} else {
		# A case that began and has no result took the program with it.
		if (running != "")
			add_case(running, error_line != "" ? "error" : "fail",
				 error_line != "" ? error_line : why)
		verdict[p] = "fail"
		if (count[p, "error"] && !count[p, "fail"] && why ~ /^exit=/)
			verdict[p] = "error"
		# It came to no case, and has said why, or was not even started.
		if (!cases[p] && (why ~ /^exit=/ || why == error_line) &&
		    error_line fail_line != "") {
			verdict[p] = fail_line != "" ? "fail" : "error"
			why = fail_line != "" ? fail_line : error_line
		}
		if (!cases[p])
			total[verdict[p]]++
	}
	reason[p] = why
	splat[p] = kernel_lines
	kernel_lines = program_reason = ""
	forget_case()
}

BEGIN {
	while (times != "" && (getline one < times) > 0) {
		split(one, word, " ")
		seconds[word[1], word[2]] = word[3] / 100
	}
	outside = 0
	while (gaps != "" && (getline one < gaps) > 0) {
		split(one, word, " ")
		outside_of[word[1]] += word[2] / 100
		outside += word[2] / 100
	}
	programs = series = defects = missing = p = 0
}

{ sub(/\r$/, "") }

/^# host: / {
	n = split(substr($0, 9), word, " ")
	for (i = 1; i <= n; i++) {
		at = index(word[i], "=")
		host[substr(word[i], 1, at - 1)] = substr(word[i], at + 1)
	}
	next
}
/^# selftests: kvm-hv-nested: / {
	p = ++programs
	name[p] = after($0, "kvm-hv-nested: ")
	cases[p] = killed_cases = 0
	seen[name[p]] = 1
	kernel_lines = program_reason = ""
	forget_case()
	next
}
/^(not )?ok [0-9]+ selftests: kvm-hv-nested: / { program_result($0); next }
/^# defect [a-z0-9-]+: (fixed|open|unknown): / { add_defect(after($0, "# defect ")) }
/^# reason: / { program_reason = after($0, "# reason: ") }
/^# / && p { program_line(substr($0, 3)) }

function finish_parsing(    i, n, word) {
	for (i = 1; i <= programs; i++) {
		if (verdict[i] == "") {
			verdict[i] = "fail"
			reason[i] = "the run ended before the program did"
			# By a signal: that says nothing about the kernel.
			if (ENVIRON["STATUS"] > 128) {
				verdict[i] = "error"
				reason[i] = "interrupted"
			}
		}
	}
	n = split(ENVIRON["SELECTED"], word, /[ \n]+/)
	for (i = 1; i <= n; i++) {
		if (word[i] == "" || seen[word[i]])
			continue
		p = ++programs
		name[p] = word[i]
		verdict[p] = "not run"
		cases[p] = 0
	}
}

# Sets longest_program, longest_case, longest.
function find_longest(    i, c) {
	longest = -1
	for (i = 1; i <= programs; i++)
		for (c = 1; c <= cases[i]; c++)
			if (has_time(i, c) && time_of(i, c) > longest) {
				longest = time_of(i, c)
				longest_program = name[i]
				longest_case = case_name[i, c]
			}
}

# Does not create the array element, as a subscript would.
function has_time(i, c) {
	return (name[i], case_name[i, c]) in seconds
}

function time_of(i, c) {
	return has_time(i, c) ? seconds[name[i], case_name[i, c]] : 0
}

function repeat(what) {
	return "./run_kselftest.sh" ENVIRON["AGAIN"] " -t " what
}

function is_bad(v) {
	return v == "fail" || v == "error" || v == "xpass"
}

# Does a program's result not follow from its cases?
function says_more(i,    c, told) {
	if (verdict[i] == "not run" || (verdict[i] == "skip" && !cases[i]))
		return 1
	if (!is_bad(verdict[i]))
		return 0
	for (c = 1; c <= cases[i]; c++)
		if (is_bad(case_verdict[i, c]))
			told = told "\n" case_reason[i, c] "\n"
	return told == "" ||
	       (reason[i] !~ /^exit=|^[0-9]+ cases not ok|^stopped/ &&
		!index(told, "\n" reason[i] "\n"))
}
