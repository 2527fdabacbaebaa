# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Run the selected programs in the emulated machine: this same script, inside.

# Sets the positional words for machine/run.sh in `machine_words`, quoted.
machine_command()
{
	inside="--inside"
	case "$opt_tlb" in '' | stock) ;; *) inside="$inside --tlb $opt_tlb" ;; esac
	[ -z "$opt_icount" ] || inside="$inside --icount"
	for want in $opt_tests; do
		inside="$inside -t $want"
	done
	for want in $skip_names; do
		inside="$inside --skip $want"
	done
	[ -z "$opt_timeout" ] || inside="$inside -o $opt_timeout"
	[ -z "$opt_seed" ] || inside="$inside --seed $opt_seed"
	[ -z "$opt_stress" ] || inside="$inside --stress $opt_stress"
	[ -z "$opt_random" ] || inside="$inside --random $opt_random"
	[ -z "$opt_replay" ] || inside="$inside --replay $(quote "$opt_replay")"
	[ -z "$opt_all_cells" ] || inside="$inside --all-cells"
	[ -z "$opt_defects" ] || inside="$inside --defects /results/$defects_file"
	[ -z "$opt_strict" ] || inside="$inside --strict"
	[ -z "$opt_without" ] || inside="$inside --without $opt_without"
	[ -z "$opt_fail_fast" ] || inside="$inside --fail-fast"
	find_timeout
	limit=0
	# No timeout inside means none outside.
	[ "$timeout" = 0 ] || limit=$((total * (timeout + 5) + 120))
	machine_words="$machine_args"
	[ "$limit" = 0 ] || machine_words="$machine_words --timeout $limit"
	[ -z "$opt_module" ] ||
		machine_words="$machine_words --module $(quote "$opt_module")"
	machine_words="$machine_words --tree $(quote "$tree")"
	machine_tail="-- $inside"
}

check_kernel()
{
	[ -x "$BASE/machine/run.sh" ] || [ -r "$BASE/machine/run.sh" ] ||
		die 2 "this tree has no emulated machine: run on a POWER9 with" \
			"KVM-HV, or from the sources"
	case " $(kernel_names "$BASE") " in *" $opt_kernel "*) return ;; esac
	[ -d "$opt_kernel" ] ||
		die 2 "no kernel '$opt_kernel': --kernel takes a folder or one of" \
			"$(kernel_names_text)"
}

# The release of the kernel that will boot, for --module.
find_release()
{
	case " $(kernel_names "$BASE") " in
	*" $opt_kernel "*)
		set_up kernel "$opt_kernel"
		release=$(cat "$CACHE/kernels/$opt_kernel/release") ;;
	*)
		release=
		for modules in "$opt_kernel"/lib/modules/* \
			"$opt_kernel"/usr/lib/modules/*; do
			[ ! -d "$modules" ] || release=${modules##*/}
		done
		# As a kernel's make leaves it.
		[ ! -r "$opt_kernel/include/config/kernel.release" ] ||
			release=$(cat "$opt_kernel/include/config/kernel.release") ;;
	esac
	[ -z "$release" ] || check_module_release "$release"
}

# Print the machines' commands, and the commands that run inside.
dry_run_emulate()
{
	count_machines
	machine_command
	for number in $(machine_numbers); do
		machine_of "$number"
		eval "set -- $own_words --dry-run $own_tail"
		sh "$BASE/machine/run.sh" "$@" || exit 2
	done
	[ "$machines" = 1 ] ||
		echo "# each machine takes the next program that none has taken"
	dry_run_programs /kvm-hv-nested "/${opt_module##*/}"
}

machine_numbers()
{
	echo 1
	[ "$machines" = 1 ] || echo 2
}

# Sets `suffix`, and the words for machine/run.sh that are one machine's own, quoted:
# `own_words` and `own_tail`.  $1: its number
machine_of()
{
	suffix='' own_words=$machine_words own_tail=$machine_tail
	[ "$machines" = 2 ] || return 0
	if [ "$1" = 1 ]; then
		own_tail="$own_tail --first"
		return
	fi
	suffix=-2
	own_tail="$own_tail --second"
	own_words="$own_words --suffix $suffix"
	# Two CPUs in each could be more than the host has: they would wait for each other.
	case "$machine_args" in
	*"--nodes "* | *"--cpus "* | *"--threads "*) ;;
	*) own_words="--cpus 1 $own_words" ;;
	esac
}

# $1: its number
start_machine()
{
	machine_of "$1"
	mkfifo "$work/pipe$suffix" 2>/dev/null || disk_full
	watch_machine "$suffix" <"$work/pipe$suffix" &
	watch_pid="$watch_pid $!"
	eval "set -- $own_words --results \"\$results\" $own_tail"
	in_session "machine$suffix" sh "$BASE/machine/run.sh" "$@" \
		>"$work/pipe$suffix" </dev/null 3>&- &
	machine_pid="$machine_pid $!"
}

