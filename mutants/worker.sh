#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034,SC2154
#
# One emulated machine of a campaign: worker.sh STATE KERNEL NUMBER CPUS. It takes
# mutants from STATE/queue until there is none left. A machine lives as long as
# the unchanged module is green in it: that runs first, and again after every
# mutant, together with the case that found the mutant.

mutants=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${mutants%/*}/machine
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=/dev/null
. "$machine/cocci.sh"
runner=$top/lib/runner

state=$1
kernel=$2
folder=$state/machine.$3
cpus=$4
silence=60

qemu=
leave()
{
	trap '' INT TERM HUP
	[ -z "$qemu" ] || { kill "$qemu"; wait "$qemu"; } 2>/dev/null
	[ -z "$mutant" ] || rmdir "$state/taken/$mutant"
}
mutant=
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Ends with status 2: the campaign must not go on.
broken()
{
	touch "$state/stop"
	die "$@"
}

switch_on()
{
	switch_off
	rm -rf "$folder"
	mkdir -p "$folder/jobs" || broken "cannot write to $state"
	job=0
	sh "$machine/run.sh" --kernel "$kernel" --cpus "$cpus" --tree "$state/tree" \
		--results "$folder" --timeout 99999 -- campaign \
		>"$folder/out" 2>"$folder/err" </dev/null &
	qemu=$!
	hurt=
	fresh=y
}

switch_off()
{
	[ -n "$qemu" ] || return 0
	echo end >"$folder/end"
	mv "$folder/end" "$folder/jobs/$((job + 1)).cases" 2>/dev/null
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		kill -0 "$qemu" 2>/dev/null || break
		sleep 0.2
	done
	kill "$qemu" 2>/dev/null
	wait "$qemu" 2>/dev/null
	qemu=
}

# do_job MODULE CASES: one run of the suite. Sets ended: to green, red, dead
# (and why, in $died), refused, or absent: there was no machine.
do_job()
{
	job=$((job + 1))
	files=$folder/jobs/$job
	ktap=$files.ktap
	cp "$1" "$files.ko" && tr : " " <"$2" >"$files.new" &&
		mv "$files.new" "$files.cases" || broken "cannot write to $folder"
	quiet=0
	size=
	ended=
	until [ -n "$ended" ]; do
		sleep 0.2
		if [ -s "$files.status" ]; then
			read -r status <"$files.status"
			case $status in
			0) ended=green ;;
			1) ended=red ;;
			*) ended=refused ;;
			esac
		elif ! kill -0 "$qemu" 2>/dev/null; then
			ended=dead
		else
			now=$(wc -c 2>/dev/null <"$ktap")
			quiet=$((quiet + 1))
			[ "$now" = "$size" ] || quiet=0
			size=$now
			[ $quiet -lt $((silence * 5)) ] || ended=hung
		fi
	done
	rm -f "$files.ko"
	case $ended in
	hung)	died="hang: no line for $silence s"
		kill "$qemu" 2>/dev/null
		wait "$qemu" 2>/dev/null
		qemu=
		ended=dead ;;
	dead)	wait "$qemu" 2>/dev/null
		qemu=
		died=$(cat "$folder/machine-verdict" 2>/dev/null)
		# A QEMU that was killed says nothing about a kernel.
		case $died in
		'' | "QEMU ended with status "[1-9]*) ended=absent ;;
		esac ;;
	esac
	# The kernel complains once in a boot: the next one's would be lost.
	# What a case has not judged itself came while unloading.
	sed 's/^<[0-9]*>\[[ 0-9.]*\] //' "$files.log" >"$folder/log" 2>/dev/null
	complaint=$(splat_in "$folder/log")
	grep -v '^kvm-hv-nested: ' "$folder/log" >"$folder/log.kernel"
	[ -z "$(splat_in "$folder/log.kernel")" ] || hurt=y
}

# One line on the first splat that no case has judged.  $1: a kernel log
splat_in()
{
	awk -v splats="$runner/kernel_splats.h" -v complaints=1 \
		-f "$runner/splats.awk" -f "$runner/kmsg.awk" "$1" | sed q
}

# What the last job says, in one line: case, witness, text.
judge()
{
	if [ "$ended" = dead ]; then
		awk -v dead="$died" -f "$runner/ktap.awk" \
			-f "$mutants/witness.awk" -f "$mutants/judge.awk" "$ktap"
	else
		awk -f "$runner/ktap.awk" \
			-f "$mutants/witness.awk" -f "$mutants/judge.awk" "$ktap"
	fi
}

# The unchanged module: with the case that found the last mutant, or one that shows
# that the machine works.
be_green()
{
	grep -v '^#' "${1:-$mutants/smoke}" >"$folder/smoke"
	do_job "$state/ko/unchanged.ko" "$folder/smoke"
	[ "$ended" = green ]
}

be_on()
{
	[ -n "$qemu" ] && [ -z "$hurt" ] && return
	switch_on
	be_green && return
	# Once more: a machine that others keep busy can be too slow.
	switch_on
	be_green && return
	[ "$ended" != absent ] ||
		broken "the emulated machine ended: $(tail -n 1 "$folder/err")"
	broken "the unchanged module is not green ($ended): $(judge)"
}

# Stages: what is likely to find it, its group's cases, and if asked all.
stages()
{
	echo likely
	echo group
	[ -z "${WHOLE-}" ] || [ -n "$equivalent" ] || echo all
}

cases_for()
{
	awk -v stage="$1" -v mutant="$mutant" -v group="$group" \
		-f "$mutants/select.awk" files=1 "$mutants/subjects" files=2 "$state/killers" \
		files=3 "$state/cases"
}

# result VERDICT LINE: how it ended; the line is case, witness and text.
result()
{
	seconds=$(($(date +%s) - started))
	[ -n "$2" ] || set -- "$1" "$tab$tab"
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$mutant" "$group" "$1" "$seconds" \
		"$2" "$(cat "$state/ko/$mutant.key").$(cat "$state/suite")" \
		>"$state/results/.$mutant" &&
		mv "$state/results/.$mutant" "$state/results/$mutant" ||
		broken "cannot write to $state"
	done=$(find "$state/taken" -mindepth 1 | wc -l)
	printf '[%s/%s] %-8s %s: %s (%s s)\n' "$done" \
		"$(wc -l <"$state/queue")" "$1" "$group/$mutant" \
		"$(echo "$2" | awk -F '\t' '$1 != "" {
			printf "%s, %s: %s", $1, $2, substr($3, 1, 60) }')" "$seconds"
}

# A case that never found this mutant before has to do so twice: what is red now and
# then, with any module, would pass for a find.
is_red_again()
{
	grep -qxF "$mutant $group $(cat "$folder.found")" "$state/killers" && return
	do_job "$state/ko/$mutant.ko" "$folder.found"
	[ "$ended" != green ]
}

# confirm VERDICT LINE: a result, if without the mutant the case that found it is
# green, in a new machine where this one is hurt or gone.
confirm()
{
	printf '%s\n' "$2" | cut -f1 >"$folder.found"
	set -- "$1" "$2" "$folder.found"
	! grep -qx 'between two runs' "$3" || set -- "$1" "$2"
	if [ -z "$qemu" ] || [ -n "$hurt" ] || ! be_green "${3-}"; then
		hurt=y
		be_on
		be_green "${3-}" || {
			hurt=y
			set -- unclear "$2"
		}
	fi
	[ "$1" != killed ] || is_red_again || set -- unclear "$2"
	result "$1" "$2"
}

# Is the kernel quiet with the unchanged module and the same cases?
is_quiet()
{
	hurt=y
	be_on
	do_job "$state/ko/unchanged.ko" "$folder.cases"
	[ "$ended" = green ] && [ -z "$complaint" ]
}

# Crashes count when the mutant had the machine for itself.
try_mutant()
{
	alone=$fresh
	fresh=
	for stage in $(stages); do
		cases_for "$stage" >"$folder.cases"
		[ -s "$folder.cases" ] || continue
		do_job "$state/ko/$mutant.ko" "$folder.cases"
		case $ended in
		green) ;;
		absent)
			absent=$((absent + 1))
			if [ $absent -gt 2 ]; then
				result unclear "$(printf '\t\tthe machine goes away')"
				return
			fi
			be_on
			try_mutant
			return ;;
		refused)
			result refused "$(printf '\t\t%s' "$(tail -n 1 "$ktap")")"
			hurt=y
			return ;;
		red)
			found=$(judge)
			# An error of the test tells nothing of the kernel.
			if [ "$(printf '%s\n' "$found" | cut -f2)" = error ]; then
				result unclear "$found"
				hurt=y
			else
				confirm killed "$found"
			fi
			return ;;
		dead)
			found=$(judge)
			if [ -z "$alone" ]; then
				be_on
				try_mutant
				return
			fi
			case $died in
			hang*) confirm hung "$found" ;;
			*) confirm crashed "$found" ;;
			esac
			return ;;
		esac
		# Unloading is part of it.
		if [ -n "$complaint" ]; then
			found=$(printf 'unloading\tkernel log\t%s' "$complaint")
			if is_quiet; then
				result killed "$found"
			else
				result unclear "$found"
				hurt=y
			fi
			return
		fi
	done
	# On one CPU not all of it was tried: no result yet, where one is expected.
	[ "$cpus" -gt 1 ] || [ -n "$equivalent$hardware" ] || stage=some
	case $stage in
	some) ;;
	all) result survived "" ;;
	*) result unseen "" ;;
	esac
	be_green || hurt=y
}

tab=$(printf '\t')
while [ ! -e "$state/stop" ] && read -r path; do
	name=$(basename "$path" .cocci)
	mkdir "$state/taken/$name" 2>/dev/null || continue
	mutant=$name
	group=$(basename "$(dirname "$path")")
	equivalent=$(cocci_field "$path" equivalent)
	hardware=$(cocci_field "$path" hardware-only)
	be_on
	started=$(date +%s)
	absent=0
	try_mutant
	mutant=
done <"$state/queue"
switch_off
