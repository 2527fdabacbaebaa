# SPDX-License-Identifier: GPL-2.0
#
# Writes summary.json, one object:
#
#   suite		"kvm-hv-nested"
#   version		of the suite; "" if unknown
#   status		exit status of the run without baseline: 0 passed, 1 failed, 4
#			nothing ran, 129 and up: ended by signal 1 and up, the rest did not run
#   place		"native" or "emulate"
#   options		the options that a command needs to repeat this run
#   seed			of nested_stress_test and nested_random_test
#   started		local time, ISO 8601
#   elapsed		seconds
#   outside		seconds that no case took, summed over the machines: before, from
#			the command (built and set up) to the first program; start, of all
#			programs up to their first case; between cases
#   host		of the machine that the tests saw:
#     kernel		release
#     arch cpu mmu	strings
#     tlb		"hardware", or the emulated machine's: "stock", "strict" or
#			"strict-pwc"
#     page_size		bytes
#     model firmware	from the device tree, blanks as "_"; or "unknown"
#   totals		cases with each verdict, and programs that failed before
#			their first case: pass, fail (the kernel is wrong),
#			error (the test or its environment is), skip, xfail (a
#			known kernel defect), xpass (a known defect is gone: red)
#   longest		the longest case: program, case, seconds; or null
#   baseline		null, or the comparison with the run of --baseline:
#     folder, kernel, version, started, options	of that run
#     machine		what of the two machines differs, such as "cpu POWER9 and here
#			POWER10"; may be ""
#     worse		how many results are worse
#     status		exit status of this run: `status`, but 1 only for what is
#			worse
#     differences	list of
#       kind		worse, better, verdict (another one, neither red), reason
#			(another one), witness (not available any more), appeared,
#			vanished
#       what		PROGRAM, PROGRAM:CASE or the witness
#       text		what it is now and what it was
#     time_ratio	now to then, of all programs: the median; 0: too little to say
#     times		list of `of`, the program, seconds, baseline, of those whose ratio is
#			beyond the noise
#     figures		measured figures, in exits of L1 (memory: in bytes):
#       compared	how many both runs have
#       factor		now to then, the median
#       changed		list of `of`, the table and the figure, verdict (slower, faster,
#			more, less), now, baseline, noise, of those whose factor is beyond it
#   series		paths of measured series
#   defects		list of the known defects that a case looked for or --defects
#			names, of
#     defect		name
#     state		of this kernel: fixed, open or unknown
#     why		by what: the versions of the table, or the reason that the file
#			of --defects gives
#   missing		witnesses that were not available, list of
#     witness		name
#     reason		why, and what to do
#     programs		names
#   programs		list, as they ran, of
#     program		name
#     verdict		pass, fail, error, skip, "not run"
#     reason		why not pass; may be ""
#     repeat		the command that runs it alone
#     splat		the kernel's splat, if the program is not ok because of it;
#			may be ""
#     cases		list, as they ran, of
#       case		name, FIXTURE[.VARIANT].TEST
#       verdict		as in totals
#       reason		skip reason, name of the defect, or the first failure
#       seconds		or null
#       repeat		the command that runs it alone
#       splat		as above, of the case

BEGIN {
	for (i = 128; i < 256; i++)
		high[sprintf("%c", i)] = i
}

# The bytes of the UTF-8 character at byte i of s; 0 if none begins there.
function utf8_bytes(s, i,    first, second, n, k) {
	first = high[substr(s, i, 1)]
	n = first < 194 ? 0 : first < 224 ? 2 : first < 240 ? 3 : first < 245 ? 4 : 0
	for (k = 1; k < n; k++)
		if (!(substr(s, i + k, 1) in high) || high[substr(s, i + k, 1)] > 191)
			return 0
	second = n ? high[substr(s, i + 1, 1)] : 0
	# Too long a form, a surrogate, beyond Unicode.
	if (first == 224 && second < 160 || first == 237 && second > 159 ||
	    first == 240 && second < 144 || first == 244 && second > 143)
		return 0
	return n
}

# The output of the kernel or of a crashing program, or a vendor's file, can have any byte:
# JSON is UTF-8.
function json(s,    out, i, c, n) {
	out = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c in high) {
			n = utf8_bytes(s, i)
			c = n ? substr(s, i, n) : "?"
			i += n ? n - 1 : 0
		} else if (c == "\\" || c == "\"")
			c = "\\" c
		else if (c == "\t")
			c = "\\t"
		else if (c == "\n")
			c = "\\n"
		else if (c < " ")
			c = "?"
		out = out c
	}
	return "\"" out "\""
}

function case_object(i, c) {
	return sprintf("        {\"case\": %s, \"verdict\": %s, \"reason\": %s," \
		       " \"seconds\": %s,\n         \"repeat\": %s, \"splat\": %s}",
		       json(case_name[i, c]), json(case_verdict[i, c]),
		       json(case_reason[i, c]),
		       has_time(i, c) ? sprintf("%.2f", time_of(i, c)) : "null",
		       json(repeat(name[i] ":" case_name[i, c])),
		       json(case_splat[i, c]))
}

function program_object(i,    c) {
	printf "    {\"program\": %s, \"verdict\": %s, \"reason\": %s,\n",
	       json(name[i]), json(verdict[i]), json(reason[i])
	printf "     \"repeat\": %s, \"splat\": %s,\n     \"cases\": [",
	       json(repeat(name[i])), json(splat[i])
	for (c = 1; c <= cases[i]; c++)
		printf "%s\n%s", (c > 1 ? "," : ""), case_object(i, c)
	printf "]}"
}

