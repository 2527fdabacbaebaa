# SPDX-License-Identifier: GPL-2.0
#
# The comparison with the baseline in report.html.

function baseline_row(d,    kind) {
	kind = diff_kind[d]
	printf "<tr><td class=\"%s\">%s</td><td><code>%s</code></td><td>%s</td></tr>\n",
	       kind == "worse" ? "fail" : kind == "better" ? "pass" : "skip",
	       kind_title(kind), escape(diff_what[d]), escape(diff_text[d])
}

function baseline_times(    s) {
	if (time_ratio)
		printf "<p>Time of all programs: factor %.2f (median).</p>\n", time_ratio
	if (!slower)
		return
	print "<table>\n<tr><th>program</th><th>seconds</th><th>were</th><th>factor</th></tr>"
	for (s = 1; s <= slower; s++)
		printf "<tr><td>%s</td><td class=\"n\">%.1f</td><td class=\"n\">%.1f</td>" \
		       "<td class=\"n\">%.2f</td></tr>\n", escape(slow_program[s]),
		       slow_now[s], slow_then[s], slow_ratio[s]
	print "</table>"
}

function baseline_figures(    k) {
	compare_figures()
	if (figures_apart != "")
		printf "<p>%s.</p>\n", escape(figures_apart)
	if (!figures)
		return
	printf "<p>Figures: %d compared, %d differ by more than their noise; factor %.2f" \
	       " (median), spread %.1f%% (median).</p>\n", figures, changed, figure_factor,
	       100 * figure_noise
	if (!changed)
		return
	print "<table>\n<tr><th></th><th>figure</th><th>now</th><th>was</th>" \
	      "<th>factor</th><th>noise</th></tr>"
	for (k = 1; k <= changed; k++)
		printf "<tr><td class=\"%s\">%s</td><td><code>%s</code></td>" \
		       "<td class=\"n\">%.4g</td><td class=\"n\">%.4g</td>" \
		       "<td class=\"n\">%.2f</td><td class=\"n\">%.2f</td></tr>\n",
		       (changed_factor[k] > 1 ? "fail" : "pass"), changed_verdict[k],
		       escape(changed_what[k]), changed_now[k], changed_then[k],
		       changed_factor[k], changed_limit[k]
	print "</table>"
}

function baseline_section(    k, n, d, kind) {
	if (!compare_with_baseline())
		return
	printf "<h2>Against the baseline</h2>\n<p>%s: <span class=\"%s\">%s</span></p>\n",
	       escape(baseline_name()), worse ? "fail" : "pass",
	       worse ? worse " worse" : "nothing worse"
	if (differences) {
		print "<table>"
		n = split("worse better verdict reason witness appeared vanished", kind, " ")
		for (k = 1; k <= n; k++)
			for (d = 1; d <= differences; d++)
				if (diff_kind[d] == kind[k])
					baseline_row(d)
		print "</table>"
	}
	baseline_times()
	baseline_figures()
}
