# SPDX-License-Identifier: GPL-2.0
#
# Reads C files in kernel style and prints their functions, in order:
# FILE, FUNCTION, CALLERS (blank-separated, of the same file), by tabs.

FNR == 1 {
	file = FILENAME
	sub(/.*\//, "", file)
	inside = ""
}
/^[a-z].*\(/ && !/;$/ {
	inside = $0
	sub(/\(.*/, "", inside)
	sub(/.*[ *]/, "", inside)
	order[++count] = inside
	of[inside] = file
	next
}
/^}/ { inside = "" }
inside != "" {
	rest = $0
	while (match(rest, /[a-z_][a-z0-9_]*\(/)) {
		word = substr(rest, RSTART, RLENGTH - 1)
		rest = substr(rest, RSTART + RLENGTH)
		if (word != inside && !((word, inside) in calls)) {
			calls[word, inside]
			callers[word] = callers[word] " " inside
		}
	}
}
END {
	for (i = 1; i <= count; i++) {
		name = order[i]
		split(callers[name], all, " ")
		text = ""
		for (k = 1; k in all; k++)
			if (of[all[k]] == of[name])
				text = text (text == "" ? "" : " ") all[k]
		print of[name] "\t" name "\t" text
	}
}
