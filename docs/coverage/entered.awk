# SPDX-License-Identifier: GPL-2.0
#
# Reads four files: what functions.awk printed, the functions that could be traced,
# an older result or /dev/null, lines of CASE FUNCTION. Prints the result, by tabs:
#   FILE  FUNCTION  CALLERS  HOW  CASES
# HOW: "traced" or "inlined"; CASES: PROGRAM:FIXTURE.TEST, blank-separated, left out
# if there are none. The first line has in CASES all that were measured.

FNR == 1 {
	part++
	# An empty file is not seen.
	if (part == 3 && FILENAME != ARGV[3])
		part++
}
function add(name, test) {
	if (!((name, test) in has)) {
		has[name, test]
		cases[name] = cases[name] (cases[name] == "" ? "" : " ") test
	}
}
part == 1 {
	split($0, field, "\t")
	order[++count] = field[2]
	head[field[2]] = field[1] "\t" field[2] "\t" field[3]
}
part == 2 {
	sub(/\..*/, "", $1)
	traced[$1]
}
part == 3 && /^#/ { next }
part == 3 {
	split($0, field, "\t")
	size = split(field[5], old, " ")
	for (i = 1; i <= size; i++) {
		known[field[2], i] = old[i]
	}
	known_size[field[2]] = size
}
part == 4 {
	test = $1
	program = test
	sub(/:.*/, "", program)
	again[program]
	# The variant goes.
	if (test ~ /\..*\./)
		sub(/\.[^.]*\./, ".", test)
	add("all", test)
	add($2, test)
}
END {
	print "# SPDX-License-Identifier: GPL-2.0"
	head["all"] = "-\tall\t"
	traced["all"]
	order[0] = "all"
	for (i = 0; i <= count; i++) {
		name = order[i]
		for (k = 1; k <= known_size[name]; k++) {
			program = known[name, k]
			sub(/:.*/, "", program)
			if (!(program in again))
				add(name, known[name, k])
		}
		print head[name] "\t" (name in traced ? "traced" : "inlined") \
			(cases[name] == "" ? "" : "\t" cases[name])
	}
}
