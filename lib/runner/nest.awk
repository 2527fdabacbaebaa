# SPDX-License-Identifier: GPL-2.0
#
# Passes a program's lines on as comments of the stream, as watch_program() in watch.sh does,
# for the emulated machine: a shell reads a pipe byte by byte, with a system call each, which
# takes longer there than many cases.  The awk there is busybox's, which reads a line as soon
# as it is written.  Times are taken outside of the machine.
#   -v counts=FILE -v bad_cases=N -v done_cases=N	as watch_program has them
#
# FILE gets what watch_program writes there at the end.

function emit(line) {
	print "# " line
	fflush()
}

# The reason goes to a line before the result, see split_result() in watch.sh.
function split_result(	at, word) {
	at = index($0, " #")
	if (!at)
		return
	text = substr($0, at + 2)
	line = substr($0, 1, at - 1)
	gsub(/^ +| +$/, "", text)
	word = text
	sub(/ .*/, "", word)
	if (word == "SKIP" || word == "XFAIL")
		line = line " # " word
	else if (word == "XPASS")
		sub(/^(not )?/, "not ", line)
	else
		word = ""
	text = substr(text, length(word) + 1)
	sub(/^ /, "", text)
	directive = word
	if (text == "")
		return
	emit("# " (word != "" ? word : "FAIL") ": " text)
	if (word == "SKIP")
		note_reason(text)
}

function note_reason(text) {
	why = text
	sub(/^[a-z].*\.[ch]:[0-9][0-9]*: /, "", why)
}

BEGIN {
	plan = running = "none"
	ran = failed = skipped = 0
}

/^#  RUN / {
	running = $3
	why = ""
}

/^# SKIP: / { note_reason(substr($0, 9)) }

/^1\.\.[0-9]/ {
	plan = substr($0, 4)
	sub(/[^0-9].*/, "", plan)
	if (match($0, /# SKIP /))
		reason = substr($0, RSTART + 7)
}

/^(not )?ok [0-9]/ {
	line = $0
	directive = ""
	split_result()
	emit(line)
	count_case()
	next
}

function count_case() {
	ran++
	done_cases++
	running = "none"
	if (directive == "XPASS" || (directive == "" && line ~ /^not /)) {
		failed++
		bad_cases++
	} else if (directive == "SKIP") {
		skipped++
		reason = why
	}
}

{ emit($0) }

END {
	print plan, ran, failed, skipped, bad_cases, done_cases, running, reason >counts
}
