# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# The command line.  Result: the opt_* variables; `again`, the words that a
# command needs to repeat this run; `run_words`, all of them, for each run of
# --repeat; `machine_args`, those for machine/run.sh.

usage()
{
	cat <<-EOT
	Usage: $NAME [OPTIONS]
	  -t | --test PROGRAM[:CASE]	run only this; may be repeated
	  -c | --collection NAME	run all of the collection: kvm-hv-nested
	  -S | --skip PROGRAM[:CASE]	do not run this; may be repeated.  A file: one such
				name per line
	  -l | --list			print one PROGRAM:CASE per line; boot nothing
	  -s | --summary		one line per program; the rest goes to output.log, or
				with --results to DIR/run.ktap
	  -p | --per-test-log [DIR]	one line per program; the rest goes to DIR/PROGRAM,
				default /tmp/PROGRAM
	  -d | --dry-run		print what would run, run nothing
	  -o | --override-timeout SECONDS	timeout of each program
	  -f | --no-error-on-fail	exit status 0 also if something failed
	  -h | --help			print this

	  --no-fetch			fetch nothing, name what is missing
	  --leave-host			set aside no huge pages, load no module
	  --native			run on this machine (default on a POWER host)
	  --emulate			run in the emulated machine (default elsewhere)
	  --fail-fast			stop at the first failure
	  --results DIR			keep KTAP, logs, measured series, summary.json,
				junit.xml, report.html
	  --repeat N			run everything N times, then list the results that
				differed. --results DIR then has DIR/run-1, run-2, ...
	  --baseline DIR		compare with the --results of an earlier run; exit
				status 1 only for what is worse
	  --seed N			seed of nested_stress_test and nested_random_test,
				default 1
	  --stress SECONDS		duration of each case of nested_stress_test, and time
				limit of each case that provokes a race
	  --random SECONDS		duration of each case of nested_random_test, with new
				seeds
	  --replay FILE			run one sequence of nested_random_test
	  --strict			a case without one of its witnesses, for want of
				debugfs, tracing or slub_debug, is an error
	  --without tlbie		leave out the tlbie witness, to see what the
				others find
	  --all-cells			each operation of L0 on every kind of memory, leaf
				size and arrangement that it supports: ten times as
				many cases
	  --module FILE.ko		load FILE.ko in place of the kernel's module
	  --defects FILE		which known defects this kernel has or has not: a
				line for each, NAME fixed|open REASON

	The emulated machine:
	  --machine powernv9|powernv10	default powernv9
	  --nodes 1|2			NUMA nodes
	  --cpus N
	  --threads 1|2|4		CPUs in each core (SMT), default 1
	  --memory SIZE			such as 4G
	  --tlb stock|strict|strict-pwc	default stock; strict keeps entries until a tlbie
	  --machines 1|2		machines side by side, each with a part of the programs;
				default 2 for 8 programs or more on two cores with
				12 GB free
	  --icount			its time is the number of its instructions, so that
				figures repeat; slower
	  --kernel NAME|DIR		$(kernel_names_text), or a folder: a kernel that is
				unpacked, or a build tree after make
	  --append WORDS		appended to the kernel's command line, such as
				'slub_debug=FZP'; may be repeated

	Exit status: 0 passed (skips and expected failures included), 1 something
	failed, 2 wrong use or the machine or set-up failed, 4 nothing ran.
	EOT
}

kernel_names_text()
{
	kernel_names "$BASE" | sed 's/ /, /g'
}

# Quote a word for a shell only where it has to be.
quote()
{
	case "$1" in
	'' | *[!A-Za-z0-9_./:=,@%+-]*)
		printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*)
		printf '%s' "$1" ;;
	esac
}

wrong_use()
{
	die 2 "$1; see $NAME --help"
}

is_number()
{
	case "$1" in '' | *[!0-9]* | 0*) return 1 ;; esac
	[ "${#1}" -le 6 ]
}

# Add words to each run of --repeat.  $@: words
note_words()
{
	for word; do
		run_words="$run_words $(quote "$word")"
	done
}

for_machine()
{
	machine_args="$machine_args $1 $(quote "$2")"
	machine_option=$1
}

