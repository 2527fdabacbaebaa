# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034,SC2154
#
# One way out: every exit, error or signal leaves no process, file or module
# behind.

NAME=${0##*/}

# Say in one line what is wrong and stop.  $1: exit status, the rest: the line.
die()
{
	clear_progress
	ending=$1
	shift
	echo "$NAME: $*" >&2
	# From inside the emulated machine only the stream gets out.
	[ -z "$opt_inside" ] || echo "# $NAME: $*" 2>/dev/null
	exit "$ending"
}

start_clean()
{
	work=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested.XXXXXX" 2>/dev/null) ||
		die 2 "no temporary folder in ${TMPDIR:-/tmp}: make room or set TMPDIR"
	trap clean_up EXIT
	trap 'interrupted 129' HUP
	trap 'interrupted 130' INT
	trap 'interrupted 143' TERM
	# A reader of our output that has gone (`| head`) ends the run.
	trap 'interrupted 141' PIPE
}

interrupted()
{
	trap '' HUP INT TERM PIPE
	die "$1" "interrupted: the run is not complete"
}

clean_up()
{
	leaving=$?
	trap '' HUP INT TERM PIPE
	trap - EXIT
	stop_children
	restore_module
	rm -rf "$work"
	exit "$leaving"
}

# The processes of a session: a test and all that it started, also when the
# harness gave a case a process group of its own.  $1: session id
session_pids()
{
	[ -n "$1" ] || return 0
	# PID (NAME) STATE PARENT GROUP SESSION ...
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v sid="$1" '{
		pid = $1
		sub(/.*\) /, "")
		if ($4 == sid && $1 != "Z")
			print pid
	}'
}

# $1: session id, $2: tenths of a second from the polite signal to the other
kill_session()
{
	for sig in TERM KILL; do
		pids=$(session_pids "$1")
		[ -n "$pids" ] || return 0
		# shellcheck disable=SC2086 # one word per process
		kill -s "$sig" $pids 2>/dev/null
		waits=0
		while [ "$waits" -lt "${2:-6}" ]; do
			[ -n "$(session_pids "$1")" ] || return 0
			sleep 0.1 2>/dev/null || sleep 1
			waits=$((waits + 1))
		done
	done
}

stop_watchdog()
{
	[ -n "$watchdog_pid" ] || return 0
	# With its nap, which is in its group; before it has one, itself.
	kill -s KILL -- "-$watchdog_pid" 2>/dev/null ||
		kill -s KILL "$watchdog_pid" 2>/dev/null
	wait "$watchdog_pid" 2>/dev/null
	watchdog_pid=
}

# A script that cleans up after itself.  What it waits for may keep it from
# hearing us: that goes next.  $1: its process and session id
end_script()
{
	[ -n "$1" ] || return 0
	kill "$1" 2>/dev/null
	for waits in 1 2 3 4 5 6 7 8; do
		[ -n "$(session_pids "$1")" ] || return 0
		sleep 0.1 2>/dev/null || sleep 1
	done
	kill_session "$1" 100
}

stop_children()
{
	stop_watchdog
	[ -z "$work" ] || [ ! -s "$work/pid" ] || kill_session "$(cat "$work/pid" 2>/dev/null)"
	kill_session "$kmsg_pid"
	# Of two machines both are told before we wait for one.
	# shellcheck disable=SC2086 # words
	[ -z "$machine_pid" ] || kill $machine_pid 2>/dev/null
	for pid in $machine_pid $child_pid; do
		end_script "$pid"
	done
	# shellcheck disable=SC2086 # words
	[ -z "$watch_pid" ] || kill $watch_pid 2>/dev/null
	kmsg_pid='' machine_pid='' child_pid='' watch_pid=''
}

# Run a command so that a signal to us ends it at once.  $@: the command
run_child()
{
	setsid "$@" </dev/null &
	child_pid=$!
	wait "$child_pid"
	child_code=$?
	child_pid=
	return "$child_code"
}
