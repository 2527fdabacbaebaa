# SPDX-License-Identifier: GPL-2.0
#
# Reads /dev/kmsg records, `LEVEL,SEQUENCE,MICROSECONDS,FLAGS;TEXT`, which may
# come more than once, and prints
#   -v mark=TEXT	the sequence number of the record with exactly this text
#   -v from=N -v complaints=1	the first record after N in which the kernel
#			reports a defect
#   -v from=N -v oom=1	the first record after N in which it kills for want of
#			memory
#   -v from=N -v text=1	all records after N, as dmesg shows them
# A line without that head (a test's stand-in for the kernel log) counts as a
# kernel record; its number is its line's.

function complaint(s) {
	return s ~ /^WARNING:/ || s ~ /(^|[^A-Za-z])BUG[: ]/ || s ~ /Oops/ ||
	       s ~ /-+\[ cut here \]-+/ || s ~ /[Ll]ockup/ || s ~ /LOCKUP/ ||
	       s ~ /Unable to handle kernel/ || s ~ /Kernel panic/ ||
	       s ~ /self-detected stall/ || s ~ /detected stalls on/ ||
	       s ~ /blocked for more than/ || s ~ /Poison overwritten/ ||
	       s ~ /[Rr]edzone overwritten/ || s ~ /padding overwritten/ ||
	       s ~ /Object already free/ || s ~ /Bad page state/ ||
	       s ~ /Bad rss-counter/ || s ~ /corruption/ ||
	       s ~ /Objects remaining/ || s ~ /use-after-free/
}

function keep() {
	if (!found)
		found = case_found
	if (!cut)
		cut = case_cut
	case_found = case_cut = ""
}

# A record's further lines (its dictionary) start with a space.
/^ / { next }

{
	kernel = 1
	seq = NR
	stamp = ""
	said = $0
	if ($0 ~ /^[0-9]+,[0-9]+,[0-9]+,[^;]*;/) {
		split($0, head, ",")
		seq = head[2] + 0
		stamp = sprintf("[%12.6f] ", head[3] / 1000000)
		said = substr($0, index($0, ";") + 1)
		# Below 8 the facility is the kernel; the rest is what programs
		# wrote there, our own marks among it.
		kernel = head[1] < 8
	} else if ($0 ~ /^kvm-hv-nested: /) {
		kernel = 0
	}
	if (last != "" && seq <= last)
		next
	last = seq
}

mark != "" {
	if (said == mark)
		at = seq
	next
}

seq <= from { next }
text { print stamp said; next }
oom {
	if (kernel && said ~ /[Oo]ut of memory: Killed process/) {
		print said
		exit
	}
	next
}
# What a case has judged itself is not judged again; a case that did not come to
# its end has judged nothing.
!kernel && said ~ /^kvm-hv-nested: case begins: / {
	in_case = 1
	keep()
}
!kernel && said ~ /^kvm-hv-nested: case judged: / && in_case {
	in_case = 0
	case_found = case_cut = ""
}
complaints && kernel && complaint(said) {
	# The line under a "cut here" says what happened.
	if (said ~ /cut here/)
		case_cut = said
	else if (!case_found)
		case_found = said
	if (!in_case)
		keep()
}

END {
	keep()
	if (mark != "" && at != "")
		print at
	if (complaints && (found || cut))
		print found ? found : cut
}
