# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Clean-up on exit, error and signal: no process, file or module is left behind.

NAME=${0##*/}

# Print one line on the error and exit.  $1: exit status, the rest: the line.
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

# The keeper is there before the folder: a runner that is killed leaves none behind.
start_clean()
{
	folders=$(CDPATH='' cd -- "${TMPDIR:-/tmp}" 2>/dev/null && pwd)
	new=$(mktemp -u "${folders:-/none}/kvm-hv-nested.$$.XXXXXX" 2>/dev/null)
	# The emulated machine ends with its runner.
	[ -n "$opt_inside" ] || start_keeper "$new"
	mkdir -m 700 "$new" 2>/dev/null || {
		stop_group "$keeper_pid"
		die 2 "no temporary folder in ${TMPDIR:-/tmp}: make room or set TMPDIR"
	}
	work=$new
	trap clean_up EXIT
	trap 'interrupted 129' HUP
	trap 'interrupted 130' INT
	trap 'interrupted 143' TERM
	# The run ends if the reader of its output has (`| head`).
	trap 'interrupted 141' PIPE
	# Marks a process as part of this run.
	export KVM_HV_NESTED_RUN="$work"
	name_process "$work/runner" $$ ||
		die 2 "cannot write to $work: make room or set TMPDIR"
	[ -z "$opt_inside" ] || return 0
	name_process "$work/keeper" "$keeper_pid" || check_folder
	sweep "$folders"
}

# $1: the folder that will be
start_keeper()
{
	process_born $$
	setsid sh "$RUNNER/keeper.sh" "$1" $$ "$born" >/dev/null 2>&1 </dev/null &
	keeper_pid=$!
}

# The run cannot continue without its folder.
check_folder()
{
	[ -d "$work" ] ||
		die 2 "the run's own folder, $work, was removed:" \
			"set TMPDIR to a folder that is not cleaned up automatically"
}

interrupted()
{
	trap '' HUP INT TERM PIPE
	status=$1
	# First the writers of results: what a killed program prints is not a result.
	stop_watchers
	stop_children
	clear_progress
	echo "$NAME: interrupted: the run is not complete" >&2
	# From inside the emulated machine only the stream gets out.
	[ -z "$opt_inside" ] ||
		echo "# $NAME: interrupted: the run is not complete" 2>/dev/null
	give_back_host
	[ -z "$host_changes" ] || echo "$host_changes" |
		sed "s/^/# Host changed meanwhile, by this run or by others: /" >&2
	report_interrupted
	exit "$status"
}

# Retries, since a watcher that is about to end may still write there.  $1: the run's folder
remove_folder()
{
	for try in 1 2 3 4 5; do
		rm -rf "$1" 2>/dev/null && return
		sleep 1
	done
	rm -rf "$1"
}

clean_up()
{
	leaving=$?
	trap '' HUP INT TERM PIPE
	trap - EXIT
	stop_watchers
	stop_children
	restore_module
	undo_arranged
	[ -z "$module_lost" ] || leaving=2
	remove_folder "$work"
	# Last: until here the keeper would have done the rest.
	stop_group "$keeper_pid"
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

# $1: session id, $2: tenths of a second from SIGTERM to SIGKILL
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

# One of our children with all of its session; it may not have one yet.
# $1: process and session id
end_session()
{
	[ -n "$1" ] || return 0
	kill_session "$1"
	kill -s KILL "$1" 2>/dev/null
}

# Kill a helper with its sleep(1), which is in its process group; if it has no group yet,
# itself.
# $1: its process and group
stop_group()
{
	[ -n "$1" ] || return 0
	kill -s KILL -- "-$1" 2>/dev/null || kill -s KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

stop_watchdog()
{
	stop_group "$watchdog_pid"
	watchdog_pid=
}

# End a script that cleans up after itself.  A child that it waits for may delay its
# signal handler: then kill that.  $1: its process and session id
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

# They only pass lines on.
stop_watchers()
{
	for pid in $watch_pid; do
		kill -s KILL "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	watch_pid=
}

stop_children()
{
	stop_watchdog
	end_session "$program_pid"
	end_session "$kmsg_pid"
	# Signal both of two machines before waiting for either.
	# shellcheck disable=SC2086 # words
	[ -z "$machine_pid" ] || kill $machine_pid 2>/dev/null
	for pid in $machine_pid $child_pid; do
		end_script "$pid"
	done
	program_pid='' kmsg_pid='' machine_pid='' child_pid=''
}

# $1: the session's name, the rest: a command to run in a session of its own, which is
# also ended if the runner is killed
in_session()
{
	name=$1
	shift
	exec setsid sh "$RUNNER/session.sh" "$work" "$name" "$@"
}

# Run a command that a signal to the runner ends at once.  $@: the command
run_child()
{
	in_session child "$@" </dev/null &
	child_pid=$!
	wait "$child_pid"
	child_code=$?
	child_pid=
	return "$child_code"
}
