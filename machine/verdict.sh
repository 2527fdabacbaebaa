# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2154
#
# How a run ended, out of what the machine left behind.

# The first line of the console that tells of a kernel in trouble.
console_trouble()
{
	tr -d '\r' <"$results/console$suffix.log" | sed -n \
		-e 's/^\[[ 0-9.]*\] *//' \
		-e '/^Oops:\|^kernel BUG at\|^BUG: \|^watchdog: BUG:/p' \
		-e '/^Kernel attempted to\|^Unable to handle kernel\|^Kernel panic/p' |
		head -n 1
}

# died TEXT: after the first KTAP line it is a verdict, before it is a set-up
# that failed.
died()
{
	if [ -s "$tmp/ktap" ]; then
		echo "$1" >"$results/machine-verdict$suffix"
		say "the machine died: $1"
		exit 1
	fi
	die "the machine did not come up: $1${kept:+ (see $results/console$suffix.log)}"
}

# Where the machine could not give its kernel's log any more, the console has most of
# it.
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
	trouble=$(console_trouble)
	case $trouble in
	'') ;;
	Kernel\ panic*) died "panic: $trouble" ;;
	watchdog*) died "hang: $trouble" ;;
	*) died "oops: $trouble" ;;
	esac
	[ -z "$stopped" ] || died "$stopped"
	died "QEMU ended with status $qemu_status: $(tail -n 1 "$tmp/qemu.log")"
}
