# SPDX-License-Identifier: GPL-2.0
#
# Splats in a kernel log: begin, end and kind.  Loaded before a file that calls
# load_splats(), then splat_line() with the text of each kernel record.
#   -v splats=FILE	kernel_splats.h, the list of phrases
#
#   splats_read		number of splats so far
#   splat_open		the one that the next line can belong to, or 0
#   splat_death[s]	its CPU or the kernel may not continue
#   splat_lines[s], splat_text[s,n]
#			its lines, as many as are kept
#   splat_summary(s)	one line: what, which function, which process
#
# A splat that begins with "cut here" extends to its "end trace", including unrelated lines
# in between: those of another driver may come even before the line with the WARNING.
# lib/kernel_splat.c is the same parser for the tests.

function load_splats(    line, word, n) {
	while (splats != "" && (getline line < splats) > 0) {
		if (line !~ /^SPLAT\(/)
			continue
		n = ++phrases
		split(substr(line, 7), word, ", ")
		phrase_kind[n] = word[1]
		phrase_place[n] = word[2]
		sub(/^[^"]*"/, "", line)
		sub(/"[^"]*$/, "", line)
		phrase[n] = line
	}
	close(splats)
	# As many as lib/kernel_splat.c keeps.
	LINES_KEPT = 60
	if (!phrases) {
		print "splats.awk: no list of splats in '" splats "'" >"/dev/stderr"
		exit 2
	}
}


function phrase_fits(n, s,    at, next_at) {
	at = index(s, phrase[n])
	if (at <= 1 || phrase_place[n] == "START")
		return at == 1
	at = 0
	while ((next_at = index(substr(s, at + 1), phrase[n])) > 0) {
		at += next_at
		if (at == 1 || substr(s, at - 1, 1) !~ /[A-Za-z0-9_]/)
			return 1
	}
	return 0
}

# The kind of a line; "" for most, such as registers and call traces.  awk is slow
# in an emulated machine.
function splat_kind(s,    n) {
	if (s ~ /^(\[|GPR|NIP|LR |REGS|MSR|CFAR|IRQMASK|Code:|CPU:|Modules linked)/)
		return ""
	for (n = 1; n <= phrases; n++)
		if (index(s, phrase[n]) && phrase_kind[n] != "PRINTER" &&
		    phrase_fits(n, s))
			return phrase_kind[n]
	return ""
}

function is_printer(what,    n) {
	for (n = 1; n <= phrases; n++)
		if (phrase_kind[n] == "PRINTER" && phrase_fits(n, what))
			return 1
	return 0
}

function begin_splat() {
	splat_open = ++splats_read
	splat_lines[splat_open] = 0
}

# Does a line of this kind belong to the open splat?
function joins_splat(kind) {
	if (!splat_open)
		return 0
	if (kind == "CUT")
		return !splat_cut[splat_open] && splat_head[splat_open] == ""
	if (kind == "MESSAGE" || kind == "REPORT" || kind == "DEATH")
		return splat_head[splat_open] == ""
	return splat_head[splat_open] !~ /^WARNING: /
}

# The log shows a newline within a record as \x0a.
function keep_lines(s,    n, part, i) {
	n = split(s, part, /\\x0a/)
	for (i = 1; i <= n; i++)
		if (splat_lines[splat_open] < LINES_KEPT && part[i] !~ /^[-= ]*$/)
			splat_text[splat_open, ++splat_lines[splat_open]] = part[i]
}

function splat_line(s,    kind) {
	kind = splat_kind(s)
	if (kind != "" && kind != "END" && !joins_splat(kind))
		begin_splat()
	if (!splat_open)
		return
	if (kind == "CUT")
		splat_cut[splat_open] = 1
	else if (kind == "MESSAGE" && splat_message[splat_open] == "")
		splat_message[splat_open] = s
	else if (kind != "" && kind != "END" && kind != "MESSAGE" &&
		 splat_head[splat_open] == "")
		splat_head[splat_open] = s
	if (kind == "DEATH" || kind == "DIES")
		splat_death[splat_open] = 1
	keep_lines(s)
	if (kind == "END")
		splat_open = 0
}

# The function of `... NAME+0xOFFSET/0xSIZE ...`, or "".
function function_in(s,    what) {
	if (!match(s, /[A-Za-z0-9_.]+\+0x[0-9a-f]+\/0x/))
		return ""
	what = substr(s, RSTART, RLENGTH)
	sub(/\+.*/, "", what)
	return what
}

# The function: from the NIP line, or from the call trace.
function splat_function(s,    n, line, what) {
	for (n = 1; n <= splat_lines[s]; n++) {
		line = splat_text[s, n]
		if (line !~ /^(WARNING: |NIP \[)/)
			continue
		if ((what = function_in(line)) != "")
			return what
	}
	for (n = 1; n <= splat_lines[s]; n++) {
		line = splat_text[s, n]
		if (line !~ /^ *\[/)
			continue
		what = function_in(line)
		if (what != "" && !is_printer(what))
			return what
	}
	return ""
}

function splat_process(s,    n, line) {
	for (n = 1; n <= splat_lines[s]; n++) {
		line = splat_text[s, n]
		if (!sub(/^(.* )?Comm: /, "", line))
			continue
		sub(/ (Not t|T)ainted.*/, "", line)
		sub(/ +$/, "", line)
		return line
	}
	return ""
}

function splat_summary(s,    head, what, process) {
	head = splat_message[s] != "" ? splat_message[s] : splat_head[s]
	if (head == "")
		head = splat_text[s, 1] \
		       (splat_lines[s] > 1 ? " " splat_text[s, 2] : "")
	process = splat_process(s)
	# Newer kernels: "WARNING: FILE:LINE at FUNCTION, CPU#1: PROCESS/99".
	if (match(head, /, CPU#[0-9]+: /)) {
		if (process == "") {
			process = substr(head, RSTART + RLENGTH)
			sub(/\/[0-9]+$/, "", process)
		}
		head = substr(head, 1, RSTART - 1)
	}
	sub(/ CPU: [0-9]+ PID: [0-9]+/, "", head)
	# Where a module was built elsewhere.
	if (match(head, /( at| in|^WARNING:) \/[^ ]*\//))
		head = substr(head, 1, RSTART + index(substr(head, RSTART), "/") - 2) \
		       substr(head, RSTART + RLENGTH)
	what = function_in(head) == "" ? splat_function(s) : ""
	gsub(/\+0x[0-9a-f]+\/0x[0-9a-f]+/, "", head)
	head = substr(head, 1, 160)
	if (what != "")
		head = head " in " what
	if (process != "" && !index(head, process))
		head = head ", process " process
	return head
}
