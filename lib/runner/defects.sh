# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# --defects FILE: a vendor's file on the known defects of its kernel.

# The name of the file in the results folder, where the emulated machine reads it too.
defects_file=defects.txt

# $1: the file; the rest: for awk
read_defects()
{
	file=$1
	shift
	awk -v table="$RUNNER/known_defects.h" "$@" -f "$RUNNER/defects.awk" <"$file"
}

check_defects()
{
	[ -n "$opt_defects" ] || return 0
	[ -f "$opt_defects" ] && cat "$opt_defects" >"$work/$defects_file" 2>/dev/null ||
		die 2 "cannot read the file '$opt_defects': give --defects a file"
	wrong=$(read_defects "$work/$defects_file" -v check=1) ||
		die 2 "cannot read '$opt_defects' with awk"
	[ -z "$wrong" ] ||
		die 2 "--defects $opt_defects: $wrong; a line is NAME fixed|open REASON," \
			"the names are in $RUNNER/known_defects.h"
}

# Copy it to the results folder, after the files of an earlier run were removed.
keep_defects()
{
	[ -n "$opt_defects" ] && [ -z "$opt_inside" ] || return 0
	cp "$work/$defects_file" "$results/$defects_file" 2>/dev/null || disk_full
}

# At the start of the stream, for the report: also entries that no case uses.
emit_defects()
{
	[ -n "$opt_defects" ] || return 0
	read_defects "$work/$defects_file" >"$work/defects" || disk_full
	while IFS= read -r line; do
		emit "$line"
	done <"$work/defects"
}
