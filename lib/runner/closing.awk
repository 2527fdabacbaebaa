# SPDX-License-Identifier: GPL-2.0
#
# Writes the last lines of a run, as comments of the KTAP stream: what is not ok, with the
# command that repeats it, missing witnesses, the totals, the longest case, changes of the
# host, the elapsed time.

function tell(what, v, why) {
	printf "# %s: %s%s\n", what, v, why != "" ? ": " why : ""
	if (v != "not run")
		print "#   " repeat(what)
}

function tell_host(	n, i, line)
{
	n = split(ENVIRON["HOST_CHANGES"], line, "\n")
	for (i = 1; i <= n; i++)
		print "# Host changed meanwhile, by this run or by others: " line[i]
	if (ENVIRON["HOST_SEEN"] && !n)
		print "# Host: as before the run"
}

END {
	finish_parsing()
	find_longest()
	for (i = 1; i <= programs; i++) {
		for (c = 1; c <= cases[i]; c++)
			if (is_bad(case_verdict[i, c]))
				tell(name[i] ":" case_name[i, c],
				     case_verdict[i, c], case_reason[i, c])
		if (verdict[i] != "skip" && says_more(i))
			tell(name[i], verdict[i], reason[i])
	}
	for (m = 1; m <= missing; m++)
		printf "# No witness in %s: %s: %s\n",
		       missing_count[m] == 1 ? missing_programs[m] : \
		       missing_count[m] " programs", missing_witness[m], missing_why[m]
	tell_baseline()
	printf "# Totals: pass:%d fail:%d error:%d skip:%d xfail:%d xpass:%d\n",
	       total["pass"], total["fail"], total["error"], total["skip"],
	       total["xfail"], total["xpass"]
	if (ENVIRON["STATUS"] == 4)
		print "# Nothing ran: every program was skipped"
	if (longest >= 0)
		printf "# Longest case: %s:%s, %.1f s\n", longest_program,
		       longest_case, longest
	if (outside)
		printf "# Outside of cases: %.1f s: before the first program %.1f, starts of programs %.1f, between cases %.1f\n",
		       outside, outside_of["before"], outside_of["start"],
		       outside_of["between"]
	tell_host()
	printf "# Elapsed: %.1f s\n", ENVIRON["ELAPSED"] / 100
}
