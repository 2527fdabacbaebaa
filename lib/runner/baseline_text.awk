# SPDX-License-Identifier: GPL-2.0
#
# The comparison with the baseline in the closing lines: everything that is worse, with the
# command that repeats it, and the first ones of each other kind.

BEGIN { most_told = 20 }

function tell_kind(kind,    d, n) {
	for (d = 1; d <= differences; d++)
		n += diff_kind[d] == kind
	if (!n)
		return
	printf "#   %s: %d\n", kind_title(kind), n
	n = 0
	for (d = 1; d <= differences; d++) {
		if (diff_kind[d] != kind)
			continue
		if (kind != "worse" && ++n > most_told)
			continue
		printf "#     %s: %s\n", diff_what[d], diff_text[d]
		if (kind == "worse")
			print "#       " repeat(diff_what[d])
	}
	if (n > most_told)
		printf "#     and %d more, in report.html and summary.json\n", n - most_told
}

function tell_figures(    k) {
	compare_figures()
	if (figures_apart != "")
		print "#   " figures_apart
	if (!figures)
		return
	for (k = 1; k <= changed; k++)
		printf "#   %s: %s: %.4g, was %.4g, factor %.2f, noise %.2f\n",
		       changed_verdict[k], changed_what[k], changed_now[k],
		       changed_then[k], changed_factor[k], changed_limit[k]
	printf "#   figures: %d compared, %d differ by more than their noise; factor %.2f (median), spread %.1f%% (median)\n",
	       figures, changed, figure_factor, 100 * figure_noise
}

function tell_baseline(    k, n, kind, s) {
	if (!compare_with_baseline())
		return
	print "# Against the baseline " baseline_name() ":"
	n = split("worse better verdict reason witness appeared vanished", kind, " ")
	for (k = 1; k <= n; k++)
		tell_kind(kind[k])
	if (!differences)
		print "#   the same results"
	for (s = 1; s <= slower; s++)
		printf "#   time of %s: %.1f s, was %.1f s, factor %.2f\n",
		       slow_program[s], slow_now[s], slow_then[s], slow_ratio[s]
	if (time_ratio)
		printf "#   time of all programs: factor %.2f (median)\n", time_ratio
	tell_figures()
}
