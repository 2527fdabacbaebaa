# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# What of the host is not as it was when the run began, by the run itself or by others
# meanwhile: a line each at the end. Only what the suite touches is looked at, and by the
# shell alone: that is quick enough to be done each time.

# What a program writes to, beside a trace instance of its own.
host_settings='/sys/kernel/mm/ksm/run /sys/kernel/mm/ksm/sleep_millisecs
	/sys/kernel/mm/ksm/pages_to_scan /sys/kernel/mm/ksm/use_zero_pages
	/sys/kernel/mm/transparent_hugepage/khugepaged/pages_to_scan
	/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs
	/sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds
	/proc/sys/kernel/numa_balancing /proc/sys/kernel/ftrace_enabled'

# A name and a value a line.
host_state()
{
	for file in $host_settings; do
		{ read -r value <"$ROOT$file"; } 2>/dev/null && echo "$file $value"
	done
	for file in "$ROOT"/sys/devices/system/node/node[0-9]*/hugepages/*/nr_hugepages; do
		{ read -r value <"$file"; } 2>/dev/null && echo "${file#"$ROOT"} $value"
	done
	for name in kvm kvm_hv brd; do
		! is_loaded $name || echo "module $name: loaded"
	done
	{ while read -r file value; do
		[ "$file" = Filename ] || echo "swap $file: there"
	done <"$ROOT/proc/swaps"; } 2>/dev/null
	{ while read -r value file type value rest; do
		echo "mount $file ($type): $value"
	done <"$ROOT/proc/mounts"; } 2>/dev/null
	for file in "$ROOT"/sys/kernel/tracing/instances/*/; do
		[ ! -d "$file" ] || echo "trace instance $(basename "$file"): there"
	done
}

remember_host()
{
	[ -n "$opt_inside" ] || host_state 2>/dev/null >"$work/host" || disk_full
}

# Sets `host_changes`, a line each: what differs from what remember_host() saw.
find_host_changes()
{
	host_changes=
	[ -e "$work/host" ] || return 0
	host_changes=$(host_state | awk '
		{
			value = $NF
			sub(/:? [^ ]*$/, "")
		}
		!second {
			was[$0] = value
			order[++n] = $0
			next
		}
		!($0 in was) { order[++n] = $0 }
		{ is[$0] = value }
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

# All that was arranged, first.
give_back_host()
{
	restore_module
	undo_arranged
	find_host_changes
}
