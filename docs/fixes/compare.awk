# SPDX-License-Identifier: GPL-2.0
#
# Two files of verdicts.awk, without and with a fix.  Prints what is wrong, one line each,
# and last `N xpass, N pass, N unchanged`, and `N by another defect` if there are such.
#   -v fix=NAME -v with=NAMES	the fix, and those that it was tried with
#
# A case that was an expected failure by the fix's defect, or that skipped, passes, or is
# an unexpected pass, or an expected failure by another known defect, which the first had
# hidden: a case has one verdict.  Any other case is what it was.  A case that ran with
# the fix only, by its name, is an unexpected pass by that defect.

BEGIN { FS = "\t" }

NR == FNR {
	verdict[$1] = $2
	defect[$1] = $3
	next
}

function is_fixed(name) {
	return name == fix || index(" " with " ", " " name " ")
}

{
	seen[$1] = 1
	ran = $1 in verdict
	of_fix = ran ? verdict[$1] == "xfail" && is_fixed(defect[$1]) : 1
	hidden = of_fix || verdict[$1] == "skip"
	if (hidden && $2 == "xpass" && $3 == fix)
		xpass++
	else if (hidden && $2 == "xpass" && is_fixed($3))
		of_others++
	else if (of_fix && ran && $2 == "pass")
		pass++
	else if (hidden && ran && $2 == "xfail" && !is_fixed($3))
		other++
	else if (!of_fix && $2 == verdict[$1] && $3 == defect[$1])
		unchanged++
	else
		print $1 ": " (($1 in verdict) ? verdict[$1] : "not run") \
		      " without the fix, " $2 " with it" ($3 != "-" ? " (" $3 ")" : "")
}

END {
	for (what in verdict)
		if (!(what in seen))
			print what ": not run with the fix"
	printf "%d xpass, %d pass, %d unchanged%s\n", xpass, pass, unchanged,
	       other ? ", " other " by another defect" : ""
}
