#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make check`: all of the project's own tests, quick ones first.  With names as
# arguments (`run.sh options suite`) only those.  The last line counts.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
TOP=$(CDPATH='' cd -- "$here/../.." && pwd)
export TOP
# Also inside a kernel tree: what we build lies in build/.
export KVM_HV_NESTED_STANDALONE=y
# This is no part of the make that may have called us.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-check.XXXXXX") || exit 2
# For ending what runs.
# shellcheck source=/dev/null
. "$TOP/lib/runner/clean.sh"

running=
leave()
{
	end_script "$running"
	rm -rf "$tmp"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

passed=0 failed=0 skipped=0
started=$(date +%s)

is_foreign()
{
	case "$(uname -m)" in ppc64 | ppc64le) return 1 ;; esac
}

# Run a command that prints TAP, count its results, show what is not ok.
# $1: its name, the rest: the command
one()
{
	name=$1
	shift
	since=$(date +%s)
	setsid "$@" >"$tmp/tap" 2>"$tmp/err" </dev/null &
	running=$!
	wait "$running"
	code=$?
	running=
	# shellcheck disable=SC2046 # three words
	set -- $(awk -v code="$code" -f "$here/tap.awk" "$tmp/tap")
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + $3))
	verdict=ok
	[ "$2" = 0 ] || verdict=FAILED
	printf '%-6s %-28s %3d passed, %d failed, %d skipped, %d s\n' \
		"$verdict" "$name" "$1" "$2" "$3" "$(($(date +%s) - since))"
	# A program of ours says why in a line before.
	awk '/^# SKIP: / { why = substr($0, 9); sub(/^[a-z_]*\.[ch]:[0-9]*: /, "", why) }
		sub(/^ok [0-9]*/, "       skipped:") && / # SKIP/ {
			print (/# SKIP *$/ ? $0 " " why : $0)
		}' "$tmp/tap"
	[ "$2" != 0 ] || return 0
	grep -v '^ok ' "$tmp/tap" | sed 's/^/       /'
	sed 's/^/       /' "$tmp/err"
}

is_wanted()
{
	case " $wanted " in "  " | *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# $1: what to make or set up, the rest: how.  Without it nothing can be tested.
prepare()
{
	doing=$1
	shift
	echo "# $doing"
	"$@" >&2 </dev/null || {
		echo "run.sh: cannot $doing: see the lines above" >&2
		exit 2
	}
}

wanted=$*
# The shell tests alone need nothing built.
needs_build=
[ $# -gt 0 ] || needs_build=1
for name in $wanted; do
	[ ! -e "$here/${name}_test.sh" ] || continue
	[ -e "$here/machine/${name}_test.sh" ] ||
		[ -e "$TOP/tests/unit/$name.c" ] || {
		echo "run.sh: no test '$name': the names are those in tests/check/*_test.sh," \
			"tests/check/machine/*_test.sh and tests/unit/*.c" >&2
		exit 2
	}
	needs_build=1
done
if [ -z "$needs_build" ]; then
	:
elif is_foreign; then
	prepare "set up the tools and the kernel source" \
		sh "$TOP/machine/setup.sh" all
elif ! sh "$TOP/lib/build/needs.sh" >/dev/null; then
	prepare "set up what a build lacks" sh "$TOP/machine/setup.sh" build
fi
# Where the system has no make, set-up has fetched one; tests call it too.
cache=${KVM_HV_NESTED_CACHE:-$TOP/.cache}
if ! command -v make >/dev/null && [ -x "$cache/bin/make" ]; then
	mkdir "$tmp/bin"
	ln -s "$(readlink -f "$cache/bin/make")" "$tmp/bin/make"
	PATH=$PATH:$tmp/bin
fi
[ -z "$needs_build" ] ||
	prepare "build the programs" make -s "-j$(nproc 2>/dev/null || echo 1)" -C "$TOP" all unit

for source in "$TOP"/tests/unit/*.c; do
	name=${source##*/}
	name=${name%.c}
	[ -e "$source" ] || continue
	is_wanted "$name" || continue
	set -- "$TOP/build/tests/unit/$name"
	! is_foreign ||
		set -- "$cache/bin/qemu-ppc64le" "$@"
	one "$name" "$@"
done

# The shell tests, under the system's shell and under busybox's where there is
# one; the emulated machine runs the runner under busybox in any case.
for test in "$here"/*_test.sh; do
	name=${test##*/}
	name=${name%_test.sh}
	is_wanted "$name" || continue
	one "$name" sh "$test"
	! command -v busybox >/dev/null || TEST_SH="busybox sh" \
		one "$name (busybox)" sh "$test"
done

# What needs a machine, emulated or this one.
for test in "$here"/machine/*_test.sh; do
	name=${test##*/}
	name=${name%_test.sh}
	is_wanted "$name" || continue
	one "$name" sh "$test"
done

echo "# $(($(date +%s) - started)) s"
[ "$passed" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
