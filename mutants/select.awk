# SPDX-License-Identifier: GPL-2.0
#
# Which cases a mutant meets: -v stage=likely|group|all -v mutant= -v group=.
# Reads the table of subjects, what found which mutant before (mutant, group,
# case), and the list of all cases.
#   likely	the case that found it last time; for a new one, those that find
#		most of its group
#   group	one case of each function whose subject is the mutant's group, in
#		up to five cells; anon_leaf_64k is one page where they have 64K, so
#		that of a leaf of several only anon_leaf_2m tells there
#   all		all of them

function cells(variant) {
	if (variant == "" || variant ~ /^anon_leaf_64k$/)
		return "plain"
	if (variant ~ /^anon_leaf_2m$/)
		return "pieces"
	if (variant ~ /^thp_2m_leaf_64k$/)
		return "split"
	if (variant ~ /_2m_leaf_2m$/)
		return "large"
	if (variant ~ /_1g_leaf_1g$/)
		return "giant"
	return "any"
}

# fixture.variant.function or fixture.function
function parts(name,    word, n) {
	n = split(name, word, ".")
	what = word[1] "." word[n]
	cell = cells(n > 2 ? word[2] : "")
}

/^#/ || !NF { next }

files == 1 {
	pattern[++patterns] = "^" $1 "$"
	groups[patterns] = " "
	for (i = 2; i <= NF; i++)
		groups[patterns] = groups[patterns] $i " "
	next
}

files == 2 {
	if ($1 == mutant)
		known = $3
	if ($2 == group)
		often[$3]++
	next
}

{
	at = index($0, ":")
	program = substr($0, 1, at - 1)
	name = substr($0, at + 1)
	exists[$0] = 1
	parts(name)
	about = ""
	for (i = 1; i <= patterns; i++)
		if ((program ":" what) ~ pattern[i]) {
			about = groups[i]
			break
		}
	if (stage == "all" || (stage == "group" && index(about, " " group " ") &&
	    !((program, what, cell) in had))) {
		had[program, what, cell] = 1
		if (stage == "all")
			print
		else
			chosen[++count] = $0
		if (cell != "any")
			better[program, what] = 1
		of[count] = program SUBSEP what
		kind[count] = cell
	}
}

END {
	if (stage == "group") {
		for (i = 1; i <= count; i++)
			if (kind[i] != "any" || !(of[i] in better))
				print chosen[i]
	}
	if (stage != "likely")
		exit
	if (known != "" && known in exists) {
		print known
		exit
	}
	for (tries = 0; tries < 4; tries++) {
		best = ""
		for (c in often)
			if (c in exists && (best == "" || often[c] > often[best] ||
			    (often[c] == often[best] && c < best)))
				best = c
		if (best == "")
			exit
		print best
		delete often[best]
	}
}
