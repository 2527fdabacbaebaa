# SPDX-License-Identifier: GPL-2.0
#
# All results of a run as a table, loaded after the runner's ktap.awk: what, program,
# case, verdict, text. The cases of a program come before the program's own line; the
# case that ran when the stream ended, if any, comes first, as "last".

function row(what, program, name, verdict, text) {
	gsub(/\t/, " ", text)
	printf "%s\t%s\t%s\t%s\t%s\n", what, program, name, verdict, text
}

END {
	# finish_parsing() ends it.
	row("last", "", running, "", "")
	finish_parsing()
	for (i = 1; i <= programs; i++) {
		for (c = 1; c <= cases[i]; c++)
			row("case", name[i], case_name[i, c], case_verdict[i, c],
			    case_reason[i, c])
		row("program", name[i], "", verdict[i], reason[i])
	}
}