parse_options()
{
	opt_tests='' opt_list='' opt_summary='' opt_dry_run='' opt_timeout=''
	opt_seed='' opt_stress='' opt_all_cells='' opt_strict='' opt_random='' opt_replay=''
	opt_no_fetch='' opt_leave_host=''
	opt_place='' opt_fail_fast='' opt_results='' opt_module=''
	opt_defects='' opt_repeat='' run_words='' opt_baseline=''
	opt_skip='' opt_collection='' opt_per_test='' opt_no_error=''
	opt_inside='' opt_shared='' skip_unknown=0
	opt_tlb='' opt_icount='' opt_without='' shape_nodes=1 shape_cpus=2 shape_threads=1
	opt_machines='' opt_kernel=backports machine_args='' machine_option='' again=''

	# Options in the environment are part of the command that repeats the run.
	[ -z "${KVM_HV_NESTED_SEED-}" ] ||
		take_value --seed "$KVM_HV_NESTED_SEED"
	[ -z "${KVM_HV_NESTED_STRESS_SECONDS-}" ] ||
		take_value --stress "$KVM_HV_NESTED_STRESS_SECONDS"
	[ -z "${KVM_HV_NESTED_RANDOM_SECONDS-}" ] ||
		take_value --random "$KVM_HV_NESTED_RANDOM_SECONDS"
	[ -z "${KVM_HV_NESTED_ALL_CELLS-}" ] || take_flag --all-cells
	[ -z "${KVM_HV_NESTED_DEFECTS-}" ] ||
		take_value --defects "$KVM_HV_NESTED_DEFECTS"
	[ -z "${KVM_HV_NESTED_STRICT-}" ] || take_flag --strict
	[ -z "${KVM_HV_NESTED_WITHOUT-}" ] || take_value --without "$KVM_HV_NESTED_WITHOUT"
	while [ $# -gt 0 ]; do
		case "$1" in
		--*=*)
			word=$1
			shift
			set -- "${word%%=*}" "${word#*=}" "$@" ;;
		esac
		case "$1" in
		-p | --per-test-log)
			# Its folder is optional.
			case "${2--}" in
			-* | '')
				take_per_test_folder /tmp
				note_words "$1"
				shift ;;
			*)
				take_per_test_folder "$2"
				note_words "$1" "$2"
				shift 2 ;;
			esac ;;
		-c | --collection | -S | --skip | \
		-t | --test | -o | --override-timeout | --results | --module | \
		--defects | --baseline | --repeat | --seed | --stress | --random | \
		--machine | --machines | --nodes | --cpus | --threads | \
		--replay | --memory | --kernel | --append | --tlb | --without)
			[ $# -ge 2 ] || wrong_use "$1 needs a value"
			[ -n "$2" ] || wrong_use "$1 needs a value"
			take_value "$1" "$2"
			case "$1" in --repeat | --results) ;; *) note_words "$1" "$2" ;; esac
			shift 2 ;;
		*)
			take_flag "$1"
			case "$1" in -f | --no-error-on-fail) ;; *) note_words "$1" ;; esac
			shift ;;
		esac
	done
	wants=$(machine_cannot "$shape_nodes" "$shape_cpus" "$shape_threads")
	[ -z "$wants" ] || wrong_use "$wants"
	[ -z "$opt_summary" ] || [ -z "$opt_per_test" ] ||
		wrong_use "--summary and --per-test-log exclude each other"
}

# $1: the folder for a log of each program
take_per_test_folder()
{
	mkdir -p "$1" 2>/dev/null
	opt_per_test=$(CDPATH='' cd -- "$1" 2>/dev/null && pwd)
	{ [ -n "$opt_per_test" ] && [ -w "$opt_per_test" ]; } ||
		die 2 "cannot write to '$1': give --per-test-log a folder that can be written"
}

