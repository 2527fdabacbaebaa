# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# A change to kvm-hv as a semantic patch: a file with a header of comments ("// name:
# text", continued by "//	text"), then input for spatch. Two fields are used here:
# "file", the source file, and "places", the number of separate changed lines (default 1).

# cocci_field FILE NAME: the field in one line; nothing if the header does not have it.
cocci_field()
{
	awk -v name="$2" '
		!/^\/\// { exit }
		/^\/\/\t/ && inside { sub(/^\/\/\t/, " "); text = text $0; next }
		{ inside = index($0, "// " name ":") == 1 }
		inside { text = substr($0, length(name) + 5); sub(/^ +/, "", text) }
		END { if (text != "") print text }' "$1"
}

# The path in the kernel tree of the source that a patch changes.
cocci_source()
{
	cocci_name=$(cocci_field "$1" file)
	case $cocci_name in
	'') die "$1 does not say which file it changes" ;;
	*.h) echo "arch/powerpc/include/asm/$cocci_name" ;;
	*) echo "arch/powerpc/kvm/$cocci_name" ;;
	esac
}

# cocci_apply FILE SOURCE OUT: with scratch in $tmp.
cocci_apply()
{
	rm -f "$3"
	"$CACHE/spatch/spatch" --very-quiet --no-show-diff --sp-file "$1" \
		"$2" -o "$3" >"$tmp/log" 2>&1 </dev/null ||
		die "$1: $(grep -v '^warning\|^$' "$tmp/log" | head -n 1)"
	cocci_found=0
	[ ! -e "$3" ] || cocci_found=$(diff -U0 "$2" "$3" | grep -c '^@@')
	cocci_wanted=$(cocci_field "$1" places)
	[ "$cocci_found" = "${cocci_wanted:-1}" ] ||
		die "$1 changes $cocci_found places of ${2##*/}, should change ${cocci_wanted:-1}"
}
