# SPDX-License-Identifier: GPL-2.0
#
# The first case of a run that is not ok; loaded after the runner's ktap.awk and
# witness.awk. Prints PROGRAM:CASE, the witness and the text, or nothing; with
# -v dead=TEXT what ran when the machine died.

# The harness's own words, where the library said nothing.
/^# #  *[^ ]+\.c:[0-9]+:/ && why == "" {
	why = $0
	sub(/^# # */, "", why)
}
/^# (not )?ok [0-9]+/ {
	if (/^# not / || / # XPASS/)
		if (said == "")
			said = why
	why = ""
}

function tell(what, text) {
	if (text == "")
		text = said
	gsub(/\t/, " ", text)
	printf "%s\t%s\t%s\n", what, witness(text), text
	told = 1
}

END {
	# What ran last, before the parser closes the book on it.
	last = running
	finish_parsing()
	for (i = 1; i <= programs && !told; i++) {
		for (c = 1; c <= cases[i] && !told; c++)
			if (is_bad(case_verdict[i, c]))
				tell(name[i] ":" case_name[i, c],
				     (case_verdict[i, c] == "error" ? "ERROR: " : "") \
				     case_reason[i, c])
		if (!told && is_bad(verdict[i]) && dead == "")
			tell(name[i],
			     (verdict[i] == "error" ? "ERROR: " : "") reason[i])
	}
	if (!told && dead != "")
		tell(programs ? name[programs] ":" last : "between two runs",
		     "the machine died: " dead)
}
