# SPDX-License-Identifier: GPL-2.0
#
# Which witness speaks in the text of a failure: one table, the first line that
# fits. A load that goes on after the file uses witness(TEXT).

function says(pattern, who) {
	pattern_of[++patterns] = pattern
	witness_of[patterns] = who
}

BEGIN {
	says("^ERROR", "error")
	says("machine died: hang|TIMEOUT", "hang")
	says("machine died", "crash")
	says("kernel log|kernel complained", "kernel log")
	says("tlbie: |no tlbie", "tlbie")
	says("hangs in L|hang", "hang")
	says("composition|composed", "composition")
	says("shadow lea|shadow table|keeps [0-9]+ |shadow", "shadow table")
	says("rmap obj|rmap entr|objects? outlive|outlive|census|grew|live rmap",
	     "census")
	says("fault|trap|DSISR|ASDR|cause|interrupt", "fault")
	says("gave -?[0-9]|H_[A-Z]+", "return code")
	says("reads|memory at offset|stored into|missed its page|hit the page|" \
	     "does not read|should read", "data")
	says("xpected ", "comparison")
}

function witness(text,    i) {
	for (i = 1; i <= patterns; i++)
		if (text ~ pattern_of[i])
			return witness_of[i]
	return "other"
}
