# SPDX-License-Identifier: GPL-2.0
#
# One line a case: PROGRAM:CASE, verdict, defect (of xfail and xpass) or "-".  Loaded
# after lib/runner/ktap.awk.

END {
	for (i = 1; i <= programs; i++)
		for (c = 1; c <= cases[i]; c++) {
			what = "-"
			if (case_verdict[i, c] ~ /^x/) {
				what = case_reason[i, c]
				sub(/:.*/, "", what)
			}
			print name[i] ":" case_name[i, c] "\t" case_verdict[i, c] "\t" what
		}
}
