# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Identifying processes.  PIDs are reused, so a file that identifies a process also has
# its start time, and the boot, PID namespace and node in which these are valid:
#	PID START BOOT NAMESPACE NODE

# Sets `born`, the start time of process $1, in ticks since boot.  Fails if it has ended,
# also if it is a zombie.
process_born()
{
	{ read -r born <"/proc/$1/stat"; } 2>/dev/null || return 1
	# PID (NAME) STATE ... START ...
	# shellcheck disable=SC2086 # numbers
	set -- ${born##*) }
	case "$1" in Z | X) return 1 ;; esac
	born=${20}
}

# Sets `here`: boot, PID namespace and node.
find_here()
{
	boot=
	{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
	here="${boot:-none} $(readlink /proc/self/ns/pid 2>/dev/null || echo none) $(uname -n)"
}

# Write the file that identifies a process, atomically.  $1: file, $2: PID
name_process()
{
	process_born "$2" || return 1
	[ -n "$here" ] || find_here
	echo "$2 $born $here" 2>/dev/null >"$1.new" && mv "$1.new" "$1" 2>/dev/null
}

# Is the process that a file identifies alive?  The caller knows that the file is of this
# boot and namespace.  Starts no program.  $1: file
named_lives()
{
	{ read -r named_pid named_born rest <"$1"; } 2>/dev/null &&
		process_born "$named_pid" && [ "$born" = "$named_born" ]
}

# Has the process that a file identifies certainly ended: was this machine booted since,
# or is there no such process in its namespace?  $1: file
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

# Is process $1 part of the run with folder $2?  All processes of a run have the folder in
# their environment, which is not readable during execve().
is_of_run()
{
	for look in 1 2; do
		environment=$(tr '\0' '\n' 2>/dev/null <"/proc/$1/environ") 2>/dev/null
		[ -z "$environment" ] || break
		sleep 0.1 2>/dev/null || sleep 1
	done
	printf '%s\n' "$environment" | grep -Fqx -e "KVM_HV_NESTED_RUN=$2"
}

# For the leader of a session: record it in session.NAME.  Fails if the runner has ended,
# since its clean-up may have read the records before.
# $1: the run's folder, $2: NAME
enter_session()
{
	echo $$ 2>/dev/null >"$1/session.$2" && named_lives "$1/runner"
}
