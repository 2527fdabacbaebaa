# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# The verdict on a run, from the files that the machine left.

# One line on the first splat on the console that no case has judged.  $@: arguments for
# the runner's kmsg.awk
console_splat()
{
	runner=$machine/../lib/runner
	tr -d '\r' <"$results/console$suffix.log" |
		sed 's/^\[[ 0-9.]*\]\(\[ *[CT][0-9]*\]\)* *//' |
		awk -v splats="$runner/kernel_splats.h" -v complaints=1 "$@" \
			-f "$runner/splats.awk" -f "$runner/kmsg.awk" | sed q
}

# died TEXT: a verdict after the first KTAP line, a failed set-up before it.
died()
{
	if [ -s "$tmp/ktap" ]; then
		echo "$1" >"$results/machine-verdict$suffix"
		say "the machine died: $1"
		exit 1
	fi
	die "the machine did not come up: $1${kept:+ (see $results/console$suffix.log)}"
}

# If the machine could not save its kernel's log, use the console, which has most of it.
keep_kernel_log()
{
	[ -s "$results/kernel$suffix.log" ] || [ ! -e "$results/console$suffix.log" ] ||
		tr -d '\r' <"$results/console$suffix.log" |
		sed -n '/^\[ *[0-9]*\.[0-9]*\] /p' >"$results/kernel$suffix.log"
}

run_verdict()
{
	[ -e "$results/console$suffix.log" ] || : >"$results/console$suffix.log"
	keep_kernel_log
	kept=
	[ "$results" = "$tmp/results" ] || kept=y
	stopped=$(cat "$tmp/stopped" 2>/dev/null)
	[ "$stopped" != "nobody reads the output" ] || die "$stopped: stopped"
	fault=$(sed -n 's/^fault //p' "$tmp/control" 2>/dev/null)
	[ -z "$fault" ] || die "the machine did not come up: $fault"
	status=$(sed -n 's/^status //p' "$tmp/control" 2>/dev/null)
	case $status in
	'') ;;
	[0-4]) exit "$status" ;;
	*) die "the inner script ended with status $status" ;;
	esac
	# A splat that a kernel or a CPU may not survive, since the case began.
	trouble=$(console_splat -v deadly=1)
	case $trouble in
	'') ;;
	*[Pp]anic*) died "panic: $trouble" ;;
	*lockup* | *LOCKUP* | *stall* | *"blocked for more"* | *"CSD lock"*)
		died "hang: $trouble" ;;
	*) died "oops: $trouble" ;;
	esac
	trouble=$(console_splat)
	[ -z "$stopped" ] ||
		died "$stopped${trouble:+; the kernel had complained: $trouble}"
	died "QEMU ended with status $qemu_status: $(tail -n 1 "$tmp/qemu.log")"
}
