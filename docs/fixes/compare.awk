# SPDX-License-Identifier: GPL-2.0
#
# Two files of verdicts.awk, without and with a fix.  Prints what is wrong, one line each,
# and last `N xpass, N pass, N unchanged`, and `N by another defect` if there are such.
#   -v fix=NAME
#
# A case that was an expected failure by the fix's defect passes, or is an unexpected
# pass, or an expected failure by another known defect, which it has met all along: a
# case has one verdict.  Any other case is what it was.  A case that ran with the fix
# only, by its name, is an unexpected pass by that defect.

BEGIN { FS = "\t" }

NR == FNR {
	verdict[$1] = $2
	defect[$1] = $3
	next
}

{
	seen[$1] = 1
	of_fix = ($1 in verdict) ? verdict[$1] == "xfail" && defect[$1] == fix : 1
	if (of_fix && $2 == "xpass" && $3 == fix)
		xpass++
	else if (of_fix && ($1 in verdict) && $2 == "pass")
		pass++
	else if (of_fix && ($1 in verdict) && $2 == "xfail" && $3 != fix)
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
