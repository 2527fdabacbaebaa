# SPDX-License-Identifier: GPL-2.0
#
# Reads the file of --defects, and prints its entries as lines of the stream.
#   -v table=FILE	known_defects.h, for the names
#   -v check=1		prints what is wrong with the file, in one line, or nothing
#
# lib/defect_overlay.c does the same for the tests, with the same messages.

function load_names(    line, word) {
	while ((getline line < table) > 0)
		if (line ~ /^KNOWN_DEFECT\(/) {
			split(line, word, "\"")
			known[word[2]] = 1
		}
	close(table)
}

function wrong(what) {
	print "line " NR ": " what
	exit
}

function reason(    text) {
	text = $0
	sub(/^[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", text)
	return text
}

BEGIN { load_names() }

{ sub(/\r$/, "") }
/^[ \t]*(#|$)/ { next }

check {
	# A binary file, say: not to be printed.
	if ($1 !~ /^[A-Za-z0-9_.:-]+$/)
		wrong("it does not begin with a name")
	# It would go to a terminal.
	if (/[\001-\010\013-\037\177]/)
		wrong("there is a control character")
	if ($1 ~ /[.:]/)
		wrong("'" $1 "' is a case: an entry names a defect")
	if (!($1 in known))
		wrong("no known defect is called '" $1 "'")
	if ($2 != "fixed" && $2 != "open")
		wrong("'" $2 "' is neither fixed nor open")
	if (NF < 3)
		wrong("no reason stands behind '" $2 "'")
	if ($1 in told)
		wrong("'" $1 "' has an entry already")
	told[$1] = 1
	next
}

{ print "# defect " $1 ": " $2 ": " reason() " (--defects)" }
