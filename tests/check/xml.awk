# SPDX-License-Identifier: GPL-2.0
#
# Whether a text is well-formed XML, as far as our own reports go: tags nest and
# close, attributes are quoted and stand once, no stray `<`, `&` or control
# character, one root.  Prints what is wrong first and exits 1.

function wrong(what) {
	if (!bad)
		print "line " NR ": " what
	bad = 1
}

function check_text(s) {
	gsub(/&(amp|lt|gt|quot|#[0-9]+);/, "", s)
	if (s ~ /&/)
		wrong("a bare & in: " s)
	if (s ~ /[^ -~\t]/)
		wrong("a byte that is no plain text in: " s)
}

# ` NAME="VALUE" ...`
function check_attributes(s,    what, names) {
	names = " "
	while (match(s, /^[ \t]+[A-Za-z][-A-Za-z0-9:]*="[^"<]*"/)) {
		what = substr(s, 1, RLENGTH)
		s = substr(s, RLENGTH + 1)
		check_text(substr(what, index(what, "\"")))
		sub(/^[ \t]+/, "", what)
		sub(/=.*/, "", what)
		if (index(names, " " what " "))
			wrong("attribute " what " twice")
		names = names what " "
	}
	if (s !~ /^[ \t]*$/)
		wrong("bad attributes: " s)
}

function check_tag(s,    what) {
	if (s ~ /^[?!]/)
		return
	what = s
	sub(/[ \t\/].*/, "", what)
	if (s ~ /^\//) {
		what = substr(s, 2)
		if (depth < 1 || open[depth] != what)
			wrong("</" what "> closes <" open[depth] ">")
		depth--
		return
	}
	if (what !~ /^[A-Za-z][-A-Za-z0-9]*$/)
		wrong("no tag: <" s ">")
	if (!depth && roots++)
		wrong("a second root: <" what ">")
	s = substr(s, length(what) + 1)
	if (s ~ /\/$/) {
		check_attributes(substr(s, 1, length(s) - 1))
		return
	}
	check_attributes(s)
	open[++depth] = what
}

{
	line = rest $0
	rest = ""
	while ((at = index(line, "<")) > 0) {
		check_text(substr(line, 1, at - 1))
		line = substr(line, at + 1)
		if (!(end = index(line, ">"))) {
			rest = "<" line " "
			line = ""
			break
		}
		check_tag(substr(line, 1, end - 1))
		line = substr(line, end + 1)
	}
	check_text(line)
}

END {
	if (depth)
		wrong("<" open[depth] "> is not closed")
	if (rest != "")
		wrong("a tag without an end")
	if (!roots)
		wrong("no root")
	exit bad
}