function baseline_differences(    d) {
	for (d = 1; d <= differences; d++)
		printf "%s\n      {\"kind\": %s, \"what\": %s, \"text\": %s}",
		       (d > 1 ? "," : ""), json(diff_kind[d]), json(diff_what[d]),
		       json(diff_text[d])
}

function baseline_times(    s) {
	for (s = 1; s <= slower; s++)
		printf "%s\n      {\"of\": %s, \"seconds\": %.2f, \"baseline\": %.2f}",
		       (s > 1 ? "," : ""), json(slow_program[s]), slow_now[s],
		       slow_then[s]
}

function baseline_figures(    k) {
	compare_figures()
	printf "    \"figures\": {\"compared\": %d, \"factor\": %.3f, \"changed\": [",
	       figures, figures ? figure_factor : 0
	for (k = 1; k <= changed; k++)
		printf "%s\n      {\"of\": %s, \"verdict\": %s, \"now\": %.6g, \"baseline\": %.6g, \"noise\": %.3f}",
		       (k > 1 ? "," : ""), json(changed_what[k]), json(changed_verdict[k]),
		       changed_now[k], changed_then[k], changed_limit[k]
	print "]}},"
}

function baseline_object() {
	if (!compare_with_baseline()) {
		print "  \"baseline\": null,"
		return
	}
	print "  \"baseline\": {"
	printf "    \"folder\": %s, \"kernel\": %s, \"version\": %s,\n" \
	       "    \"started\": %s, \"options\": %s,\n",
	       json(ENVIRON["BASELINE_DIR"]), json(old_fact[0, "kernel"]),
	       json(old_fact[0, "version"]),
	       json(old_fact[0, "started"]), json(old_fact[0, "options"])
	printf "    \"machine\": %s,\n", json(substr(machine_differences(), 3))
	printf "    \"worse\": %d, \"status\": %d, \"time_ratio\": %.3f,\n", worse,
	       ENVIRON["ENDING"], time_ratio
	printf "    \"differences\": ["
	baseline_differences()
	printf "],\n    \"times\": ["
	baseline_times()
	print "],"
	baseline_figures()
}

function missing_object(m,    n, word, i, list) {
	n = split(missing_programs[m], word, " ")
	for (i = 1; i <= n; i++)
		list = list (i > 1 ? ", " : "") json(word[i])
	return sprintf("\n    {\"witness\": %s, \"reason\": %s,\n     \"programs\": [%s]}",
		       json(missing_witness[m]), json(missing_why[m]), list)
}

END {
	finish_parsing()
	find_longest()
	print "{"
	print "  \"suite\": \"kvm-hv-nested\","
	printf "  \"version\": %s,\n", json(ENVIRON["VERSION"])
	printf "  \"status\": %d,\n", ENVIRON["STATUS"]
	printf "  \"place\": %s,\n", json(ENVIRON["PLACE"])
	options = ENVIRON["AGAIN"]
	sub(/^ /, "", options)
	printf "  \"options\": %s,\n", json(options)
	printf "  \"seed\": %d,\n", ENVIRON["SEED"]
	printf "  \"started\": %s,\n", json(ENVIRON["STARTED"])
	printf "  \"elapsed\": %.2f,\n", ENVIRON["ELAPSED"] / 100
	printf "  \"outside\": {\"before\": %.2f, \"start\": %.2f, \"between\": %.2f},\n",
	       outside_of["before"], outside_of["start"], outside_of["between"]
	printf "  \"host\": {\"kernel\": %s, \"arch\": %s, \"cpu\": %s, \"mmu\": %s," \
	       " \"tlb\": %s, \"page_size\": %d,\n           \"model\": %s," \
	       " \"firmware\": %s},\n", json(host["kernel"]), json(host["arch"]),
	       json(host["cpu"]), json(host["mmu"]),
	       json(host["tlb"]), host["page_size"], json(host["model"]),
	       json(host["firmware"])
	printf "  \"totals\": {\"pass\": %d, \"fail\": %d, \"error\": %d, \"skip\": %d," \
	       " \"xfail\": %d, \"xpass\": %d},\n", total["pass"], total["fail"],
	       total["error"], total["skip"], total["xfail"], total["xpass"]
	if (longest >= 0)
		printf "  \"longest\": {\"program\": %s, \"case\": %s, \"seconds\": %.2f},\n",
		       json(longest_program), json(longest_case), longest
	else
		print "  \"longest\": null,"
	baseline_object()
	printf "  \"series\": ["
	for (i = 1; i <= series; i++)
		printf "%s%s", (i > 1 ? ", " : ""), json(series_path[i])
	print "],"
	printf "  \"defects\": ["
	for (i = 1; i <= defects; i++)
		printf "%s\n    {\"defect\": %s, \"state\": %s, \"why\": %s}",
		       (i > 1 ? "," : ""), json(defect[i]), json(defect_state[i]),
		       json(defect_why[i])
	print "],"
	printf "  \"missing\": ["
	for (i = 1; i <= missing; i++)
		printf "%s%s", (i > 1 ? "," : ""), missing_object(i)
	print "],"
	print "  \"programs\": ["
	for (i = 1; i <= programs; i++) {
		program_object(i)
		print (i < programs ? "," : "")
	}
	print "  ]"
	print "}"
}
