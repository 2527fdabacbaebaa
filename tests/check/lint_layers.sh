#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Part of `make lint`: each layer of the ppc64 library includes only from itself and from
# lower ones, and code that runs in a guest does not call host code.
# OUTPUT is the folder of a finished build, NM and OBJDUMP read its objects.

cd "$(dirname -- "$0")/../.." || exit 2
dirty=0
before=
layers="isa guest host witness fixture"

complain()
{
	echo "lint: $*"
	dirty=1
}

# $1: layer, $2: layers that it may include from
check_includes()
{
	for file in x*-free-ppc64/"$1"/*; do
		sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file" | sort -u |
			while read -r from; do
				case " $2 " in *" $from "*) continue ;; esac
				echo "lint: $file includes from $from/: $1/ may only from $2"
			done
	done
}

for layer in $layers; do
	before="$before${before:+ }$layer"
	found=$(check_includes "$layer" "$before")
	[ -z "$found" ] || { echo "$found"; dirty=1; }
done
for dir in x*-free-ppc64/*; do
	case " $layers " in *" ${dir##*/} "*) continue ;; esac
	complain "$dir is not one of the layers: $layers"
done
# The test programs are above all layers, and the general library below them, except for
# the architecture's members of its structs.
found=$(grep -nE '^#include "(isa|guest|host|witness|fixture)/' lib/*.[ch] include/*.h |
	grep -v '"host/kvm_util_arch.h"')
[ -z "$found" ] || complain "lib/ and include/ include the architecture's:
$found"

# Guest code may call only guest code and the general library's part for guests.
set -- "$OUTPUT"/x*-free-ppc64/guest/*.o "$OUTPUT"/x*-free-ppc64/isa/*.o \
	"$OUTPUT"/lib/guest_sprintf.o "$OUTPUT"/lib/string_override.o \
	"$OUTPUT"/lib/ucall_common.o
[ -r "$1" ] || { echo "lint_layers.sh: no objects in $OUTPUT: run make" >&2; exit 2; }
found=$(for object; do
	{ "$NM" --defined-only -g "$@" | awk 'NF == 3 { print $3, "defined" }'
	  "$NM" -u "$object" | awk 'NF == 2 { print $2, "used" }'; } |
		awk -v object="${object#"$OUTPUT"/}" '
		$2 == "defined" { defined[$1] = 1 }
		$2 == "used" && $1 != ".TOC." && !($1 in defined) {
			print "lint: " object " runs in guests and uses " $1 ", which does not"
		}'
done)
[ -z "$found" ] || { echo "$found"; dirty=1; }

# The files of lib/ use each other in one direction. Exception: the verdict on a known defect
# depends on whether this kernel has its fix.
found=$(for object in "$OUTPUT"/lib/*.o; do
	"$NM" -g "$object" | awk -v object="${object##*/}" '
		NF == 3 { print "defined", $3, object }
		NF == 2 { print "used", $2, object }'
done | awk '
	$1 == "defined" { owner[$2] = $3; next }
	{ used[$2 " " $3] }
	END {
		for (pair in used) {
			split(pair, part)
			if (part[1] in owner && owner[part[1]] != part[2])
				print part[2], owner[part[1]]
		}
	}' | grep -vx "test_util.o defect_state.o" | tsort 2>&1 >/dev/null)
[ -z "$found" ] || complain "files of lib/ use each other in a circle:
$found"

# Functions for L1 and L2 have a prefix, and the host's layers have none of them.
found=$(for object in "$OUTPUT"/x*-free-ppc64/host/*.o "$OUTPUT"/x*-free-ppc64/witness/*.o \
	"$OUTPUT"/lib/*.o; do
	"$NM" --defined-only "$object" | awk -v object="${object#"$OUTPUT"/}" '
		$2 ~ /^[tT]$/ && $3 ~ /^l[12]_/ {
			print "lint: " object " has " $3 "(), which runs in a guest"
		}'
done)
[ -z "$found" ] || { echo "$found"; dirty=1; }

# Guest functions in fixtures and tests do not call host code either.
found=$(for object in "$OUTPUT"/x*-free-ppc64/fixture/*.o "$OUTPUT"/tests/*.o \
	"$OUTPUT"/tests/*/*.o; do
	{ "$NM" --defined-only -g "$@" | awk 'NF == 3 { print "defined", $3 }'
	  "$OBJDUMP" -dr "$object"; } | awk -v object="${object#"$OUTPUT"/}" '
		$1 == "defined" { defined[$2] = 1 }
		/^[0-9a-f]+ <.*>:$/ {
			in_guest = $2 ~ /^<(l[12]|guest)_/
			function_name = substr($2, 2, length($2) - 3)
		}
		in_guest && $2 == "R_PPC64_REL24" {
			called = $3
			sub(/[+-].*/, "", called)
			if (!(called in defined) && called !~ /^(l[12]|guest)_|^\./)
				print "lint: " object ": " function_name \
				      "() runs in a guest and calls " called "()"
		}'
done)
[ -z "$found" ] || { echo "$found"; dirty=1; }

exit "$dirty"
