# SPDX-License-Identifier: GPL-2.0
#
# Writes report.html: one file, readable without scripts, network or colours.  It is XML
# too.  html_style.awk, html_baseline.awk, html_matrix.awk, html_lists.awk and
# html_plot.awk, loaded before this file, write its parts.

function row(what, value) {
	printf "<tr><th>%s</th><td>%s</td></tr>\n", escape(what), escape(value)
}

function headline() {
	if (ENVIRON["STATUS"] == 0)
		return "passed"
	return ENVIRON["STATUS"] == 4 ? "nothing ran" : "not passed"
}

function summary(    f) {
	printf "<h1>kvm-hv-nested: <span class=\"%s\">%s</span></h1>\n",
	       ENVIRON["STATUS"] == 0 ? "pass" : "fail", headline()
	print "<table class=\"facts\">"
	for (f = 1; f <= facts; f++)
		row(fact[f], fact_value[f])
	row("started", ENVIRON["STARTED"])
	row("elapsed", sprintf("%.1f s", ENVIRON["ELAPSED"] / 100))
	if (longest >= 0)
		row("longest case", sprintf("%s:%s, %.1f s", longest_program,
					    longest_case, longest))
	row("exit status", ENVIRON["ENDING"] != "" ? ENVIRON["ENDING"] : ENVIRON["STATUS"])
	row("command", "./run_kselftest.sh" ENVIRON["AGAIN"])
	print "</table>"
}

function verdict_cells(counts_of, p,    v) {
	for (v = 1; v <= verdicts; v++)
		printf "<td class=\"n %s\">%s</td>",
		       counts_of[p, verdict_name[v]] ? verdict_name[v] : "",
		       counts_of[p, verdict_name[v]] + 0
}

function program_table(    i, v, c, time) {
	print "<h2>Programs</h2>\n<table>\n<tr><th>program</th><th></th>"
	for (v = 1; v <= verdicts; v++)
		printf "<th>%s</th>", verdict_name[v]
	print "<th>seconds</th></tr>"
	for (i = 1; i <= programs; i++) {
		time = 0
		for (c = 1; c <= cases[i]; c++)
			time += time_of(i, c)
		printf "<tr><td>%s</td><td class=\"%s\">%s</td>",
		       escape(name[i]), is_bad(verdict[i]) ? "fail" : verdict[i],
		       verdict[i]
		verdict_cells(count, i)
		printf "<td class=\"n\">%.1f</td></tr>\n", time
	}
	printf "<tr><th>total</th><td></td>"
	for (v = 1; v <= verdicts; v++)
		printf "<th class=\"n\">%d</th>", total[verdict_name[v]]
	print "<td></td></tr>\n</table>"
}

END {
	finish_parsing()
	find_longest()
	collect_facts()
	verdicts = split("pass fail error skip xfail xpass", verdict_name, " ")
	print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>"
	print "<meta charset=\"utf-8\"/>"
	print "<meta name=\"viewport\" content=\"width=device-width\"/>"
	printf "<title>kvm-hv-nested: %s, %s</title>\n", headline(),
	       escape(host["kernel"])
	style()
	print "</head>\n<body>"
	summary()
	program_table()
	baseline_section()
	bad_list()
	defect_list()
	missing_list()
	grouped_list("xfail", "Known kernel defects that showed", "defect")
	matrices()
	plots()
	grouped_list("skip", "Not run here, and why", "reason")
	longest_list()
	print "</body>\n</html>"
}
