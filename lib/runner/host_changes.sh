# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Compares the host at the end of a run with the host at its start: settings that the suite
# changes, modules, swap, mounts, trace instances. Differences are printed, whether the run
# or somebody else made them. By the shell alone, which is quick enough for every run.

# Files that the programs write to; and what a warning of the kernel and an unsigned module
# leave until the next boot.
host_settings='/sys/kernel/mm/ksm/run /sys/kernel/mm/ksm/sleep_millisecs
	/sys/kernel/mm/ksm/pages_to_scan /sys/kernel/mm/ksm/use_zero_pages
	/sys/kernel/mm/ksm/advisor_mode /sys/module/kvm_hv/parameters/nested
	/sys/kernel/mm/transparent_hugepage/khugepaged/pages_to_scan
	/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs
	/sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds
	/sys/module/damon_stat/parameters/enabled /sys/fs/cgroup/cgroup.subtree_control
	/proc/sys/kernel/numa_balancing /proc/sys/kernel/ftrace_enabled
	/proc/sys/kernel/tainted'

# Print the state, a line "NAME<tab>VALUE" for each: a value can have blanks.
host_state()
{
	tab=$(printf '\t')
	for file in $host_settings; do
		# A sysctl gives a shell that reads byte by byte no more than the first.
		value=$(cat "$ROOT$file" 2>/dev/null) && echo "$file$tab$value"
	done
	for file in "$ROOT"/sys/devices/system/node/node[0-9]*/hugepages/*/nr_hugepages; do
		{ read -r value <"$file"; } 2>/dev/null && echo "${file#"$ROOT"}$tab$value"
	done
	for name in kvm kvm_hv brd; do
		! is_loaded $name || echo "module $name${tab}loaded"
	done
	{ while read -r file value; do
		[ "$file" = Filename ] || echo "swap $file${tab}there"
	done <"$ROOT/proc/swaps"; } 2>/dev/null
	{ while read -r value file type value rest; do
		echo "mount $file ($type)$tab$value"
	done <"$ROOT/proc/mounts"; } 2>/dev/null
	for file in "$ROOT"/sys/kernel/tracing/instances/*/; do
		[ ! -d "$file" ] || echo "trace instance $(basename "$file")${tab}there"
	done
}

remember_host()
{
	[ -n "$opt_inside" ] || host_state 2>/dev/null >"$work/host" || disk_full
}

# Sets `host_changes`: a line for each difference from the state of remember_host().
find_host_changes()
{
	host_changes=
	[ -e "$work/host" ] || return 0
	host_changes=$(host_state | awk -F '\t' '
		!second {
			was[$1] = $2
			order[++n] = $1
			next
		}
		!($1 in was) { order[++n] = $1 }
		{ is[$1] = $2 }
		function word(set, name, none)
		{
			return name in set ? set[name] : none
		}
		END {
			for (i = 1; i <= n; i++) {
				name = order[i]
				none = name ~ /^\// ? "absent" : "not there"
				a = word(was, name, none)
				b = word(is, name, none)
				if (a != b && !told[name]++)
					print name ": was " a ", is " b
			}
		}' "$work/host" second=1 -)
}

# Undo what the run has arranged, then compare.
give_back_host()
{
	restore_module
	undo_arranged
	find_host_changes
}
