#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# A campaign's part inside the machine. It is installed in place of the runner, and
# executes the jobs that are put into the results folder:
#   jobs/N.ko	the module to try
#   jobs/N.cases	what to run with it, PROGRAM CASE; "end" alone ends
#   jobs/N.ktap	the programs' output, in the runner's format, up to the first
#		case that is not ok
#   jobs/N.log	the kernel log in that time, unloading of the module included
#   jobs/N.status	0 green, 1 red, 2 the module does not load or unload
# It is used instead of the runner because starting a process is slow here, and the runner
# starts a hundred.

jobs=/results/jobs

# Kill all processes of a session but zombies; case processes have their own groups.
end_session()
{
	left=y
	while [ -n "$left" ]; do
		left=
		for stat in /proc/[0-9]*/stat; do
			read -r pid name state parent group session rest <"$stat" || continue
			[ "$session$state" != "${1}Z" ] && [ "$session" = "$1" ] || continue
			kill -9 "$pid"
			left=y
		done 2>/dev/null
	done
}

# run_program NAME, with its words; red: the first case that is not ok ends it.
run_program()
{
	echo "# selftests: kvm-hv-nested: $program"
	rm -f /tmp/pipe
	mkfifo /tmp/pipe
	# shellcheck disable=SC2086 # words
	setsid "./$program" $words >/tmp/pipe 2>&1 </dev/null &
	session=$!
	bad=
	while IFS= read -r line; do
		echo "# $line"
		case $line in
		"not ok "* | "ok "*"# XPASS"*) bad=y; break ;;
		esac
	done </tmp/pipe
	[ -z "$bad" ] || end_session "$session"
	wait "$session"
	code=$?
	[ $code = 0 ] || [ $code = 4 ] || bad=y
	if [ -n "$bad" ]; then
		echo "not ok 1 selftests: kvm-hv-nested: $program # exit=$code"
		result=1
	else
		echo "ok 1 selftests: kvm-hv-nested: $program"
	fi
}

unload()
{
	for try in 1 2 3 4 5 6 7 8 9 10; do
		[ -d /sys/module/kvm_hv ] || return 0
		rmmod kvm_hv && return 0
		sleep 0.5
	done
	result=2
}

do_job()
{
	result=0
	unload
	insmod "$jobs/$1.ko" || result=2
	program=
	words=
	while read -r next name; do
		[ $result = 0 ] || break
		if [ "$next" != "$program" ]; then
			[ -z "$program" ] || run_program
			program=$next
			words=
		fi
		# Without a name all of its cases.
		words="$words${name:+ -r $name}"
	done <"$jobs/$1.cases"
	[ $result != 0 ] || run_program
	unload
}

read -r KVM_HV_NESTED_WITHOUT <without
export KVM_HV_NESTED_WITHOUT KVM_HV_NESTED_RESULTS=/tmp/results
mkdir -p /tmp/results/series
# The machine counts as up with the first line.
echo "KTAP version 1"
dmesg -c >/dev/null
cd suite || exit 2
# What a campaign asks of its programs.
# shellcheck disable=SC1091
[ ! -e campaign.env ] || . ./campaign.env
job=1
while :; do
	until [ -e $jobs/$job.cases ]; do
		sleep 0.1
	done
	read -r first rest <$jobs/$job.cases
	[ "$first" != end ] || exit 0
	do_job $job >$jobs/$job.ktap 2>&1
	dmesg -c -r >$jobs/$job.log
	echo $result >$jobs/$job.new
	mv $jobs/$job.new $jobs/$job.status
	job=$((job + 1))
done
