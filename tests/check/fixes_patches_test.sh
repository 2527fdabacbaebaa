#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# docs/fixes: each patch is fit to be posted, and how `make fixes` compares.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fixes=$TOP/docs/fixes
names=$(sed -n 's/^KNOWN_DEFECT([A-Z0-9_]*, "\([a-z0-9-]*\)",$/\1/p' \
	"$TOP/lib/runner/known_defects.h" | sort)

check "a patch for each known defect" is_same "$names" \
	"$(cd "$fixes" && printf '%s\n' *.patch | sed 's/\.patch$//' | sort)"
check "a line for each in docs/fixes/programs" is_same "$names" \
	"$(awk '!/^#/ && NF > 1 { print $1 }' "$fixes/programs" | sort)"

# $1: patch, $2: an expression
has_line()	{ sed '/^---$/q' "$1" | grep -Eq -e "$2"; }

# git takes trailers from the last paragraph alone.  $1: patch
fixes_is_trailer()
{
	message "$1" | sed '$d' | awk -v RS= '
		/(^|\n)Fixes: / { at = NR; good = /^Fixes: [0-9a-f]+ \("[^\n]*"\)\n?$/ }
		END { exit !(!at || at == NR && good) }'
}

# For a version on which the patch does not apply: FOLDER/NAME.patch, what is said the same.
# $1: patch
message()	{ sed '/^---$/q' "$1"; }
for patch in "$fixes"/[0-9]*/*.patch; do
	name=${patch#"$fixes/"}
	check "$name: the message of ${name#*/}" is_same "$(message "$patch")" \
		"$(message "$fixes/${name#*/}")"
done

kernel_source || KSRC=
for patch in "$fixes"/*.patch "$fixes"/[0-9]*/*.patch; do
	name=${patch#"$fixes/"}
	name=${name%.patch}
	check "$name: a subject" has_line "$patch" \
		'^Subject: KVM: PPC: Book3S HV: [A-Z][^.]*[^.]$'
	check "$name: how to see it" has_line "$patch" \
		'^The kvm-hv-nested selftests show it: [a-z_]*_test'
	check "$name: Fixes: is a trailer" fixes_is_trailer "$patch"
	check "$name: no sign of who posts it" is_same \
		"$(grep -c '^Signed-off-by: \|^From: ' "$patch")" 0
	if [ -z "$KSRC" ] || ! command -v perl >/dev/null; then
		skip "$name: checkpatch" "no kernel source, or no perl"
		continue
	fi
	perl "$KSRC/scripts/checkpatch.pl" --strict --no-tree --no-signoff --no-summary \
		--terse --ignore UNKNOWN_COMMIT_ID - <"$patch" >"$tmp/out" 2>&1
	check "$name: checkpatch" is_same "$(cat "$tmp/out")" ""
done

# Without the fix, and with it: what may differ.
compared()
{
	printf 'p:a\txfail\tfix\np:b\tpass\t-\np:c\txfail\tother\np:d\txfail\tfix\n' \
		>"$tmp/before"
	case $1 in *p:s*) printf 'p:s\tskip\t-\n' >>"$tmp/before" ;; esac
	printf "%b" "$1" >"$tmp/after"
	awk -v fix=fix -v with="${2-}" -f "$fixes/compare.awk" "$tmp/before" \
		"$tmp/after" >"$tmp/out"
}

compared 'p:a\txpass\tfix\np:b\tpass\t-\np:c\txfail\tother\np:d\tpass\t-\np:e\txpass\tfix\n'
check "its cases pass, or by name too" is_same "$(cat "$tmp/out")" \
	"2 xpass, 1 pass, 2 unchanged"
compared 'p:a\txfail\tother\np:b\tpass\t-\np:c\txfail\tother\np:d\txpass\tfix\n'
check "what it hid, another defect, is counted" is_same "$(cat "$tmp/out")" \
	"1 xpass, 0 pass, 2 unchanged, 1 by another defect"
compared 'p:a\tpass\t-\np:b\tpass\t-\np:c\txfail\tother\np:d\tpass\t-\np:s\txfail\tthird\n'
check "what had no chance to show is counted too" is_same "$(cat "$tmp/out")" \
	"0 xpass, 2 pass, 2 unchanged, 1 by another defect"
compared 'p:a\txpass\tfix\np:b\tpass\t-\np:c\txpass\tother\np:d\tpass\t-\np:s\txpass\tfix\n' other
check "with another fix: what that one mends" is_same "$(cat "$tmp/out")" \
	"2 xpass, 1 pass, 1 unchanged"
compared 'p:a\txfail\tfix\np:b\tfail\t-\np:c\tpass\t-\np:e\tpass\t-\n'
check "all else is told" is_same "$(cat "$tmp/out")" \
	"p:a: xfail without the fix, xfail with it (fix)
p:b: pass without the fix, fail with it
p:c: xfail without the fix, pass with it
p:e: not run without the fix, pass with it
p:d: not run with the fix
0 xpass, 0 pass, 0 unchanged"

# The runner's output, as compare.awk needs it.
cat >"$tmp/stream" <<-EOT
	# selftests: kvm-hv-nested: p
	# #  RUN           global.a ...
	# # XFAIL: x.c:1: some-defect: it shows
	# ok 1 global.a # XFAIL
	# #  RUN           global.b ...
	# ok 2 global.b
	ok 1 selftests: kvm-hv-nested: p
EOT
check "verdicts of a stream" is_same \
	"$(awk -f "$TOP/lib/runner/ktap.awk" -f "$fixes/verdicts.awk" "$tmp/stream")" \
	"p:global.a	xfail	some-defect
p:global.b	pass	-"

finish
