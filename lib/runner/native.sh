# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Run the selected programs on this machine.

# $1: program.  Sets `args`, words for the program, and `dangerous`: its cases were
# named, and it runs in the emulated machine.  See include/danger.h.
program_args()
{
	args='' dangerous=''
	[ -e "$work/cases.$1" ] || return 0
	# Cases that are left after skip_case() were not named.
	[ -e "$work/whole.$1" ] || dangerous=$opt_inside
	# A case's name has no blank: the word list needs no quoting.
	while read -r name; do
		args="$args -r $name"
	done <"$work/cases.$1"
}

dry_run_native()
{
	dry_run_programs "$tree" "$opt_module"
}

# $1: the tree, $2: the module, as they are called where the programs run
dry_run_programs()
{
	[ -z "$opt_module" ] || echo "rmmod ${module_name}; insmod $(quote "$2")"
	for prog in $selected; do
		program_args "$prog"
		find_timeout
		echo "cd $(quote "$1") && timeout $timeout ./$prog$args"
	done
}

run_native()
{
	open_kmsg
	remember_host
	load_module
	arrange_host
	emit "KTAP version 1"
	emit "1..$total"
	emit "$(host_line)"
	emit_defects
	skip_all=$(nothing_to_test)
	choose_watcher
	good=0
	for prog in $(in_turn); do
		claim_program || continue
		index=$((index + 1))
		show_progress
		run_program
		[ -z "$opt_fail_fast" ] || [ "$status" = 0 ] || break
	done
	[ "$status" != 0 ] || [ "$good" -gt 0 ] || status=4
	stop_children
	keep_counters
	# In the emulated machine init saves all of it.
	[ -n "$opt_inside" ] || keep_kernel_log || disk_full
	give_back_host
}

keep_kernel_log()
{
	{ kmsg_refresh && kmsg_text >"$results/kernel.log"; } 2>/dev/null
}

# A kvm-hv of build-module.sh --coverage counts lines and branches while it is loaded.
keep_counters()
{
	[ -n "$opt_module" ] || return 0
	find_mounts
	counters=$results/counters
	[ "$opt_shared" != second ] || counters=$counters-2
	# shellcheck disable=SC2016,SC2086 # not for this shell; words
	$own_mounts sh -c '[ ! -d "$1" ] || cp -R "$1" "$2"' sh \
		"$ROOT/sys/kernel/debug/kvm-hv-coverage" "$counters" 2>/dev/null ||
		disk_full
}

wants_2_cpus()
{
	grep -Fqx -e "$1" "$tree/two-cpus.txt" 2>/dev/null
}

# The programs in the order in which to take them.  Only the first of two machines has
# two CPUs: it begins with the programs that need them.
in_turn()
{
	[ -z "$opt_shared" ] || for prog in $selected; do
		[ "$opt_shared" = second ] || ! wants_2_cpus "$prog" || echo "$prog"
	done
	for prog in $selected; do
		[ -n "$opt_shared" ] && wants_2_cpus "$prog" || echo "$prog"
	done
}

# Take the program, unless the other machine has taken it.
claim_program()
{
	[ -n "$opt_shared" ] || return 0
	mkdir "$results/claimed/$prog" 2>/dev/null && return
	[ -d "$results/claimed/$prog" ] || disk_full
	return 1
}

run_program()
{
	check_folder
	in_case=none
	header="$index selftests: kvm-hv-nested: $prog"
	find_timeout
	if [ -n "$opt_timeout" ]; then
		emit "# overriding timeout to $timeout"
	else
		emit "# timeout set to $timeout"
	fi
	emit "# selftests: kvm-hv-nested: $prog"
	note_gap start
	if [ ! -x "$tree/$prog" ]; then
		emit "# Warning: $tree/$prog is missing or not executable"
		lack="the program is missing"
		[ ! -e "$tree/$prog" ] || lack="the program cannot be executed: see its\
 mode, and whether $tree is mounted noexec"
		emit "# # ERROR: $lack"
		not_ok "$lack"
		return
	fi
	if [ -n "$skip_all" ]; then
		skipped_whole "$skip_all"
		return
	fi
	kmsg_mark "$prog begins"
	start_program
	judge_program
}

# A prefix for a program's command if the host lacks a mount that it needs.
find_mounts()
{
	own_mounts=''
	[ -n "$opt_inside" ] || [ "$(grep -Ec '^[^ ]+ /sys/kernel/(debug|tracing) ' \
		"$ROOT/proc/mounts" 2>/dev/null)" = 2 ] || ! on_host unshare -m true 2>/dev/null ||
		own_mounts="${ROOT:+$ROOT/bin/}unshare -m sh $RUNNER/mounts.sh"
}

