# SPDX-License-Identifier: GPL-2.0
#
# A C file with upstream's names: of integer types, u64 for uint64_t, and include/types.h in
# place of <stdint.h>; and of a TEST_REQUIRE() with a reason.  A line that goes on in the
# next changes its length by that before its open parenthesis: what is aligned to it moves
# along.

BEGIN {
	n = split("uint64_t u64 uint32_t u32 uint16_t u16 uint8_t u8 int64_t s64 int32_t s32 " \
		  "TEST_REQUIRE __TEST_REQUIRE", name, " ")
	for (i = 1; i <= n; i += 2)
		named[name[i]] = name[i + 1]
}

# The text with the new names.
function rename(text,    done, word) {
	done = ""
	while (match(text, /[A-Za-z_][A-Za-z_0-9]*/)) {
		word = substr(text, RSTART, RLENGTH)
		done = done substr(text, 1, RSTART - 1) \
		       ((word in named) ? named[word] : word)
		text = substr(text, RSTART + RLENGTH)
	}
	return done text
}

function column(text,    i, at) {
	at = 0
	for (i = 1; i <= length(text); i++)
		at = substr(text, i, 1) == "\t" ? at - at % 8 + 8 : at + 1
	return at
}

function indent(columns,    text) {
	text = ""
	for (; columns >= 8; columns -= 8)
		text = text "\t"
	for (; columns > 0; columns--)
		text = text " "
	return text
}

# Parentheses that are open at the end, and by how much what is behind them has moved.
function count_parens(old,    i, c, quoted) {
	quoted = ""
	for (i = 1; i <= length(old); i++) {
		c = substr(old, i, 1)
		if (quoted != "") {
			if (c == "\\")
				i++
			else if (c == quoted)
				quoted = ""
		} else if (c == "\"" || c == "'") {
			quoted = c
		} else if (substr(old, i, 2) == "/*" || substr(old, i, 2) == "//") {
			return
		} else if (c == "(") {
			moved[++open] = column(rename(substr(old, 1, i))) - \
					column(substr(old, 1, i)) + by
		} else if (c == ")" && open) {
			open--
		}
	}
}

# No line goes on at the left margin.
/^[^ \t]/ { open = 0 }
/^#include <stdint.h>/ { sub(/<stdint.h>/, "\"types.h\"") }
/^[ \t]*(\/\*|\*)/ || /^$/ {
	print rename($0)
	next
}

{
	by = open ? moved[open] : 0
	line = $0
	if (by && match(line, /^[ \t]+/))
		line = indent(column(substr(line, 1, RLENGTH)) + by) \
		       substr(line, RLENGTH + 1)
	count_parens($0)
	print rename(line)
}
