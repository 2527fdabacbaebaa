# SPDX-License-Identifier: GPL-2.0
#
# The measured series as plots: a table of tab-separated columns each, the first
# the step's label.  Cells that measured the same share a plot.  Of figures, whose first
# column is "figure", all are in a table, and those that differ in a number at the end of
# their name, two steps or more, in a plot.

function read_series(s,    path, text, line) {
	path = ENVIRON["RESULTS"] "/" series_path[s]
	text = ""
	while ((getline line < path) > 0)
		text = text line "\n"
	close(path)
	return text
}

# series/FIXTURE[.VARIANT].TEST.tsv
function collect_plots(    s, text, what, key) {
	for (s = 1; s <= series; s++) {
		text = read_series(s)
		what = series_path[s]
		sub(/^series\//, "", what)
		sub(/\.tsv$/, "", what)
		split_case(what)
		if (text ~ /^figure\t/) {
			collect_figures(what, text)
			continue
		}
		key = test_part SUBSEP text
		if (key in plot_of) {
			plot_cells[plot_of[key]] = plot_cells[plot_of[key]] ", " variant_part
			continue
		}
		plot_of[key] = ++nr_plots
		plot_test[nr_plots] = test_part
		plot_text[nr_plots] = text
		plot_cells[nr_plots] = variant_part
	}
}

function add_plot(what, text) {
	plot_test[++nr_plots] = what
	plot_text[nr_plots] = text
	plot_cells[nr_plots] = ""
}

# insert_into_1, insert_into_2, ... are one plot.
function collect_figures(what, text,    n, i, line, word, base, before, rows, nr_rows) {
	n = split(text, line, "\n")
	figure_table[++figure_tables] = what
	figure_text[figure_tables] = text
	for (i = 2; i <= n; i++) {
		split(line[i], word, "\t")
		base = word[1]
		if (!sub(/_[0-9]+$/, "", base))
			continue
		if (!(base in nr_rows))
			before[++before[0]] = base
		nr_rows[base]++
		rows[base] = rows[base] line[i] "\n"
	}
	for (i = 1; i <= before[0]; i++)
		if (nr_rows[before[i]] > 1)
			add_plot(what ": " before[i], line[1] "\n" rows[before[i]])
}

function figure_row(line, tag,    n, i, word) {
	n = split(line, word, "\t")
	printf "%s", "<tr>"
	for (i = 1; i <= n; i++)
		printf "<%s%s>%s</%s>", tag, (i > 1 ? " class=\"n\"" : ""), escape(word[i]), tag
	print "</tr>"
}

# A ratio is in exits of L1, which were measured in the same rounds.
function figures_section(    t, i, n, line) {
	if (!figure_tables)
		return
	print "<h2>Figures</h2>"
	print "<p>ratio: the median of the rounds, in exits of L1 where the unit is"
	print "l1_exits; spread: relative, of the rounds; median and p99: ticks of the"
	print "timebase, which under emulation mean nothing.</p>"
	for (t = 1; t <= figure_tables; t++) {
		printf "<h3>%s</h3>\n<table>\n", escape(figure_table[t])
		n = split(figure_text[t], line, "\n")
		for (i = 1; i <= n; i++)
			if (line[i] != "")
				figure_row(line[i], i == 1 ? "th" : "td")
		print "</table>"
	}
}

# Select the columns to draw: those of the rmap counts, or else the first three.
function choose_columns(head,    n, i, word) {
	n = split(head, word, "\t")
	columns = 0
	for (i = 2; i <= n; i++)
		if (word[i] ~ /^(live|max_entries|ratio)$/)
			column[++columns] = i
	for (i = 2; !columns && i <= n && i <= 4; i++)
		column[i - 1] = i
	if (!columns)
		columns = n < 4 ? n - 1 : 3
	for (i = 1; i <= columns; i++)
		column_name[i] = word[column[i]]
}

# Sets steps, label[], value[STEP,COLUMN], highest.
function take_numbers(text,    n, i, c, line, word) {
	n = split(text, line, "\n")
	choose_columns(line[1])
	steps = 0
	highest = 0
	for (i = 2; i <= n; i++) {
		if (line[i] == "")
			continue
		split(line[i], word, "\t")
		label[++steps] = word[1]
		for (c = 1; c <= columns; c++) {
			value[steps, c] = word[column[c]] + 0
			if (value[steps, c] > highest)
				highest = value[steps, c]
		}
	}
	if (!highest)
		highest = 1
}

function x_of(step) {
	return sprintf("%.1f", 30 + (steps > 1 ? 320 * (step - 1) / (steps - 1) : 160))
}

function y_of(v) {
	return sprintf("%.1f", 130 - 120 * v / highest)
}

function draw(    c, s, points, tip) {
	print "<svg viewBox=\"0 0 360 150\" role=\"img\">"
	print "<path class=\"axis\" d=\"M30 5V130H355\"/>"
	printf "<text x=\"26\" y=\"14\" text-anchor=\"end\">%.4g</text>\n", highest
	print "<text x=\"26\" y=\"133\" text-anchor=\"end\">0</text>"
	print "<text x=\"30\" y=\"145\">1</text>"
	printf "<text x=\"350\" y=\"145\" text-anchor=\"end\">%d</text>\n", steps
	for (c = columns; c >= 1; c--) {
		points = ""
		for (s = 1; s <= steps; s++)
			points = points x_of(s) "," y_of(value[s, c]) " "
		printf "<polyline class=\"s%d\" points=\"%s\"/>\n", c, points
	}
	for (s = 1; s <= steps; s++) {
		tip = s ". " label[s] ":"
		for (c = 1; c <= columns; c++)
			tip = tip " " column_name[c] "=" value[s, c]
		printf "<circle class=\"s1\" cx=\"%s\" cy=\"%s\" r=\"2.5\">" \
		       "<title>%s</title></circle>\n", x_of(s),
		       y_of(value[s, 1]), escape(tip)
	}
	print "</svg>"
}

# The names of the steps; of long loops only the first ones.
function tell_steps(    s) {
	for (s = 1; s <= steps && s <= 12; s++)
		printf "%s%d %s", (s > 1 ? ", " : "Steps: "), s, escape(label[s])
	print (steps > 12 ? ", and so on." : ".")
}

function plots(    i, c) {
	collect_plots()
	figures_section()
	if (!nr_plots)
		return
	print "<h2>Measured series</h2>"
	print "<p>Objects of the kernel, or exits of L1 (upright), for each step of a case"
	print "(across); all columns are in series/*.tsv.</p>\n<div class=\"plots\">"
	for (i = 1; i <= nr_plots; i++) {
		take_numbers(plot_text[i])
		printf "<figure><h3>%s</h3>\n", escape(plot_test[i])
		draw()
		printf "<figcaption>"
		for (c = 1; c <= columns; c++)
			printf "%s%s", (c > 1 ? ", " : ""), escape(column_name[c]) \
			       (c == 1 ? " (thick)" : " (thin)")
		printf ". "
		tell_steps()
		if (plot_cells[i] != "")
			printf "The same in: %s.", escape(plot_cells[i])
		print "</figcaption></figure>"
	}
	print "</div>"
}
