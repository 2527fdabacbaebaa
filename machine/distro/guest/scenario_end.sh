# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Runs that do not end by themselves: signals, SIGKILL at random moments, a full disk.

# What changes most of a host: KSM, khugepaged, swap, a cgroup, NUMA balancing.
busy='-t nested_reclaim_test -t nested_exchange_test'

scenario_interrupt()
{
	unpack_tar
	for signal in INT TERM; do
		# shellcheck disable=SC2086 # words
		start --results "$out/results" $busy
		check "SIG$signal: it comes to a case" soon in_case
		kill -s "$signal" "$runner"
		ended
		case $signal in INT) wanted=130 ;; *) wanted=143 ;; esac
		check "SIG$signal: status $wanted" exits "$wanted"
		check "SIG$signal: one line says so" complains \
			'interrupted: the run is not complete'
		check_host "after SIG$signal"
	done
}

# The next number out of $random, which begins as $seed: sets `drawn`, from 0 to $1 - 1. An
# awk's own differ, and with seeds in a row they are nearly in a row too.
draw()
{
	random=$(((random * 1103515245 + 12345) & 0x7fffffff))
	drawn=$(((random >> 8) % $1))
}

# Those of the run that start() started, by its folder's name: others may be there.
programs_of_run()
{
	for pid in $(pgrep -f '[.]/nested_[a-z_]*_test'); do
		! grep -qsz "^KVM_HV_NESTED_RUN=.*/kvm-hv-nested[.]${runner}[.]" \
			"/proc/$pid/environ" || echo "$pid"
	done
}

# One of the programs that run now, a test itself or one of its children.
a_program()
{
	# shellcheck disable=SC2046 # words
	set -- $(programs_of_run)
	[ $# -gt 0 ] || return 1
	draw $#
	shift "$drawn"
	victim=$1
}

a_keeper()
{
	victim=$(pgrep -f "lib/runner/keeper[.]sh .* $runner " | sed q) && [ -n "$victim" ]
}

# A run starts its program late: wait for one, or for the end of the run.
program_or_end()
{
	a_program || ! grep -qs '^State:.[^XZ]' "/proc/$runner/status"
}

# Half of the time the runner, else a program or runner and keeper, if there is one.
# Sets `victim` and `target`. $1: 0 to 3
choose_victim()
{
	target=runner
	case $1 in
	2)	victim=
		soon program_or_end
		[ -z "$victim" ] || target=program ;;
	3) ! a_keeper || target=keeper ;;
	esac
	[ $target != runner ] || victim=$runner
}

# Kills at moments that are spread over a run's length.
scenario_kill()
{
	unpack_tar
	random=$seed
	begun=$(cut -d . -f 1 /proc/uptime)
	# shellcheck disable=SC2086 # words
	run $kill_tests
	check "undisturbed: status 0" exits 0
	length=$(($(cut -d . -f 1 /proc/uptime) - begun))
	check_host "after a run that nobody disturbed"
	note "kill: --seed $seed, a run takes $length s"
	for number in $(seq "$kills"); do
		# shellcheck disable=SC2086 # words
		start --results "$out/results" $kill_tests
		draw $((length * 10))
		moment=$((drawn / 10)).$((drawn % 10))
		sleep "$moment"
		draw 4
		choose_victim "$drawn"
		kill -s KILL "$victim" 2>/dev/null
		# With its keeper: then the next start cleans up.
		[ $target != keeper ] || kill -s KILL "$runner" 2>/dev/null
		ended
		[ $target != keeper ] || run --list
		check_host "after SIGKILL $number of $kills: $target, at $moment s"
	done
}

# All of the disk, also what is kept for root.
fill_disk()
{
	room=$(($(stat -f -c '%f * %S' /)))
	fallocate -l $((room - 64 * 1024 * 1024)) "$owner/fill"
	# The rest by writing: a file needs blocks of its own for its map.
	dd if=/dev/zero of="$owner/fill2" bs=64k 2>/dev/null
	dd if=/dev/zero of="$owner/fill3" bs=1k 2>/dev/null
	sync
}

empty_disk()
{
	rm -f "$owner"/fill*
}

scenario_full_disk()
{
	unpack_tar
	fill_disk
	run -t nested_map_test --results "$owner/results"
	check "full from the start: status 2" exits 2
	check "full from the start: it is told" complains 'make room\|disk full\|No space'
	empty_disk
	rm -rf "$owner/results"
	check_host "after a start on a full disk"

	# shellcheck disable=SC2086 # words
	start --results "$owner/results" $busy
	check "it fills up in a run: it comes to a case" soon in_case
	fill_disk
	ended
	check "it fills up in a run: status 2" exits 2
	check "it fills up in a run: it is told" complains 'make room\|full\|No space'
	empty_disk
	rm -rf "$owner/results"
	check_host "after a disk that filled up"
}
