# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# The state of a host that a run must leave as it was: a file per subject in a folder.

# Counters and what changes by itself are no settings.
not_settings='^/proc/sys/(net|user|dev)/
/(ns_last_pid|random/.*|pty/nr|perf_event_max_sample_rate)$
^/proc/sys/fs/(dentry-state|inode-nr|inode-state|file-nr|aio-nr|quota/.*)$
/ksm/(pages_(shared|sharing|unshared|volatile|skipped|scanned)|full_scans)$
/ksm/(stable_node_(chains|dups)|general_profit|ksm_zero_pages|zero_pages_sharing)$
/khugepaged/(pages_collapsed|full_scans)$
/(free_hugepages|resv_hugepages|surplus_hugepages|stats/.*|page_idle/.*)$'

state_settings()
{
	find /proc/sys /sys/kernel/mm /sys/devices/system/node/node*/hugepages \
		/sys/module/*/parameters /sys/devices/system/cpu/cpu*/online \
		-type f -perm -400 2>/dev/null | grep -Ev "$not_settings" |
		sort | xargs grep -s '' /dev/null
}

# The global trace buffer and all that hangs on tracing; instances by their names.
state_tracing()
{
	cd /sys/kernel/tracing 2>/dev/null || return 0
	grep -s '' kprobe_events uprobe_events set_event current_tracer tracing_on \
		trace_clock set_ftrace_filter dynamic_events events/enable
	ls instances 2>/dev/null
}

# What the job started and has not ended, in whatever session; the job itself is in one.
state_processes()
{
	own=$(ps -o sid= -p $$)
	while read -r pid; do
		[ "$(ps -o sid= -p "$pid")" = "$own" ] || ps -o args= -p "$pid"
	done </sys/fs/cgroup/system.slice/job.service/cgroup.procs
	grep -lsz '^KVM_HV_NESTED_RUN=' /proc/[0-9]*/environ
}

# Type, rights and owner; of a plain file size and date too. The journal, what systemd and
# udev keep of their own, the console, which a login takes over, and the owner's folder are
# left out.
state_files()
{
	find / /dev /run /dev/shm -xdev \
		\( -path "$owner" -o -path /share -o -path /proc -o -path /sys \
		   -o -path /var/log -o -path /run/log -o -path /run/udev \
		   -o -path /run/systemd -o -path /var/lib/systemd \
		   -o -path /dev/console \) -prune -o \
		-type f -printf '%p %y %m %U:%G %s %T@\n' -o \
		-printf '%p %y %m %U:%G %l\n' | sort -u
}

# Modules, mounts, swap, cgroups, System V IPC. $1: the folder
state_kernel()
{
	cut -d ' ' -f 1 /proc/modules 2>/dev/null | sort >"$1/modules"
	sort /proc/self/mounts >"$1/mounts"
	awk '{ print $1, $2, $3, $5 }' /proc/swaps >"$1/swap"
	find /sys/fs/cgroup -type d -not -path '*.service/*' -not -path '*.slice/*' |
		sort >"$1/cgroups"
	cat /proc/sysvipc/* | awk '{ print $1, $2 }' >"$1/ipc"
}

# $1: the folder
host_state()
{
	mkdir -p "$1"
	state_kernel "$1"
	state_settings >"$1/settings"
	state_tracing >"$1/tracing"
	state_processes >"$1/processes"
	state_files >"$1/files"
}

# $1: as it was, $2: what is compared with it. Some things go a little later: udev removes
# a RAM disk's node, a keeper waits for what it ends. Fails if something stays different,
# and leaves that in $work/difference.
host_is_as_before()
{
	tries=0
	while :; do
		rm -rf "$2"
		host_state "$2"
		diff -r -U 0 "$1" "$2" >"$work/difference" && return
		[ "$tries" -lt 6 ] || return 1
		tries=$((tries + 1))
		sleep 3
	done
}
