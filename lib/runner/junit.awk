# SPDX-License-Identifier: GPL-2.0
#
# Writes junit.xml: a testsuite for each program, a testcase for each case.
#
#   fail		failure
#   error		error: the test or its environment is wrong
#   skip		skipped, with its reason
#   xfail		skipped, "expected failure: " and the defect's name
#   xpass		failure: the defect is gone, the case has to change
#
# A failure's text is the command that repeats it, and what the kernel printed.
#
# A program's result that does not follow from its cases (a timeout, the kernel log, a
# skip of the whole program) is a separate testcase, "program".

function outcome(tag, type, message, what, said) {
	printf ">\n      <%s%s%s>%s</%s>\n    </testcase>\n", tag,
	       attribute("message", message),
	       type != "" ? attribute("type", type) : "",
	       what != "" ? escape(repeat(what)) \
			    (said != "" ? "\n" escape_lines(said) : "") : "",
	       tag
}

function testcase(class, what, v, why, time, target, said) {
	printf "    <testcase%s%s%s", attribute("classname", class),
	       attribute("name", what), attribute("time", time)
	if (v == "pass")
		print "/>"
	else if (v == "skip")
		outcome("skipped", "", why)
	else if (v == "xfail")
		outcome("skipped", "", "expected failure: " why)
	else if (v == "not run")
		outcome("skipped", "", "not run")
	else if (v == "xpass")
		outcome("failure", "xpass", "unexpected pass: " why, target)
	else if (v == "error")
		outcome("error", v, why, target, said)
	else
		outcome("failure", v, why, target, said)
}

# nested_unmap.thp_2m_leaf_64k.discard: all but the last part is the class.
function one_case(i, c,    what, class) {
	what = case_name[i, c]
	class = name[i]
	if (match(what, /^.*\./)) {
		class = class "." substr(what, 1, RLENGTH - 1)
		what = substr(what, RLENGTH + 1)
	}
	testcase(class, what, case_verdict[i, c], case_reason[i, c],
		 sprintf("%.2f", time_of(i, c)), name[i] ":" case_name[i, c],
		 case_splat[i, c])
}

function tally(v, by) {
	if (v == "error")
		errors += by
	else if (is_bad(v))
		failures += by
	else if (v != "pass")
		skips += by
	tests += by
}

function counts(time) {
	return attribute("tests", tests) attribute("failures", failures) \
	       attribute("errors", errors) attribute("skipped", skips) \
	       attribute("time", sprintf("%.2f", time))
}

function testsuite(i, own,    c, time) {
	tests = failures = errors = skips = time = 0
	for (c = 1; c <= cases[i]; c++) {
		tally(case_verdict[i, c], 1)
		time += time_of(i, c)
	}
	if (own)
		tally(verdict[i], 1)
	printf "  <testsuite%s%s%s>\n", attribute("name", name[i]),
	       attribute("timestamp", started), counts(time)
	print "    <properties>"
	for (c = 1; c <= facts; c++)
		printf "      <property%s%s/>\n", attribute("name", fact[c]),
		       attribute("value", fact_value[c])
	for (c = 1; c <= missing; c++)
		if (index(" " missing_programs[c] " ", " " name[i] " "))
			printf "      <property%s%s/>\n",
			       attribute("name", "missing witness"),
			       attribute("value", missing_witness[c] ": " missing_why[c])
	print "    </properties>"
	for (c = 1; c <= cases[i]; c++)
		one_case(i, c)
	if (own)
		testcase(name[i], "program", verdict[i], reason[i], "0", name[i],
			 splat[i])
	print "  </testsuite>"
}

END {
	finish_parsing()
	collect_facts()
	# JUnit's times have no zone.
	started = substr(ENVIRON["STARTED"], 1, 19)
	tests = failures = errors = skips = 0
	for (i = 1; i <= programs; i++) {
		for (c = 1; c <= cases[i]; c++)
			tally(case_verdict[i, c], 1)
		if (own[i] = says_more(i))
			tally(verdict[i], 1)
	}
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	printf "<testsuites%s%s>\n", attribute("name", "kvm-hv-nested"),
	       counts(ENVIRON["ELAPSED"] / 100)
	for (i = 1; i <= programs; i++)
		testsuite(i, own[i])
	print "</testsuites>"
}
