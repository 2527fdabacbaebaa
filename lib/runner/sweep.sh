# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Clean-up after a killed runner: its folder, the sessions recorded there, a module in place
# of the kernel's, huge pages.  Nothing else is touched.

# The processes in the recorded sessions of a run which have the folder's name in their
# environment, since a session number may have been reused.  $1: folder, $2: `leaders`
# or `all`
run_pids()
{
	sids=$(cat "$1"/session.* 2>/dev/null | tr '\n' ' ')
	[ -n "$sids" ] || return 0
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v sids="$sids" -v which="$2" '
		BEGIN {
			n = split(sids, sid, " ")
			for (i = 1; i <= n; i++)
				ours[sid[i]] = 1
		}
		{
			pid = $1
			sub(/.*\) /, "")
			if ($4 in ours && $1 != "Z" &&
			    (which == "all" || $4 == pid))
				print pid
		}' |
	while read -r pid; do
		! is_of_run "$pid" "$1" || echo "$pid"
	done
}

# $1: folder, $2: signal, $3: `leaders` or `all`, $4: tenths of a second for it
signal_run()
{
	pids=$(run_pids "$1" "$3")
	[ -n "$pids" ] || return 0
	# shellcheck disable=SC2086 # one word per process
	kill -s "$2" $pids 2>/dev/null
	waits=0
	while [ "$waits" -lt "$4" ] && [ -n "$(run_pids "$1" all)" ]; do
		sleep 0.1 2>/dev/null || sleep 1
		waits=$((waits + 1))
	done
}

# End all processes of a run, reload the kernel's own module, free what was set aside,
# remove the folder.  $1: folder
clean_after()
{
	[ -d "$1" ] || return 0
	# Scripts among the leaders clean up after themselves, unless a child that they wait
	# for delays their signal handler.
	signal_run "$1" TERM leaders 8
	signal_run "$1" TERM all 100
	signal_run "$1" KILL all 100
	if { read -r module_name module_users <"$1/module"; } 2>/dev/null; then
		module_swapped=1
		restore_module
	fi
	(work=$1 && undo_arranged)
	remove_folder "$1"
}

# Was the folder created by a runner of this user?  $1: folder
is_own_folder()
{
	# shellcheck disable=SC2012 # for the owner alone
	[ -d "$1" ] && [ ! -L "$1" ] &&
		[ "$(ls -ldn "$1" | awk '{ print $3 }')" = "$(id -u)" ]
}

# Clean up after runners that were killed together with their keepers, or with the whole
# machine.  $1: the folder with their folders
sweep()
{
	for old in "$1"/kvm-hv-nested.[0-9]*.??????; do
		is_own_folder "$old" || continue
		if [ -f "$old/runner" ]; then
			named_is_dead "$old/runner" || continue
			wait_for_keeper "$old" && clean_after "$old"
		else
			# Killed before it had written anything.
			pid=${old##*/kvm-hv-nested.}
			[ ! -e "/proc/${pid%%.*}" ] || continue
			rm -f "$old/runner.new"
			rmdir "$old" 2>/dev/null
		fi
	done
}

# Its keeper may be cleaning up.  $1: folder
wait_for_keeper()
{
	[ -f "$1/keeper" ] || return 0
	waits=0
	until [ ! -d "$1" ] || named_is_dead "$1/keeper"; do
		[ "$waits" -lt 300 ] || return 1
		sleep 0.1 2>/dev/null || sleep 1
		waits=$((waits + 1))
	done
}
