# SPDX-License-Identifier: GPL-2.0
#
# The headers of mutants, one a line, fields separated by tabs: name, group,
# file, breaks, harm, equivalent, hardware-only, gap, elsewhere, places. With
# -v check=1 instead what is wrong with them.

function complain(text) {
	if (check)
		print path ": " text
	bad = 1
}

function finish(    i, line) {
	if (path == "")
		return
	for (i = 1; i <= 3; i++)
		if (!(field[i] in value))
			complain("no line \"// " field[i] ": …\"")
	if (!check) {
		line = name "\t" group
		for (i = 1; i <= fields; i++)
			line = line "\t" value[field[i]]
		print line
	}
	split("", value)
}

BEGIN {
	fields = split("file breaks harm equivalent hardware-only gap elsewhere places",
		       field, " ")
	for (i = 1; i <= fields; i++)
		known[field[i]] = 1
}

FNR == 1 {
	finish()
	path = FILENAME
	n = split(path, part, "/")
	group = part[n - 1]
	name = part[n]
	sub(/\.cocci$/, "", name)
	if (name in seen)
		complain("another mutant has this name")
	seen[name] = 1
	inside = ""
	header = 1
	next
}
!/^\/\// { header = 0 }
!header { next }
/^\/\/\t/ {
	sub(/^\/\/\t/, "")
	value[inside] = value[inside] " " $0
	next
}
{
	line = substr($0, 4)
	at = index(line, ": ")
	inside = substr(line, 1, at - 1)
	if (!(inside in known))
		complain("unknown field \"" inside "\"")
	value[inside] = substr(line, at + 2)
}

END {
	finish()
	exit check && bad
}
