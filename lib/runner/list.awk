# SPDX-License-Identifier: GPL-2.0
#
# Reads the table that the kselftest harness prints for -l and prints the name
# of every case, FIXTURE[.VARIANT].TEST, in the order in which they run.
#
# The table's three columns are independent lists: row by row the n-th variant
# stands beside the n-th test, but every test runs with every variant.  Names
# are padded to 20 and 25 characters; longer ones push the rest to the right.

function flush_fixture(    v, t) {
	for (v = 1; v <= (variants ? variants : 1); v++)
		for (t = 1; t <= tests; t++)
			print fixture "." (variants ? variant[v] "." : "") test[t]
	fixture = ""
	variants = tests = 0
}

# The first word of `rest`, padded to `width`, is taken off; empty if blank.
function column(width,    word) {
	if (substr(rest, 1, 1) == " ") {
		rest = substr(rest, width + 2)
		return ""
	}
	word = rest
	sub(/ .*/, "", word)
	rest = substr(rest, (length(word) > width ? length(word) : width) + 2)
	return word
}

/^# FIXTURE / { table = 1; next }
!table { next }
/^-+$/ { flush_fixture(); next }
{
	rest = $0
	name = column(20)
	if (name != "")
		fixture = name
	name = column(25)
	if (name != "")
		variant[++variants] = name
	name = column(0)
	if (name != "")
		test[++tests] = name
}
END { flush_fixture() }