# Runs the program in a session of its own, for a clean end; its lines go
# through a named pipe to the watcher.  Sets `code`, its exit status.
start_program()
{
	rm -f "$work/pipe" "$work/session.program" "$work/timed-out" "$work/enough"
	mkfifo "$work/pipe" 2>/dev/null || disk_full
	program_args "$prog"
	find_mounts
	watch_program <"$work/pipe" &
	watch_pid=$!
	# The watcher, a copy of this shell, has the times so far and writes them.
	forget_gaps
	# shellcheck disable=SC2086 # words
	(cd "$tree" && export KVM_HV_NESTED_DANGEROUS="$dangerous" \
		KVM_HV_NESTED_SEED="$opt_seed" \
		KVM_HV_NESTED_STRESS_SECONDS="$opt_stress" \
		KVM_HV_NESTED_RANDOM_SECONDS="$opt_random" \
		KVM_HV_NESTED_REPLAY="$opt_replay" \
		KVM_HV_NESTED_ALL_CELLS="$opt_all_cells" \
		KVM_HV_NESTED_DEFECTS="${opt_defects:+$results/$defects_file}" \
		KVM_HV_NESTED_WITHOUT="$opt_without" \
		KVM_HV_NESTED_ICOUNT="$opt_icount" \
		KVM_HV_NESTED_STRICT="$opt_strict" &&
		in_session program $own_mounts "./$prog" $args) \
		>"$work/pipe" 2>&1 </dev/null 3>&- &
	program_pid=$!
	watchdog_pid=
	if [ "$timeout" -gt 0 ]; then
		# Inside, nothing outlives the runner, and each look costs a process.
		nap=1
		[ -z "$opt_inside" ] || [ "$timeout" -lt 100 ] || nap=10
		setsid sh "$RUNNER/watchdog.sh" "$timeout" "$work" "$program_pid" $$ "$nap" \
			>/dev/null 2>&1 </dev/null 3>&- &
		watchdog_pid=$!
	fi

	wait "$program_pid" 2>/dev/null
	code=$?
	stop_watchdog
	# Processes that the program left running would keep the pipe open.
	kill_session "$program_pid"
	program_pid=
	rm -f "$work/session.program"
	wait "$watch_pid" || watch_failed
	watch_pid=
	clock
	gap=between gap_start=$now
	check_folder
	read -r plan ran failed skipped bad_cases done_cases in_case reason \
		<"$work/counts"
}

not_ok()
{
	# The case in which the program died has no result line.
	if [ "$in_case" != none ]; then
		[ -n "$kmsg_bad" ] || emit "# # FAIL: $1"
		emit "# not ok $((ran + 1)) $in_case"
	fi
	emit "# reason: $1"
	emit "not ok $header"
	status=1
}

skipped_whole()
{
	[ -z "$1" ] || emit "# reason: $1"
	emit "ok $header # SKIP"
}

# Print the kernel's splat: its own lines, then the summary.
tell_splat()
{
	sed 1,2d "$work/splat" >"$work/splat.lines"
	while IFS= read -r line; do
		emit "# # kernel: $line"
	done <"$work/splat.lines"
	emit "# # FAIL: kernel log: $kmsg_bad"
}

judge_program()
{
	kmsg_complaint "$prog ended"
	[ -z "$kmsg_bad" ] || tell_splat
	if [ "$code" != 0 ]; then
		kmsg_killed
		[ -z "$kmsg_oom" ] ||
			emit "# # ERROR: the machine ran out of memory: $kmsg_oom"
	fi
	if [ -e "$work/timed-out" ]; then
		not_ok "TIMEOUT $timeout seconds"
	elif [ -e "$work/enough" ]; then
		not_ok "stopped at the first failure"
	elif [ -n "$kmsg_bad" ]; then
		not_ok "kernel log: $kmsg_bad"
	elif [ "$code" = 4 ] && [ "$ran" = 0 ]; then
		skipped_whole "$reason"
	elif [ "$code" != 0 ]; then
		not_ok "exit=$code"
	elif [ "$ran" = 0 ]; then
		not_ok "no case ran"
	elif [ "$plan" != "$ran" ]; then
		not_ok "planned $plan cases, ran $ran"
	elif [ "$failed" != 0 ]; then
		not_ok "$failed cases not ok"
	elif [ "$skipped" = "$ran" ]; then
		skipped_whole "$reason"
	else
		emit "ok $header"
		good=$((good + 1))
	fi
}
