#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034,SC2154,SC2317
#
# `make mutants`: the suite against modules with a fault each. What is known
# already is not tried again: a result stands as long as the mutant, the kernel
# and the test programs are what they were. So an interrupted campaign goes on
# where it was.
# Exit status: 0 no mutant survives that should not, 1 one does, or one is found that
# cannot be, 2 nothing can be said: a mutant does not build, or the unchanged module is
# not green. (By make it is always 2.)

mutants=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${mutants%/*}/machine
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=/dev/null
. "$machine/cocci.sh"

usage()
{
	cat <<'EOF'
use: make mutants [MUTANT=NAMES] [GROUP=NAME] [KERNEL=NAME] [MACHINES=N]
		  [WHOLE=1] [AGAIN=1] [SHORT=1]
  MUTANT   these alone
  GROUP    one folder of mutants/
  KERNEL   of machine/kernels.table, default backports
  MACHINES how many emulated machines at once, default 2
  WHOLE    what the cases of its group do not find meets the whole suite
  AGAIN    try those too that have a result
  SHORT    those of mutants/short, one of each group, all anew; docs/mutants.md and
	   the results on record stay as they are
EOF
}

[ "${1-}" != --help ] || { usage; exit 0; }
kernel=${KERNEL:-backports}
machines=${MACHINES:-2}
case $machines in [1-9]) ;; *) die "MACHINES='$machines' is not from 1 to 9" ;; esac
state=$top/build/mutants/$kernel
[ -z "${SHORT-}" ] || state=$state.short AGAIN=1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/mutants.XXXXXX") ||
	die "cannot make a temporary folder"
workers=
builder=
leave()
{
	trap '' INT TERM HUP
	[ -z "$builder" ] || kill -- "-$builder" 2>/dev/null
	# shellcheck disable=SC2086 # a list
	[ -z "$workers" ] || kill $workers 2>/dev/null
	wait
	rm -rf "$tmp"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# This is no part of the make that called us.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
cache_open
KVM_HV_NESTED_CACHE=$CACHE
export KVM_HV_NESTED_CACHE
"$machine/setup.sh" all && "$machine/setup.sh" kbuild "$kernel" &&
	"$machine/setup.sh" spatch || exit
mkdir -p "$state/results" "$state/ko" || die "cannot write to $state"
exec 7>"$state/lock"
flock -n 7 || die "another campaign works in $state: wait for its end"

for path in "$mutants"/*/*.cocci; do
	name=$(basename "$path" .cocci)
	group=$(basename "$(dirname "$path")")
	[ -z "${GROUP-}" ] || [ "$group" = "$GROUP" ] || continue
	[ -z "${SHORT-}" ] || grep -qx "$group/$name" "$mutants/short" ||
		continue
	case " ${MUTANT:-$name} " in *" $name "*) echo "$path" ;; esac
done >"$tmp/wanted"
[ -s "$tmp/wanted" ] ||
	die "no mutant is called that: MUTANT='${MUTANT-}' GROUP='${GROUP-}'"
count=$(wc -l <"$tmp/wanted")

say "building the suite"
make -s -C "$top" all >&2 && rm -rf "$state/tree" &&
	make -s -C "$top" INSTALL_PATH="$state/tree/suite" install >&2 &&
	cp "$mutants/inside.sh" "$state/tree/run_kselftest.sh" &&
	"$top/run_kselftest.sh" --list >"$state/cases" ||
	die "the suite does not build"