run_emulate()
{
	find_release
	case "$opt_tlb" in '' | stock) ;; *) set_up strict-qemu ;; esac
	count_machines
	machine_command
	echo 0 >"$work/ended"
	# A run that was killed has left its own.
	drop_claims
	[ "$machines" = 1 ] || mkdir "$results/claimed" 2>/dev/null || disk_full
	for number in $(machine_numbers); do
		start_machine "$number"
	done
	status=
	for number in $(machine_numbers); do
		machine_of "$number"
		end_machine
	done
	drop_claims
	suffix=
	case "$status" in
	0 | 4)	[ "$(cat "$work/ended")" = "$total" ] || cut_short ;;
	esac
}

# Remove the marks of programs that a machine has taken, see claim_program().
drop_claims()
{
	for name in $all; do
		rmdir "$results/claimed/$name" 2>/dev/null
	done
	rmdir "$results/claimed" 2>/dev/null
}

# Wait for the next machine and its watcher.  Sets `status` from the machine's exit status,
# combined with that of the machine before.
end_machine()
{
	# shellcheck disable=SC2086 # words: the first of each is this machine's
	set -- $machine_pid
	wait "$1"
	code=$?
	shift
	machine_pid=$*
	# shellcheck disable=SC2086 # the same
	set -- $watch_pid
	wait "$1" || watch_failed
	shift
	watch_pid=$*

	take_turn
	pass_on_rest
	case "$code" in
	0 | 4)	[ ! -s "$work/now$suffix" ] || cut_short ;;
	1)	[ ! -s "$results/machine-verdict$suffix" ] || machine_died ;;
	*)	die 2 "the emulated machine did not run the tests: see the lines above" ;;
	esac
	rmdir "$work/turn"
	case "$code,$status" in
	0,'' | 0,4 | 4,'') status=$code ;;
	1,*) status=1 ;;
	esac
}

# Pass on what the watcher has of a program that did not end.
pass_on_rest()
{
	[ -s "$work/held$suffix" ] || return 0
	while IFS= read -r line; do
		emit "$line"
	done <"$work/held$suffix"
}

# The stream ended early, without an error message.
cut_short()
{
	echo "the stream of results ended early" >"$results/machine-verdict$suffix"
	code=1
	status=1
	machine_died
}

# Was it the defect that the running case had announced?  Then its function is in the
# console log after the beginning of the case.  Sets `defect` and `state`.
died_of_defect()
{
	defect=$(cat "$work/deadly$suffix" 2>/dev/null)
	[ -n "$defect" ] || return 1
	function=${defect##*: }
	defect=${defect%": $function"}
	state=${defect##*: }
	defect=${defect%": $state"}
	tr -d '\r' 2>/dev/null <"$results/console$suffix.log" |
		sed -n "/kvm-hv-nested: case begins: $running\$/,\$p" |
		grep -Fq "$function"
}

# The result of the case that ran: sets `word`, of its result line, and `directive`.
judge_death()
{
	word='not ok' directive=''
	if ! died_of_defect; then
		emit "# # FAIL: the machine died: $verdict"
	elif [ "$state" = fixed ]; then
		emit "# # FAIL: $defect came back: the machine died: $verdict"
	else
		emit "# # XFAIL: $defect: the machine died: $verdict"
		word='ok' directive=' # XFAIL'
	fi
}

# Write the results that the machine did not: the running program and case are not ok; or
# the case is an expected failure, and the program ok if that was its last case.
machine_died()
{
	verdict=$(sed q "$results/machine-verdict$suffix")
	now_running=$(cat "$work/now$suffix")
	prog=${now_running%%:*}
	running=${now_running#*:}
	number=${running##* }
	running=${running% *}
	if [ -z "$prog" ]; then
		emit "# # FAIL: the machine died between two programs: $verdict"
		return
	fi
	ended=$(($(cat "$work/ended") + 1))
	echo "$ended" >"$work/ended"
	judge_death
	[ -z "$running" ] || emit "# $word $number $running$directive"
	header="$ended selftests: kvm-hv-nested: $prog"
	if [ -n "$directive" ] && [ "$number" = "$(cat "$work/plan$suffix")" ] &&
		! failed_before; then
		emit "ok $header"
		note_running ""
		code=0
		return
	fi
	emit "# reason: the machine died: $verdict"
	emit "not ok $header"
}

# Is an earlier result not ok?
failed_before()
{
	grep -q '^\(# \)\{0,1\}not ok ' "$log"
}
