# SPDX-License-Identifier: GPL-2.0
#
# Reads summary.json files of earlier runs, as json.awk writes them.  Of run r:
#
#   old_fact[r, KEY]		status, version, started, options, place, kernel, cpu, mmu,
#				tlb, page_size, model, firmware
#   old_missing[r, WITNESS]	a witness that was not available
#   old_programs[r]		how many programs it has
#   old_results[r], old_what[r, i]	PROGRAM and PROGRAM:CASE, in their order
#   old_verdict[r, WHAT], old_reason[r, WHAT]
#   old_seconds[r, WHAT]	of a case that has a time
#   old_cases[r, PROGRAM]	how many cases it has

# The string that begins after the first `"KEY": "` of `json_rest`, which then is what
# follows it.
function json_value(key,    mark, out, at, c) {
	mark = "\"" key "\": \""
	at = index(json_rest, mark)
	if (!at)
		return ""
	json_rest = substr(json_rest, at + length(mark))
	out = ""
	while (match(json_rest, /["\\]/)) {
		out = out substr(json_rest, 1, RSTART - 1)
		c = substr(json_rest, RSTART, 1)
		json_rest = substr(json_rest, RSTART + 1)
		if (c == "\"")
			return out
		c = substr(json_rest, 1, 1)
		json_rest = substr(json_rest, 2)
		out = out (c == "t" ? "\t" : c == "n" ? "\n" : c)
	}
	return out
}

function add_old(r, what) {
	old_what[r, ++old_results[r]] = what
	old_verdict[r, what] = json_value("verdict")
	old_reason[r, what] = json_value("reason")
}

function summary_line(r, line,    what) {
	json_rest = line
	if (line ~ /^ +\{"program": "/) {
		old_program = json_value("program")
		old_programs[r]++
		old_cases[r, old_program] = 0
		add_old(r, old_program)
	} else if (line ~ /^ +\{"case": "/) {
		what = old_program ":" json_value("case")
		old_cases[r, old_program]++
		add_old(r, what)
		if (json_rest ~ /^, "seconds": [0-9]/)
			old_seconds[r, what] = substr(json_rest, 14) + 0
	} else if (line ~ /^  "(version|started|options|place)": "/) {
		what = substr(line, 4)
		sub(/".*/, "", what)
		old_fact[r, what] = json_value(what)
	} else if (line ~ /^  "host": /) {
		old_fact[r, "kernel"] = json_value("kernel")
		old_fact[r, "cpu"] = json_value("cpu")
		old_fact[r, "mmu"] = json_value("mmu")
		old_fact[r, "tlb"] = json_value("tlb")
		old_fact[r, "page_size"] = json_rest
		gsub(/[^0-9]/, "", old_fact[r, "page_size"])
	} else if (line ~ /^    \{"witness": "/) {
		old_missing[r, json_value("witness")] = 1
	} else if (line ~ /^ +"model": "/) {
		old_fact[r, "model"] = json_value("model")
		old_fact[r, "firmware"] = json_value("firmware")
	} else if (line ~ /^  "status": /) {
		sub(/^.*: /, "", line)
		old_fact[r, "status"] = line + 0
	}
}

# Returns whether the file is a summary.
function read_summary(r, file,    line) {
	old_programs[r] = old_results[r] = 0
	while ((getline line < file) > 0)
		summary_line(r, line)
	close(file)
	return old_programs[r] > 0
}

# Remove what differs between equal results: addresses, counts.  For an expected failure
# only the defect's name is compared.
function reason_core(v, why) {
	if (v == "xfail")
		sub(/:.*/, "", why)
	gsub(/0x[0-9a-f]+/, "#", why)
	gsub(/[0-9]+/, "#", why)
	return why
}