suite=$({ (cd "$state/tree" && find . -type f | sort | xargs cksum)
	cat "$mutants"/*.awk "$mutants/subjects" "$mutants/worker.sh"
} | cksum | tr ' ' -)

# What found which mutant before, on any kernel; on this one last. The results of
# this state have one field more before the case: the seconds.
{
	cat "$mutants"/results/*.tsv "$mutants/results/$kernel.tsv"
	cut -f1-3,5- "$state"/results/*
} 2>/dev/null | awk -F '\t' '$3 == "killed" || $3 == "crashed" || $3 == "hung" {
	print $1, $2, $4 }' >"$state/killers"

say "building $count modules"
rm -f "$state"/ko/*
sh "$mutants/module.sh" "$kernel" "$state" || exit
# By the file that they change: the objects of the last build stay.
while read -r path; do
	printf '%s\t%s\n' "$(cocci_source "$path")" "$path"
done <"$tmp/wanted" | sort | cut -f2 | tr '\n' '\0' >"$tmp/order"
# In a session of its own: a signal to us ends all of it at once.
setsid xargs -0 -P 2 -n 1 sh "$mutants/module.sh" "$kernel" "$state" <"$tmp/order" &
builder=$!
wait "$builder"
builder=

# has_result NAME: of these very things, and with the whole suite if that is asked.
has_result()
{
	[ -z "${AGAIN-}" ] && [ -e "$state/results/$1" ] || return
	[ -z "${WHOLE-}" ] || [ "$(cut -f3 "$state/results/$1")" != unseen ] ||
		return
	[ "$(cut -f8 "$state/results/$1")" = "$(cat "$state/ko/$1.key").$suite" ]
}

while read -r path; do
	name=$(basename "$path" .cocci)
	[ -e "$state/ko/$name.key" ] || {
		printf "%s\t%s\tunbuilt\t0\t\t\t%s\t-\n" "$name" \
			"$(basename "$(dirname "$path")")" \
			"$(sed -n "\$p" "$state/ko/$name.log")" >"$state/results/$name"
		continue
	}
	has_result "$name" || {
		rm -f "$state/results/$name"
		echo "$path"
	}
done <"$tmp/wanted" >"$state/queue"
left=$(wc -l <"$state/queue")
say "$count mutants, $((count - left)) of them known already"
rm -f "$state/stop"
echo "$suite" >"$state/suite"
begun=$(date +%s)

# Those last found only where there are two CPUs, or not at all, which is no surprise
# for some.
awk -F '\t' 'FNR == NR { wants[$0]; next }
	{ program = $4; sub(/:.*/, "", program) }
	$3 == "unseen" || program in wants { print $1 }' \
	"$state/tree/suite/two-cpus.txt" "$mutants/results/$kernel.tsv" \
	>"$tmp/hard" 2>/dev/null

# pass CPUS MACHINES: what is in $state/queue.
pass()
{
	rm -rf "$state/taken"
	mkdir "$state/taken"
	passed=$(wc -l <"$state/queue")
	number=0
	while [ $number -lt "$2" ] && [ $number -lt "$passed" ]; do
		number=$((number + 1))
		sh "$mutants/worker.sh" "$state" "$kernel" $number "$1" &
		workers="$workers $!"
	done
	for worker in $workers; do
		wait "$worker"
	done
	workers=
}

# Machines of several CPUs side by side wait for each other. So all on one CPU
# first, and what that did not find one after the other on two.
cp "$state/queue" "$tmp/queue"
while read -r path; do
	if [ -n "$(cocci_field "$path" equivalent)" ] ||
		[ -n "$(cocci_field "$path" hardware-only)" ] ||
		! grep -qx "$(basename "$path" .cocci)" "$tmp/hard"
	then
		echo "$path"
	fi
done <"$tmp/queue" >"$state/queue"
pass 1 "$machines"
while read -r path; do
	[ -e "$state/results/$(basename "$path" .cocci)" ] || echo "$path"
done <"$tmp/queue" >"$state/queue"
[ -e "$state/stop" ] || pass 2 1
say "$left mutants in $(($(date +%s) - begun)) s"
[ ! -e "$state/stop" ] || exit 2
[ -n "${SHORT-}" ] || sh "$mutants/report.sh" "$kernel" "$state" || exit 2

# cannot PATH: its file says that here nobody can find it.
cannot()
{
	[ -n "$(cocci_field "$1" equivalent)" ] || {
		[ -n "$(cocci_field "$1" hardware-only)" ] &&
			[ "$(uname -m)" != ppc64le ]
	}
}

status=0
while read -r path; do
	name=$(basename "$path" .cocci)
	case $(cut -f3 "$state/results/$name") in
	killed | crashed | hung)
		cannot "$path" || continue
		say "$name was found, which cannot be:" \
			"$(cut -f5 "$state/results/$name") is red now and then," \
			"or the argument in $path is wrong"
		status=1
		continue ;;
	unbuilt) [ $status = 1 ] || status=2; continue ;;
	esac
	[ -n "$(cocci_field "$path" equivalent)" ] ||
		[ -n "$(cocci_field "$path" hardware-only)" ] || status=1
done <"$tmp/wanted"
exit $status
