#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The time of a run that no case takes.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one slow 1
	two pass
EOT
fake_program second <<-EOT
	one pass
EOT
fake_machine

outside()
{
	sed -n '/"outside": {/s/[^0-9. ]//gp' "$tmp/results/summary.json"
}

# The case of a second is none of it.
adds_up()
{
	awk -v outside="$(outside)" '
		/"elapsed"/ { all = $2 + 0 }
		/"verdict".*"seconds"/ { sub(/.*"seconds": /, ""); cases += $0 }
		END {
			split(outside, part, " ")
			sum = part[1] + part[2] + part[3]
			exit !(cases >= 1 && sum > 0 && sum + cases <= all + 0.05)
		}' "$tmp/results/summary.json"
}

places=native
if take_busybox_awk; then
	places="native emulate"
else
	skip "the time in the emulated machine" "no busybox"
fi
for place in $places; do
	run "--$place" --results "$tmp/results"
	check "$place: three parts in the summary" is_same "$(outside | wc -w)" 3
	check "$place: with the cases no more than all" adds_up
	check "$place: told" mentions "# Outside of cases: "
done

finish
