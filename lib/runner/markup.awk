# SPDX-License-Identifier: GPL-2.0
#
# Escape text for XML and HTML, between tags and in attributes.  The output of the kernel or
# of a crashing program can have any byte.

function escape(s) {
	gsub(/[\t\r\n]/, " ", s)
	gsub(/[^ -~]/, "?", s)
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	return s
}

# The same, with its newlines.
function escape_lines(s,    n, line, i, out) {
	n = split(s, line, "\n")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? "\n" : "") escape(line[i])
	return out
}

# ` NAME="VALUE"`
function attribute(what, value) {
	return " " what "=\"" escape(value) "\""
}
