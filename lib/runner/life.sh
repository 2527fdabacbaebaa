# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Which process is which.  The kernel gives a process number out again, so a file
# that is to name a process has its start time beside it, and the boot, the PID
# namespace and the node in which both mean something:
#	PID START BOOT NAMESPACE NODE

# Sets `born`, the start time of process $1, in ticks since boot.  Fails if it has
# ended; a parent that has not waited for it yet makes no difference.
process_born()
{
	{ read -r born <"/proc/$1/stat"; } 2>/dev/null || return 1
	# PID (NAME) STATE ... START ...
	# shellcheck disable=SC2086 # numbers
	set -- ${born##*) }
	case "$1" in Z | X) return 1 ;; esac
	born=${20}
}

# Sets `here`, what a PID depends on.
find_here()
{
	boot=
	{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
	here="${boot:-none} $(readlink /proc/self/ns/pid 2>/dev/null || echo none) $(uname -n)"
}

# Write the file that names a process, whole or not at all.  $1: file, $2: PID
name_process()
{
	process_born "$2" || return 1
	[ -n "$here" ] || find_here
	echo "$2 $born $here" 2>/dev/null >"$1.new" && mv "$1.new" "$1" 2>/dev/null
}

# Whether the process that a file of ours names lives.  For those who know that it
# is of this boot and namespace; no program is started.  $1: file
named_lives()
{
	{ read -r named_pid named_born rest <"$1"; } 2>/dev/null &&
		process_born "$named_pid" && [ "$born" = "$named_born" ]
}

# Whether the process that a file names has ended for sure: this machine was booted
# since, or there is no such process where it was.  $1: file
named_is_dead()
{
	{ read -r named_pid named_born named_boot named_space named_node <"$1"; } \
		2>/dev/null || return 1
	case "$named_pid$named_born" in '' | *[!0-9]*) return 1 ;; esac
	[ -n "$here" ] || find_here
	[ -n "$named_node" ] && [ "$named_node" = "${here##* }" ] || return 1
	[ "$named_boot" = "${here%% *}" ] || return 0
	[ "$named_boot $named_space $named_node" = "$here" ] || return 1
	! process_born "$named_pid" || [ "$born" != "$named_born" ]
}

# Whether process $1 is of the run with folder $2: all that a run starts has the
# folder in its environment.  While a process starts a program it has none.
is_of_run()
{
	for look in 1 2; do
		environment=$(tr '\0' '\n' 2>/dev/null <"/proc/$1/environ") 2>/dev/null
		[ -z "$environment" ] || break
		sleep 0.1 2>/dev/null || sleep 1
	done
	printf '%s\n' "$environment" | grep -Fqx -e "KVM_HV_NESTED_RUN=$2"
}

# For the leader of a session: have it recorded, in session.NAME.  Fails if the
# runner has ended: whoever clean up after it may have looked before.
# $1: the run's folder, $2: NAME
enter_session()
{
	echo $$ 2>/dev/null >"$1/session.$2" && named_lives "$1/runner"
}
