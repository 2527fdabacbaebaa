# SPDX-License-Identifier: GPL-2.0
#
# Counts the results in a TAP stream: prints `PASSED FAILED SKIPPED`.  A plan
# that does not fit, or none at all, is one more failure, as is -v code=STATUS
# that is not 0 though no result is bad.

/^1\.\.[0-9]+/ {
	plan = substr($1, 4) + 0
	planned = 1
}
/^(not )?ok [0-9]+/ {
	ran++
	if (/^not / || / # XPASS/)
		failed++
	else if (/ # SKIP/)
		skipped++
	else
		passed++
}
END {
	if (!planned || plan != ran || (code != 0 && code != 4 && !failed))
		failed++
	printf "%d %d %d\n", passed, failed, skipped
}
