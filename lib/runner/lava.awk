# SPDX-License-Identifier: GPL-2.0
#
# A summary.json, named by -v summary=FILE, as lines for lava.sh:
#   set PROGRAM
#   case NAME RESULT [SECONDS]
#
# LAVA knows pass, fail, skip and unknown.  An expected failure is a skip, as in
# junit.xml: a pass would hide the defect.  An error is a fail: LAVA's `unknown` would
# not show in a comparison.

function lava_result(v) {
	if (v == "pass")
		return "pass"
	return v == "skip" || v == "xfail" || v == "not run" ? "skip" : "fail"
}

BEGIN {
	if (!read_summary(0, summary))
		exit 2
	for (k = 1; k <= old_results[0]; k++) {
		what = old_what[0, k]
		at = index(what, ":")
		if (!at) {
			print "set", what
			print "case program", lava_result(old_verdict[0, what])
			continue
		}
		line = "case " substr(what, at + 1) " " lava_result(old_verdict[0, what])
		if ((0, what) in old_seconds)
			line = line " " old_seconds[0, what]
		print line
	}
}
