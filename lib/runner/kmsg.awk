# SPDX-License-Identifier: GPL-2.0
#
# Reads /dev/kmsg records, `LEVEL,SEQUENCE,MICROSECONDS,FLAGS;TEXT`, which may
# come more than once, and prints
#   -v mark=TEXT	the sequence number of the record with exactly this text; nothing
#			at all, whatever else is asked, if it is not there yet
#   -v from=N -v complaints=1	one line on the first splat after N that no case
#			has judged, and then its lines as the kernel printed them
#   -v from=N -v complaints=1 -v deadly=1	the same, of those that the kernel or a
#			CPU may not survive
#   -v from=N -v oom=1	the first record after N of the OOM killer
#   -v from=N -v text=1	all records after N, as dmesg shows them
# A line without that header (a plain file in tests, dmesg) counts as a kernel record with
# its line number.  splats.awk is loaded before.

BEGIN {
	if (complaints)
		load_splats()
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
	if (!complaints)
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
complaints && kernel { splat_line(said) }
# Splats that a case has judged itself are skipped; a case that did not end has judged
# none.  A line after such a mark does not belong to a splat before it.
complaints && !kernel && said ~ /^kvm-hv-nested: case begins: / {
	in_case = 1
	case_from = splats_read + 1
	splat_open = 0
}
complaints && !kernel && said ~ /^kvm-hv-nested: case judged: / && in_case {
	in_case = 0
	for (; case_from <= splats_read; case_from++)
		judged[case_from] = 1
	splat_open = 0
}

END {
	if (mark != "" && at == "")
		exit
	if (mark != "")
		print at
	for (s = 1; complaints && s <= splats_read; s++) {
		if (judged[s] || (deadly && !splat_death[s]))
			continue
		print splat_summary(s)
		for (n = 1; n <= splat_lines[s]; n++)
			print splat_text[s, n]
		break
	}
}
