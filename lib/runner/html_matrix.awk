# SPDX-License-Identifier: GPL-2.0
#
# The matrix: a table for each fixture, a row for each test, a column for each
# variant.  A variant BACKING_leaf_LEAF has its column under its backing.

# FIXTURE[.VARIANT].TEST
function split_case(what,    at) {
	at = index(what, ".")
	fixture_part = substr(what, 1, at - 1)
	what = substr(what, at + 1)
	variant_part = ""
	test_part = what
	if (match(what, /^.*\./)) {
		variant_part = substr(what, 1, RLENGTH - 1)
		test_part = substr(what, RLENGTH + 1)
	}
}

function backing_of(variant) {
	return match(variant, /_leaf_/) ? substr(variant, 1, RSTART - 1) : variant
}

function leaf_of(variant) {
	return match(variant, /_leaf_/) ? substr(variant, RSTART + 6) : ""
}

function mark(v) {
	if (v == "pass")
		return "&#10003;"
	if (v == "skip")
		return "&#8211;"
	return v
}

function cell(i, c,    v, tip) {
	if (!c)
		return "<td></td>"
	v = case_verdict[i, c]
	tip = v (case_reason[i, c] != "" ? ": " case_reason[i, c] : "")
	if (has_time(i, c))
		tip = tip sprintf(", %.2f s", time_of(i, c))
	return "<td" attribute("class", v) attribute("title", tip) ">" \
	       (is_bad(v) ? "<a href=\"#c" i "." c "\">" v "</a>" : mark(v)) "</td>"
}

# Backings side by side, as wide as they have leaves.
function heads(    v, span) {
	printf "<tr><th rowspan=\"2\"></th>"
	for (v = 1; v <= variants; v += span) {
		for (span = 1; v + span <= variants; span++)
			if (backing_of(variant[v + span]) != backing_of(variant[v]))
				break
		printf "<th class=\"leaf\" colspan=\"%d\">%s</th>", span,
		       escape(backing_of(variant[v]))
	}
	printf "</tr>\n<tr>"
	for (v = 1; v <= variants; v++)
		printf "<th class=\"leaf\">%s</th>", escape(leaf_of(variant[v]))
	print "</tr>"
}

# Cases first to last - 1 of program i: one fixture.
function matrix(i, first, last,    c, t, v) {
	variants = tests = 0
	split("", variant_seen)
	split("", test_seen)
	split("", case_at)
	for (c = first; c < last; c++) {
		split_case(case_name[i, c])
		if (!(variant_part in variant_seen)) {
			variant[++variants] = variant_part
			variant_seen[variant_part] = 1
		}
		if (!(test_part in test_seen)) {
			test[++tests] = test_part
			test_seen[test_part] = 1
		}
		case_at[variant_part, test_part] = c
	}
	split_case(case_name[i, first])
	printf "<h3>%s: %s</h3>\n<table class=\"matrix\">\n", escape(name[i]),
	       escape(fixture_part)
	if (variants > 1 || variant[1] != "")
		heads()
	for (t = 1; t <= tests; t++) {
		printf "<tr><th>%s</th>", escape(test[t])
		for (v = 1; v <= variants; v++)
			printf "%s", cell(i, case_at[variant[v], test[t]])
		print "</tr>"
	}
	print "</table>"
}

function matrices(    i, c, first, now) {
	print "<h2>Cases</h2>"
	print "<p>A column is a cell: host memory, and under it the size of L2's leaf."
	print "&#10003; passed, &#8211; skipped, xfail: a known kernel defect showed.</p>"
	for (i = 1; i <= programs; i++) {
		first = 1
		now = ""
		for (c = 1; c <= cases[i]; c++) {
			split_case(case_name[i, c])
			if (now != "" && fixture_part != now) {
				matrix(i, first, c)
				first = c
			}
			split_case(case_name[i, c])
			now = fixture_part
		}
		if (cases[i])
			matrix(i, first, c)
	}
}
