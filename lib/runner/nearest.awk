# SPDX-License-Identifier: GPL-2.0
#
# Suggestions for the misspelt name `want`: of the names on stdin, the three with the least
# edit distance, nearest first, in one line. Insertions are cheap: `anon` is near
# `anon_leaf_64k`.

BEGIN { length_want = length(want) }

# Each column is the cost of the first j characters of `want` against those of the
# name so far.
function distance(name,	i, j, left, up, cost, row)
{
	for (j = 0; j <= length_want; j++)
		row[j] = j
	for (i = 1; i <= length(name); i++) {
		left = row[0]
		row[0] = i * 0.1
		for (j = 1; j <= length_want; j++) {
			up = row[j]
			cost = left
			if (substr(name, i, 1) != substr(want, j, 1))
				cost += 1
			if (up + 0.1 < cost)
				cost = up + 0.1
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1
			row[j] = cost
			left = up
		}
	}
	return row[length_want]
}

{
	names[NR] = $0
	far[NR] = distance($0)
}

# Not those that differ in a third of `want`, or by much more than the nearest.
END {
	limit = length_want / 3
	for (n = 1; n <= 3; n++) {
		best = 0
		for (i = 1; i <= NR; i++)
			if (i in far && far[i] < (best ? far[best] : limit))
				best = i
		if (!best)
			break
		if (n == 1 && far[best] + 2 < limit)
			limit = far[best] + 2
		line = line (n > 1 ? ", " : "") names[best]
		delete far[best]
	}
	print line
}
