#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034,SC2154
#
# After a campaign: report.sh KERNEL STATE takes its results into
# mutants/results/KERNEL.tsv, where those of mutants that were not tried with this
# suite stay, and writes docs/mutants.md anew. Without arguments only the latter.

mutants=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${mutants%/*}/machine
# shellcheck source=/dev/null
. "$machine/common.sh"

if [ $# -gt 0 ]; then
	mkdir -p "$mutants/results"
	table=$mutants/results/$1.tsv
	suite=$(cat "$2/suite")
	# Without the checksum, and without the time: it differs every time.
	for name in "$mutants"/*/*.cocci; do
		name=$(basename "$name" .cocci)
		key=$(cut -f8 "$2/results/$name" 2>/dev/null)
		if [ "${key#*.}" = "$suite" ]; then
			cut -f1-3,5-7 "$2/results/$name"
		else
			grep "^$name	" "$table" 2>/dev/null
		fi
	done | awk '{ sub(/\t+$/, ""); print }' >"$2/table"
	{
		echo "# SPDX-License-Identifier: GPL-2.0"
		echo "# mutant, group, verdict, case, witness, text; those at the end may lack"
		cat "$2/table"
	} >"$table" || die "cannot write $table"
fi
{
	sed '/^## Score/,$d' "$top/docs/mutants.md"
	awk -f "$mutants/headers.awk" "$mutants"/*/*.cocci |
		awk -f "$mutants/report.awk" files=1 "$mutants/groups" files=2 \
			"$mutants/subjects" files=3 - files=4 "$mutants"/results/*.tsv
} >"$top/docs/mutants.new" && mv "$top/docs/mutants.new" "$top/docs/mutants.md"
