# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# The streams of one or two emulated machines, merged into one.
#
# The lines of a single machine are passed on as they come.  Each of two machines takes
# the next program that is not taken, and a program's lines are held back until it has
# ended, so that the stream has one program after the other.  Names of a machine's files
# end in its suffix: none for the first, -2 for the second.

# With fewer programs a second boot takes longer than it saves.
WORTH_TWO=8
# Memory for two machines of the default shape and their QEMUs, in KB.
ROOM_FOR_TWO=$((12 * 1024 * 1024))

# Sets `machines`, 1 or 2.
count_machines()
{
	machines=$opt_machines
	[ -z "$machines" ] || return 0
	machines=1
	# Another shape may be too large for two; and --fail-fast has to end the whole run.
	[ "$total" -ge "$WORTH_TWO" ] && [ -z "$opt_fail_fast" ] || return 0
	case "$machine_args" in *"--nodes "* | *"--cpus "* | *"--memory "* | *"--threads "*)
		return ;;
	esac
	[ "$(nproc 2>/dev/null || echo 1)" -ge 2 ] || return 0
	free=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
	[ "${free:-0}" -lt "$ROOM_FOR_TWO" ] || machines=2
}

# Copy the lines of a run in the machine with suffix $1 from stdin.
watch_machine()
{
	suffix=$1
	[ "$machines" = 1 ] || held=$work/held$suffix
	plan='' ran=0 failed=0 skipped=0 reason='' running='' why=''
	note_running ""
	while IFS= read -r line || [ -n "$line" ]; do
		emit "$line"
		case "$line" in
		"# selftests: kvm-hv-nested: "*)
			prog=${line#"# selftests: kvm-hv-nested: "}
			index=$((index + 1)) ran=0
			note_gap start
			note_running "$prog:"
			show_progress ;;
		"# host: "*)
			release_head ;;
		"# "*)
			track "${line#"# "}" ;;
		"ok "* | "not ok "*)
			note_running ""
			count_program ;;
		esac
	done
	note_gap between
	write_gaps
}

# The progress of both machines, for the progress line.
add_up_progress()
{
	echo "$index $done_cases $bad_cases" 2>/dev/null >"$work/progress$suffix" ||
		disk_full
	shown_index=0 shown_cases=0 shown_bad=0
	for file in "$work"/progress*; do
		read -r programs_begun cases_done cases_bad <"$file" || continue
		shown_index=$((shown_index + programs_begun))
		shown_cases=$((shown_cases + cases_done))
		shown_bad=$((shown_bad + cases_bad))
	done
}

take_turn()
{
	until mkdir "$work/turn" 2>/dev/null; do
		check_folder
		sleep 0.1 2>/dev/null || sleep 1
	done
}

# Pass on what is held, and start to hold new lines.
release()
{
	lines=$held held=
	check_folder
	while IFS= read -r line; do
		case "$line" in
		"ok "[0-9]*" selftests: "* | "not ok "[0-9]*" selftests: "*)
			line="${line%%ok *}ok $ended selftests: ${line#*" selftests: "}" ;;
		esac
		emit "$line"
	done <"$lines"
	held=$lines
	true 2>/dev/null >"$held" || disk_full
}

# The lines before the first program, which both machines print.
release_head()
{
	[ -n "$held" ] || return 0
	take_turn
	if mkdir "$work/headed" 2>/dev/null; then
		release
	else
		true 2>/dev/null >"$held" || disk_full
	fi
	rmdir "$work/turn"
}

# A program has ended.
count_program()
{
	[ -z "$held" ] || take_turn
	check_folder
	ended=$(($(cat "$work/ended") + 1))
	echo "$ended" 2>/dev/null >"$work/ended" || disk_full
	[ -n "$held" ] || return 0
	release
	rmdir "$work/turn"
}
