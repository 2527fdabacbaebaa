# SPDX-License-Identifier: GPL-2.0
#
# Reads the samples of tests/unit/splat_samples.h, without their quotation marks,
# and prints what splats.awk takes for something else than they expect, and how
# often it does not.

BEGIN {
	load_splats()
	seen = 1
}

/^=> / {
	splat_open = 0
	expected = substr($0, 4)
	found = seen <= splats_read ? splat_summary(seen++) : "nothing"
	if (found == expected) {
		good++
	} else {
		print "expected: " expected
		print "found:    " found
	}
	behind = 1
	next
}

# A new sample: what is left of the one before was not expected.
{
	while (behind && seen <= splats_read)
		print "found:    " splat_summary(seen++)
	behind = 0
	splat_line($0)
}

END {
	while (seen <= splats_read)
		print "found:    " splat_summary(seen++)
	print good + 0 " as expected"
}
