# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# The stream of result lines: to stdout and to the log at once, line by line as
# they come, with the time that each case took and a progress line.
#
# A shell loop, not awk: awk may buffer lines from a pipe, and the last line before a
# crash is the one that matters.

take_results_folder()
{
	mkdir -p "$opt_results" 2>/dev/null
	results=$(CDPATH='' cd -- "$opt_results" 2>/dev/null && pwd)
	{ [ -n "$results" ] && [ -w "$results" ]; } ||
		die 2 "cannot write to '$opt_results': give --results a folder that can be written"
	[ -n "$opt_inside" ] || forget_last_run
}

# Remove the files of an earlier run, by name: the folder may have other files.
forget_last_run()
{
	# The names of its series are in its stream.
	sed -n 's|^# # SERIES: .*/series/\([^/]*\.tsv\)$|\1|p' \
		"$results/run.ktap" 2>/dev/null |
		while IFS= read -r name; do
			rm -f "$results/series/$name"
		done
	for name in run.ktap summary.json junit.xml report.html kernel.log \
		kernel-2.log console.log console-2.log tlb.log tlb-2.log \
		machine-verdict machine-verdict-2 "$defects_file"
	do
		rm -f "$results/$name"
	done
	rm -f "$results"/counters/*.gcda "$results"/counters-2/*.gcda
	rmdir "$results/series" "$results/counters" "$results/counters-2" 2>/dev/null
}

open_results()
{
	results=$work/results
	[ -z "$opt_results" ] || take_results_folder
	mkdir -p "$results/series" 2>/dev/null || cannot_write
	keep_defects
	# The library writes measured series there.
	export KVM_HV_NESTED_RESULTS="$results"
	log=$results/run.ktap
	[ -z "$opt_summary" ] || [ -n "$opt_results" ] || log=$PWD/output.log
	# Inside the emulated machine the folder belongs to the runner outside, which writes
	# the stream itself.
	[ -z "$opt_inside" ] || log=$work/run.ktap
	true 2>/dev/null >"$log" ||
		die 2 "cannot write $log: make room there, or give --results another folder"
	exec 3>>"$log"
	true 2>/dev/null >"$work/times" && true 2>/dev/null >"$work/gaps" || disk_full
	# Progress is for a terminal; it is erased before each line.
	progress=
	[ ! -t 2 ] || [ -n "$opt_inside" ] || progress=1
	test_log=
	index=0 prog='' done_cases=0 bad_cases=0
	# Several machines: the suffix of the machine, and the file that holds its lines.
	suffix='' held=''
	status=0
	started=$(date '+%Y-%m-%dT%H:%M:%S%z')
	clock
	run_start=$now
	gap=before gap_start=$now
	forget_gaps
}

# Exit because a file cannot be written.
disk_full()
{
	check_folder
	[ -d "$results" ] ||
		die 2 "the results folder, $results, was removed while the tests ran:" \
			"run again"
	cannot_write
}

cannot_write()
{
	die 2 "cannot write to $results: the disk is full? make room, or give" \
		"--results another folder"
}

# Sets `now`, in hundredths of a second.
clock()
{
	read -r up idle </proc/uptime
	now=${up%.*}${up#*.}
	while :; do
		case "$now" in 0?*) now=${now#0} ;; *) break ;; esac
	done
}

clear_progress()
{
	[ -z "$progress" ] || printf '\r\033[K' >&2
}

show_progress()
{
	[ -n "$progress" ] || return 0
	clock
	shown_index=$index shown_cases=$done_cases shown_bad=$bad_cases
	[ -z "$held" ] || add_up_progress
	printf '\r\033[K[%s/%s] %s: %s cases, %s not ok, %s s' "$shown_index" \
		"${total:-?}" "$prog" "$shown_cases" "$shown_bad" \
		"$(((now - run_start) / 100))" >&2
}

# A line of the stream.  $1: the line
emit()
{
	if [ -n "$held" ]; then
		printf '%s\n' "$1" 2>/dev/null >>"$held" || disk_full
		return
	fi
	printf '%s\n' "$1" 2>/dev/null >&3 || disk_full
	[ -z "$opt_per_test" ] || log_per_test "$1"
	case "$opt_summary${opt_per_test:+1}$1" in
	1"# reason: "*)
		clear_progress
		printf '%s\n' "$1" 2>/dev/null || die 2 "cannot write to standard output" ;;
	1'#'*)	;;
	*)
		clear_progress
		printf '%s\n' "$1" 2>/dev/null || die 2 "cannot write to standard output" ;;
	esac
}

# A program's lines in a file of its own.  $1: the line
log_per_test()
{
	case "$1" in
	"# selftests: kvm-hv-nested: "*)
		test_log=$opt_per_test/${1#"# selftests: kvm-hv-nested: "}
		true 2>/dev/null >"$test_log" ;;
	"#"*)
		[ -z "$test_log" ] ||
			printf '%s\n' "$1" 2>/dev/null >>"$test_log" ;;
	*)
		test_log= ;;
	esac || die 2 "cannot write to $opt_per_test: make room, or give" \
		"--per-test-log another folder"
}

# Add the time since gap_start to that of kind $gap.  $1: the kind that begins now: before,
# start or between, which are times outside of cases, or case
note_gap()
{
	clock
	case "$gap" in
	before)	gap_before=$((gap_before + now - gap_start)) ;;
	start)	gap_starts=$((gap_starts + now - gap_start)) ;;
	between)	gap_between=$((gap_between + now - gap_start)) ;;
	esac
	gap=$1
	gap_start=$now
}

# Written once at the end: creating files would add to the times of the cases.
write_gaps()
{
	printf 'before %s\nstart %s\nbetween %s\n' "$gap_before" "$gap_starts" \
		"$gap_between" 2>/dev/null >>"$work/gaps" || disk_full
	forget_gaps
}

forget_gaps()
{
	gap_before=0 gap_starts=0 gap_between=0
}

# Record what runs now, for the report if it dies.  $1: PROGRAM:CASE
note_running()
{
	printf '%s' "$1" 2>/dev/null >"$work/now$suffix" || disk_full
}

# Record the defect that may crash the machine in this case, and the kernel function.
# $1: NAME: STATE: FUNCTION, or nothing
note_deadly()
{
	[ "$place" = emulate ] || return 0
	printf '%s' "$1" 2>/dev/null >"$work/deadly$suffix" || disk_full
}

# Record the number of cases of the running program, for the report if it dies.
note_plan()
{
	[ "$place" = emulate ] || return 0
	printf '%s' "$plan" 2>/dev/null >"$work/plan$suffix" || disk_full
}

# Interpret a program's own line.  $1: the line, without its `# `
track()
{
	case "$1" in
	"#  RUN "*)
		running=${1#"#  RUN "}
		running=${running%" ..."}
		running=${running##* }
		error='' why=''
		note_running "$prog:$running $((ran + 1))"
		note_deadly ""
		note_gap case
		case_start=$now ;;
	"# ERROR: "*)
		error=1 ;;
	"# deadly "*)
		note_deadly "${1#"# deadly "}" ;;
	"# SKIP: "*)
		why=${1#"# SKIP: "}
		case "$why" in
		[a-z]*.[ch]:[0-9]*": "*) why=${why#*.[ch]:[0-9]*": "} ;;
		esac ;;
	"ok "[0-9]* | "not ok "[0-9]*)
		count_case "$1" ;;
	1..[0-9]*)
		plan=${1#1..}
		plan=${plan%%[!0-9]*}
		note_plan
		case "$1" in *"# SKIP "*) reason=${1#*"# SKIP "} ;; esac ;;
	esac
}

count_case()
{
	ran=$((ran + 1))
	done_cases=$((done_cases + 1))
	note_running ""
	case "$1" in
	*"# XPASS"*)	failed=$((failed + 1)); bad_case ;;
	*"# SKIP"*)	skipped=$((skipped + 1)); reason=$why ;;
	*"# XFAIL"*)	;;
	"not ok "*)	failed=$((failed + 1)); bad_case ;;
	esac
	note_gap between
	[ -z "$running" ] ||
		echo "$prog $running $((now - case_start))" \
			2>/dev/null >>"$work/times" || disk_full
	running=
	show_progress
}

bad_case()
{
	bad_cases=$((bad_cases + 1))
	[ -n "$opt_fail_fast" ] && [ "$place" = native ] || return 0
	true 2>/dev/null >"$work/enough" || disk_full
	kill_session "$(cat "$work/session.program" 2>/dev/null)"
}

# Some parsers take everything after `ok N` as the case's name: a result line keeps only
# its directive, and the reason is printed as a line before it.  Works on `line`.
# nest.awk is the same for the emulated machine; inside_test.sh compares the two.
split_result()
{
	text=${line#*" #"}
	line=${line%%" #"*}
	while :; do
		case "$text" in
		" "*)	text=${text# } ;;
		*" ")	text=${text% } ;;
		*)	break ;;
		esac
	done
	directive=${text%%" "*}
	case "$directive" in
	SKIP | XFAIL)	line="$line # $directive" ;;
	XPASS)		line="not ${line#"not "}" ;;
	*)		directive='' ;;
	esac
	text=${text#"$directive"}
	text=${text# }
	if [ -n "$text" ] && [ ! -e "$work/enough" ]; then
		emit "# # ${directive:-FAIL}: $text"
		track "# ${directive:-FAIL}: $text"
	fi
}

# Sets `by_awk`: awk passes a program's lines on. Inside, the runner outside takes the
# times, and judges a machine that dies. Another awk than busybox's may take a line when
# its buffer is full.
choose_watcher()
{
	by_awk=
	[ -n "$opt_inside" ] && [ -z "$opt_fail_fast" ] || return 0
	case "$(readlink -f "$(command -v awk)")" in
	*/busybox)	by_awk=1 ;;
	esac
}

# Copy a program's lines from stdin; writes its counts to $work/counts.
watch_program()
{
	if [ -n "$by_awk" ]; then
		awk -v counts="$work/counts" -v bad_cases="$bad_cases" \
			-v done_cases="$done_cases" -f "$RUNNER/nest.awk" 2>/dev/null ||
			disk_full
		return
	fi
	plan='' ran=0 failed=0 skipped=0 reason='' running='' why=''
	while IFS= read -r line || [ -n "$line" ]; do
		case "$line" in
		"ok "[0-9]*" #"* | "not ok "[0-9]*" #"*) split_result ;;
		esac
		[ -e "$work/enough" ] || emit "# $line"
		[ -e "$work/enough" ] || track "$line"
	done
	echo "${plan:-none} $ran $failed $skipped $bad_cases $done_cases" \
		"${running:-none} $reason" 2>/dev/null >"$work/counts" || disk_full
	note_gap between
	write_gaps
}

# The watcher failed.  It has printed the error, unless the reader of stdout has gone.
watch_failed()
{
	watch_code=$?
	[ "$watch_code" = 2 ] || die 2 "cannot write to standard output"
	exit 2
}
