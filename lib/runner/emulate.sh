# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034,SC2154
#
# Run the selected programs in the emulated machine: this same script, inside.

# Sets the positional words for machine/run.sh in `machine_words`, quoted.
machine_command()
{
	inside="--inside"
	for want in $opt_tests; do
		inside="$inside -t $want"
	done
	[ -z "$opt_timeout" ] || inside="$inside -o $opt_timeout"
	[ -z "$opt_seed" ] || inside="$inside --seed $opt_seed"
	[ -z "$opt_stress" ] || inside="$inside --stress $opt_stress"
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
		die 2 "this tree has no emulated machine: run on a POWER9 with KVM-HV, or from the sources"
	case " $(kernel_names) " in *" $opt_kernel "*) return ;; esac
	[ -d "$opt_kernel" ] ||
		die 2 "no kernel '$opt_kernel': --kernel takes a folder or one of $(kernel_names_text)"
}

# The release of the kernel that will boot, for --module.
find_release()
{
	case " $(kernel_names) " in
	*" $opt_kernel "*)
		set_up kernel "$opt_kernel"
		release=$(cat "$CACHE/kernels/$opt_kernel/release") ;;
	*)
		release=
		for modules in "$opt_kernel"/lib/modules/* \
			"$opt_kernel"/usr/lib/modules/*; do
			[ ! -d "$modules" ] || release=${modules##*/}
		done ;;
	esac
	[ -z "$release" ] || check_module_release "$release"
}

dry_run_emulate()
{
	machine_command
	eval "set -- $machine_words --dry-run $machine_tail"
	sh "$BASE/machine/run.sh" "$@" || exit 2
}

run_emulate()
{
	find_release
	machine_command
	eval "set -- $machine_words --results \"\$results\" $machine_tail"
	mkfifo "$work/pipe" || disk_full
	echo 0 0 >"$work/counts"
	: >"$work/now"
	watch_machine <"$work/pipe" &
	watch_pid=$!
	setsid sh "$BASE/machine/run.sh" "$@" >"$work/pipe" </dev/null 3>&- &
	machine_pid=$!
	wait "$machine_pid"
	status=$?
	machine_pid=
	wait "$watch_pid" || watch_failed
	watch_pid=
	read -r index ended <"$work/counts"
	case "$status" in
	0 | 4)	[ "$ended" = "$total" ] || cut_short ;;
	1)	[ ! -s "$results/machine-verdict" ] || machine_died ;;
	*)	die 2 "the emulated machine did not run the tests: the lines above say why" ;;
	esac
}

# The stream ended early, and nobody said why.
cut_short()
{
	echo "the stream of results ended early" >"$results/machine-verdict"
	machine_died
}

# Give the verdict that the machine could not give any more: the program and the
# case that were running are not ok.
machine_died()
{
	status=1
	verdict=$(sed q "$results/machine-verdict")
	now_running=$(cat "$work/now")
	prog=${now_running%%:*}
	running=${now_running#*:}
	if [ -z "$prog" ]; then
		emit "# # FAIL: the machine died between two programs: $verdict"
		return
	fi
	emit "# # FAIL: the machine died: $verdict"
	[ -z "$running" ] || emit "# not ok 0 $running # the machine died: $verdict"
	emit "not ok $index selftests: kvm-hv-nested: $prog # the machine died: $verdict"
}
