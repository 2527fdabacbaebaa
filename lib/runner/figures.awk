# SPDX-License-Identifier: GPL-2.0
#
# Compares measured figures with the baseline's, whose tables are in the folder
# ENVIRON["BASELINE_SERIES"]: those of nested_perf_test, whose first column is "figure".
#
#   figures			how many were compared
#   figure_factor, figure_noise	now to then, the median of all; and the median spread
#   changed, changed_what[k], changed_now[k], changed_then[k], changed_factor[k],
#   changed_limit[k], changed_verdict[k]	slower, faster; of bytes: more, less
#   figures_apart		why nothing was compared, or ""
#
# A figure is in exits of L1 that were measured with it, so that a slower machine is no
# difference.  Its noise is the relative spread of its rounds in both runs, and at least
# that of most figures: a change is what exceeds three times that, as a factor.

BEGIN { least_change = 1.15 }

# A table's rows go to figure_*[SIDE, TABLE FIGURE].
function read_figures(side, path, table,    line, word, n, what) {
	if ((getline line < path) <= 0 || line !~ /^figure\t/) {
		close(path)
		return
	}
	while ((getline line < path) > 0) {
		n = split(line, word, "\t")
		if (n < 9)
			continue
		what = table " " word[1]
		if (side == "now")
			figure_name[++figure_names] = what
		figure_ratio[side, what] = word[2] + 0
		figure_spread[side, what] = word[3] + 0
		figure_rounds[side, what] = word[4] + 0
		figure_unit[side, what] = word[8]
		figure_machine[side] = word[9]
	}
	close(path)
}

# Whether both runs have measured the figure, more than once, and it says how much
# something costs.
function is_comparable(what) {
	if (!(("then", what) in figure_ratio) ||
	    figure_unit["now", what] != figure_unit["then", what] ||
	    figure_ratio["now", what] <= 0 || figure_ratio["then", what] <= 0)
		return 0
	if (figure_unit["now", what] == "bytes")
		return 1
	return figure_unit["now", what] == "l1_exits" && what !~ / l1_exit$/ &&
	       figure_rounds["now", what] >= 3 && figure_rounds["then", what] >= 3
}

function figure_limit(what, least,    now, then) {
	now = figure_spread["now", what]
	then = figure_spread["then", what]
	return exp(3 * sqrt(now * now + then * then + 2 * least * least))
}

function add_changed(what, factor, limit,    bytes) {
	bytes = figure_unit["now", what] == "bytes"
	changed_what[++changed] = what
	changed_now[changed] = figure_ratio["now", what]
	changed_then[changed] = figure_ratio["then", what]
	changed_factor[changed] = factor
	changed_limit[changed] = limit
	if (factor > 1)
		changed_verdict[changed] = bytes ? "more" : "slower"
	else
		changed_verdict[changed] = bytes ? "less" : "faster"
}

function judge_figure(what,    factor, limit) {
	factor = figure_ratio["now", what] / figure_ratio["then", what]
	limit = figure_unit["now", what] == "bytes" ? 1 : figure_limit(what, figure_noise)
	if (limit < least_change)
		limit = figure_unit["now", what] == "bytes" ? 1.01 : least_change
	if (factor > limit || factor < 1 / limit)
		add_changed(what, factor, limit)
}

function compare_figures(    s, table, i, n, ratio, spread, nr_spreads) {
	figures = changed = figure_names = nr_spreads = 0
	figures_apart = ""
	if (ENVIRON["BASELINE_SERIES"] == "")
		return
	for (s = 1; s <= series; s++) {
		table = series_path[s]
		sub(/^series\//, "", table)
		read_figures("now", ENVIRON["RESULTS"] "/" series_path[s],
			     substr(table, 1, length(table) - 4))
		read_figures("then", ENVIRON["BASELINE_SERIES"] "/" table,
			     substr(table, 1, length(table) - 4))
	}
	if (figure_machine["then"] == "" || figure_machine["now"] == "")
		return
	if (figure_machine["now"] != figure_machine["then"]) {
		figures_apart = "figures of " figure_machine["now"] " and of " \
			figure_machine["then"] " machines say nothing about each other"
		return
	}
	for (i = 1; i <= figure_names; i++) {
		if (!is_comparable(figure_name[i]))
			continue
		ratio[++figures] = log(figure_ratio["now", figure_name[i]] / \
				       figure_ratio["then", figure_name[i]])
		if (figure_unit["now", figure_name[i]] == "bytes")
			continue
		spread[++nr_spreads] = figure_spread["now", figure_name[i]]
		spread[++nr_spreads] = figure_spread["then", figure_name[i]]
	}
	if (!figures)
		return
	figure_noise = nr_spreads ? median(spread, nr_spreads) : 0
	figure_factor = exp(median(ratio, figures))
	for (i = 1; i <= figure_names; i++)
		if (is_comparable(figure_name[i]))
			judge_figure(figure_name[i])
}
