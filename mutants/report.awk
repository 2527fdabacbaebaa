# SPDX-License-Identifier: GPL-2.0
#
# The second half of docs/mutants.md, out of
#   files=1	mutants/groups
#   files=2	mutants/subjects
#   files=3	the mutants' headers, see headers.awk
#   files=4	results, mutants/results/KERNEL.tsv, one file after the other

/^#/ || !NF { next }

files == 1 {
	order[++groups] = $1
	title[$1] = $0
	sub(/^[^\t]*\t+/, "", title[$1])
	next
}

files == 2 {
	pattern[++patterns] = "^" $1 "$"
	about[patterns] = " "
	for (i = 2; i <= NF; i++)
		about[patterns] = about[patterns] $i " "
	next
}

files == 3 {
	n = split($0, f, "\t")
	name[++mutants] = f[1]
	group[f[1]] = f[2]
	file[f[1]] = f[3]
	breaks[f[1]] = f[4]
	harm[f[1]] = f[5]
	equivalent[f[1]] = f[6]
	hardware[f[1]] = f[7]
	gap[f[1]] = f[8]
	elsewhere[f[1]] = f[9]
	next
}

FNR == 1 || FILENAME != last {
	last = FILENAME
	kernel = FILENAME
	sub(/.*\//, "", kernel)
	sub(/\.tsv$/, "", kernel)
	kernels[++kernel_count] = kernel
}
{
	split($0, f, "\t")
	if (!(f[1] in group))
		next
	verdict[kernel, f[1]] = f[3]
	found_by[kernel, f[1]] = f[4]
	witness[kernel, f[1]] = f[5]
	text[kernel, f[1]] = f[6]
}

function found(v) {
	return v == "killed" || v == "crashed" || v == "hung"
}

# One that does not build, or whose case is red without it too, says nothing.
function tried(v) {
	return v != "" && v != "unbuilt" && v != "unclear"
}

function counts(m) {
	return equivalent[m] == "" && hardware[m] == ""
}

# Does the case that found it look at the mutant's group?
function fits(what, g,    at, n, word, key, i) {
	at = index(what, ":")
	n = split(substr(what, at + 1), word, ".")
	key = substr(what, 1, at - 1) ":" word[1] "." word[n]
	for (i = 1; i <= patterns; i++)
		if (key ~ pattern[i])
			return index(about[i], " " g " ") > 0
	return what !~ /:/
}

function short(what) {
	sub(/_test:/, ":", what)
	sub(/:nested_[a-z_]*\./, ":", what)
	sub(/:global\./, ":", what)
	gsub(/\|/, "\\|", what)
	return what
}

function outcome(k, m,    v) {
	v = verdict[k, m]
	if (v in in_words)
		return in_words[v]
	if (v == "killed")
		return short(found_by[k, m]) " (" witness[k, m] ")"
	if (found(v))
		return v ": " short(found_by[k, m])
	return v
}

function score(g,    i, k, m, all, dead, none, line) {
	for (k = 1; k <= kernel_count; k++) {
		all = dead = none = 0
		for (i = 1; i <= mutants; i++) {
			m = name[i]
			if ((g != "" && group[m] != g) || !counts(m))
				continue
			if (!tried(verdict[kernels[k], m])) {
				none++
				continue
			}
			all++
			if (found(verdict[kernels[k], m]))
				dead++
		}
		line = line sprintf(" | %d of %d%s%s", dead, all,
			all ? sprintf(", %d%%", dead * 100 / all) : "",
			none ? sprintf("; %d not run", none) : "")
	}
	return line
}

function head(columns,    i, line) {
	print columns
	gsub(/[^|]/, "", columns)
	line = columns
	gsub(/\|/, "|---", line)
	sub(/---$/, "", line)
	print line
}

END {
	in_words[""] = "not run"
	in_words["unseen"] = "not found by its group's cases"
	in_words["survived"] = "not found by the whole suite"
	in_words["unbuilt"] = "did not build"
	in_words["unclear"] = "a test error, red without it too, or red only once"
	in_words["refused"] = "did not load or unload"
	print "## Score\n"
	columns = "| group"
	for (k = 1; k <= kernel_count; k++)
		columns = columns " | " kernels[k]
	head(columns " |")
	for (g = 1; g <= groups; g++)
		print "| " title[order[g]] score(order[g]) " |"
	print "| **all**" score("") " |"
	print ""
	print "Of those that can be found: without equivalent ones and those that only\nhardware shows."

	print "\n## Survivors\n"
	lines = 0
	for (i = 1; i <= mutants; i++)
		for (k = 1; k <= kernel_count; k++) {
			m = name[i]
			if (!counts(m) || !tried(verdict[kernels[k], m]) ||
			    found(verdict[kernels[k], m]))
				continue
			printf "* `%s/%s` (%s, %s): %s. %s\n", group[m], m,
			       kernels[k], outcome(kernels[k], m), breaks[m],
			       gap[m] != "" ? "Why: " gap[m] : "No reason known yet."
			lines++
		}
	if (!lines)
		print "None."

	print "\n## Found by a case of another subject\n"
	lines = 0
	for (i = 1; i <= mutants; i++)
		for (k = 1; k <= kernel_count; k++) {
			m = name[i]
			if (verdict[kernels[k], m] != "killed" ||
			    fits(found_by[kernels[k], m], group[m]))
				continue
			printf "* `%s/%s` (%s) by %s: %s\n", group[m], m, kernels[k],
			       short(found_by[kernels[k], m]),
			       elsewhere[m] != "" ? elsewhere[m] : "**not explained**"
			lines++
		}
	if (!lines)
		print "None."

	print "\n## Equivalent\n\nNo difference can be observed; never counted.\n"
	for (i = 1; i <= mutants; i++)
		if (equivalent[name[i]] != "") {
			m = name[i]
			printf "* `%s/%s`: %s. Argument: %s", group[m], m, breaks[m],
			       equivalent[m]
			for (k = 1; k <= kernel_count; k++)
				if (found(verdict[kernels[k], m]))
					printf " **Refuted on %s by %s.**",
					       kernels[k], short(found_by[kernels[k], m])
			print ""
		}

	print "\n## Hardware only\n\nThe emulator cannot show them; they count where the campaign runs on POWER9.\n"
	for (i = 1; i <= mutants; i++)
		if (hardware[name[i]] != "") {
			m = name[i]
			printf "* `%s/%s`: %s. Reason: %s\n", group[m], m, breaks[m],
			       hardware[m]
		}

	print "\n## The mutants\n"
	print "What found each: the case (and the witness that spoke). The text of the\nfailures is in `mutants/results/`."
	for (g = 1; g <= groups; g++) {
		print "\n### " title[order[g]] "\n"
		columns = "| mutant | makes false | a user would suffer"
		for (k = 1; k <= kernel_count; k++)
			columns = columns " | " kernels[k]
		head(columns " |")
		for (i = 1; i <= mutants; i++) {
			m = name[i]
			if (group[m] != order[g] || !counts(m))
				continue
			line = "| " m " | " breaks[m] " | " harm[m]
			for (k = 1; k <= kernel_count; k++)
				line = line " | " outcome(kernels[k], m)
			print line " |"
		}
	}
}
