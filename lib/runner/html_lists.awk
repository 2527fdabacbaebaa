# SPDX-License-Identifier: GPL-2.0
#
# The lists of report.html: what is not ok, missing witnesses, skips and known defects by
# reason, the longest cases.

function bad_item(id, what, v, why, said) {
	printf "<dt%s><code>%s</code> <span class=\"fail\">%s</span></dt>\n",
	       id != "" ? attribute("id", id) : "", escape(what), v
	printf "<dd>%s", escape(why)
	if (v != "not run")
		printf "<pre>%s</pre>", escape(repeat(what))
	if (said != "")
		printf "<details><summary>what the kernel printed</summary>\n<pre>%s</pre></details>",
		       escape_lines(said)
	print "</dd>"
}

function bad_list(    i, c, any) {
	for (i = 1; i <= programs; i++) {
		for (c = 1; c <= cases[i]; c++) {
			if (!is_bad(case_verdict[i, c]))
				continue
			if (!any++)
				print "<h2>Not ok</h2>\n<dl>"
			bad_item("c" i "." c, name[i] ":" case_name[i, c],
				 case_verdict[i, c], case_reason[i, c],
				 case_splat[i, c])
		}
		if (verdict[i] == "skip" || !says_more(i))
			continue
		if (!any++)
			print "<h2>Not ok</h2>\n<dl>"
		bad_item("", name[i], verdict[i], reason[i], splat[i])
	}
	if (any)
		print "</dl>"
}

function missing_list(    m) {
	if (!missing)
		return
	print "<h2>Witnesses that were missing</h2>\n<table>"
	print "<tr><th>witness</th><th>reason</th><th>programs</th></tr>"
	for (m = 1; m <= missing; m++)
		printf "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n",
		       escape(missing_witness[m]), escape(missing_why[m]),
		       escape(missing_programs[m])
	print "</table>"
}

# One line for a test with all its variants that share a reason.
function add_to_group(why, line, variant,    key) {
	if (!(why in group_seen)) {
		group[++groups] = why
		group_seen[why] = 1
	}
	group_size[why]++
	key = why SUBSEP line
	if (!(key in line_variants)) {
		group_line[why, ++group_lines[why]] = line
		line_variants[key] = variant
	} else {
		line_variants[key] = line_variants[key] ", " variant
	}
}

function collect_groups(v,    i, c) {
	groups = 0
	split("", group_seen)
	split("", group_size)
	split("", group_lines)
	split("", line_variants)
	for (i = 1; i <= programs; i++) {
		if (verdict[i] == v && !cases[i])
			add_to_group(reason[i], name[i], "")
		for (c = 1; c <= cases[i]; c++) {
			if (case_verdict[i, c] != v)
				continue
			split_case(case_name[i, c])
			add_to_group(case_reason[i, c], name[i] ": " test_part,
				     variant_part)
		}
	}
}

function grouped_list(v, title, head,    g, l, why, line) {
	collect_groups(v)
	if (!groups)
		return
	printf "<h2>%s</h2>\n<table>\n<tr><th>%s</th><th>cases</th><th>which</th></tr>\n",
	       title, head
	for (g = 1; g <= groups; g++) {
		why = group[g]
		printf "<tr><td>%s</td><td class=\"n\">%d</td><td>",
		       escape(why != "" ? why : "no reason given"),
		       group_size[why]
		for (l = 1; l <= group_lines[why]; l++) {
			line = group_line[why, l]
			printf "%s%s", (l > 1 ? "<br/>\n" : ""), escape(line)
			if (line_variants[why, line] != "")
				printf " (%s)", escape(line_variants[why, line])
		}
		print "</td></tr>"
	}
	print "</table>"
}

# The states of known defects: should this kernel have them?
function defect_list(    d) {
	if (!defects)
		return
	print "<h2>Known kernel defects in this kernel</h2>\n<table>"
	print "<tr><th>defect</th><th></th><th>by what</th></tr>"
	for (d = 1; d <= defects; d++)
		printf "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n",
		       escape(defect[d]), escape(defect_state[d]), escape(defect_why[d])
	print "</table>"
}

function longest_list(    n, i, c, best, at) {
	for (n = 1; n <= 10; n++) {
		best = 0
		for (i = 1; i <= programs; i++)
			for (c = 1; c <= cases[i]; c++)
				if (!((i, c) in listed) && time_of(i, c) > best) {
					best = time_of(i, c)
					at = i SUBSEP c
				}
		if (!best)
			break
		if (n == 1)
			print "<h2>The longest cases</h2>\n<table>"
		listed[at] = 1
		split(at, word, SUBSEP)
		printf "<tr><td>%s</td><td class=\"n\">%.1f s</td></tr>\n",
		       escape(name[word[1]] ":" case_name[word[1], word[2]]), best
	}
	if (n > 1)
		print "</table>"
}