# --skip.  $1: a name, or a file of names, with empty lines and lines that begin with '#'.
take_skip()
{
	# The file may be a program in this folder.  No program has a dot in its name.
	case "$1" in
	*/*)	;;
	*:*)	skip_name "$1"
		return ;;
	*.*)	;;
	*)	if [ ! -f "$1" ] || [ -x "$1" ]; then
			skip_name "$1"
			return
		fi ;;
	esac
	{ [ -f "$1" ] && [ -r "$1" ]; } || die 2 "cannot read the list '$1' of --skip"
	cr=$(printf '\r')
	skip_list=$1
	while read -r word rest || [ -n "$word" ]; do
		word=${word%"$cr"}
		case "$word" in '' | '#'*) ;; *) skip_name "$word" listed ;; esac
	done <"$1"
	again="$again --skip $(quote "$1")"
}

# $1: a name, $2: `listed` if it is from a file, which may have other collections' tests
skip_name()
{
	case "$1" in *[!A-Za-z0-9_.:-]*)
		[ -z "$2" ] || {
			skip_unknown=$((skip_unknown + 1))
			return 0
		}
		wrong_use "no test '$1': --list prints the names" ;;
	esac
	opt_skip="$opt_skip ${2:+?}${1#kvm-hv-nested:}"
	case "$1" in kvm-hv-nested:*) opt_skip="${opt_skip% *} ${1#kvm-hv-nested:}" ;; esac
	[ -n "$2" ] || again="$again --skip $1"
}

take_flag()
{
	case "$1" in
	-l | --list)	opt_list=1 ;;
	-s | --summary)	opt_summary=1 ;;
	-d | --dry-run)	opt_dry_run=1 ;;
	--fail-fast)	opt_fail_fast=1 ;;
	-f | --no-error-on-fail)	opt_no_error=1 ;;
	--no-fetch)	opt_no_fetch=1 ;;
	--leave-host)
		[ -z "$opt_leave_host" ] || return 0
		opt_leave_host=1
		again="$again $1" ;;
	-h | --help)	usage; exit 0 ;;
	--all-cells)
		[ -z "$opt_all_cells" ] || return 0
		opt_all_cells=1
		again="$again $1" ;;
	--strict)
		[ -z "$opt_strict" ] || return 0
		opt_strict=1
		again="$again $1" ;;
	--icount)
		[ -z "$opt_icount" ] || return 0
		opt_icount=1
		again="$again $1"
		# Inside, it is only reported.
		[ -n "$opt_inside" ] || {
			machine_args="$machine_args $1"
			machine_option=$1
		} ;;
	--native | --emulate)
		[ -z "$opt_place" ] || [ "$opt_place" = "${1#--}" ] ||
			wrong_use "--native and --emulate exclude each other"
		opt_place=${1#--}
		again="$again $1" ;;
	--inside)
		# For use inside the emulated machine: the runner outside reports.
		opt_inside=1 ;;
	--first | --second)
		# The same for one of two machines, which share the results folder
		# and the programs.
		opt_shared=${1#--} ;;
	*)	wrong_use "unknown option '$1'" ;;
	esac
}

# Converts the file's steps to one line, to be passed into the machine.  Inside, the
# argument is that line.  $1: the file
take_sequence()
{
	opt_replay=$1
	if [ -z "$opt_inside" ]; then
		[ -f "$1" ] || wrong_use "--replay: no file '$1'"
		opt_replay=$(sed '/^#/d; s/$/;/' "$1" | tr -d '\n')
	fi
	opt_tests="$opt_tests nested_random_test:global.sequences"
}

# $1: option, $2: its value
take_value()
{
	wants=$(machine_wants "$1" "$2")
	[ -z "$wants" ] || wrong_use "$1 takes $wants, not '$2'"
	case "$1" in
	-t | --test)
		# Accept the collection's name before it, as upstream's script
		# requires it.
		opt_tests="$opt_tests ${2#kvm-hv-nested:}"
		case "$2" in *[!A-Za-z0-9_.:-]*)
			wrong_use "no test '$2': --list prints the names" ;;
		esac
		return ;;
	-S | --skip)
		take_skip "$2"
		return ;;
	-c | --collection)
		[ "$2" = kvm-hv-nested ] ||
			wrong_use "no collection '$2': there is one, kvm-hv-nested"
		opt_collection=1
		return ;;
	-o | --override-timeout)
		is_number "$2" || wrong_use "$1 takes seconds, not '$2'"
		opt_timeout=$2 ;;
	--results)
		opt_results=$2
		return ;;
	--baseline)
		opt_baseline=$2
		return ;;
	--repeat)
		is_number "$2" || wrong_use "$1 takes a number of runs, not '$2'"
		opt_repeat=$2
		return ;;
	--module)
		opt_module=$2 ;;
	--defects)
		# The last one is used, as in the command that repeats this run.
		opt_defects=$2 ;;
	--seed)
		is_number "$2" || wrong_use "$1 takes a number from 1 on, not '$2'"
		opt_seed=$2 ;;
	--stress)
		is_number "$2" || wrong_use "$1 takes seconds, not '$2'"
		opt_stress=$2 ;;
	--random)
		is_number "$2" || wrong_use "$1 takes seconds, not '$2'"
		opt_random=$2 ;;
	--replay)
		take_sequence "$2" ;;
	--machines)
		case "$2" in 1 | 2) ;; *)
			wrong_use "$1 takes 1 or 2, not '$2'" ;;
		esac
		# Does not affect what a case runs on.
		opt_machines=$2 machine_option=$1
		return ;;
	--nodes)
		shape_nodes=$2
		for_machine "$1" "$2" ;;
	--cpus)
		shape_cpus=$2
		for_machine "$1" "$2" ;;
	--threads)
		shape_threads=$2
		for_machine "$1" "$2" ;;
	--machine | --memory | --append)
		for_machine "$1" "$2" ;;
	--tlb)
		opt_tlb=$2
		# Inside, it is only reported.
		[ -n "$opt_inside" ] || for_machine "$1" "$2" ;;
	--without)
		[ "$2" = tlbie ] || wrong_use "$1 wants tlbie, not '$2'"
		[ -z "$opt_without" ] || return 0
		opt_without=$2 ;;
	--kernel)
		opt_kernel=$2
		for_machine "$1" "$2" ;;
	esac
	again="$again $1 $(quote "$2")"
}
