# SPDX-License-Identifier: GPL-2.0
#
# Part of `make lint`: prints each TEST() and TEST_F() that has no sentence in the comment
# above it, and for which a line `/* Covers: ... */` is none.

function words(text) {
	gsub(/[\/*]/, " ", text)
	sub(/^ +/, "", text)
	return split(text, word, / +/)
}

FNR == 1 {
	comment = ""
	inside = 0
}
/^\/\* Covers: .*\*\/$/ { next }
/^\/\*/ {
	comment = $0
	inside = !/\*\//
	next
}
inside {
	comment = comment " " $0
	if (/\*\//)
		inside = 0
	next
}
/^TEST(_F)?(_TIMEOUT|_SIGNAL)?\(/ && words(comment) < 6 {
	print FILENAME ":" FNR ": " $0
}
{ comment = "" }
