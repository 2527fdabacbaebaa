# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Kernel messages while a program runs.
#
# A reader copies /dev/kmsg to the run's folder continuously, so that nothing is lost when
# the ring buffer wraps.  The runner writes marks to the log: a mark in the copy shows
# that the reader has caught up, and to which program the records around it belong, also
# in the console log of a machine that died.

KMSG=$ROOT/dev/kmsg
kmsg_marks=0
# Bytes of the copy before the last mark, which are not read again.
kmsg_old=0

open_kmsg()
{
	kmsg_log=$work/kmsg
	kmsg_from=0 kmsg_since=0 kmsg_judges=
	true 2>/dev/null >"$kmsg_log" || disk_full
	# Without CAP_SYSLOG open() refuses what the file's mode permits.
	{ [ -r "$KMSG" ] && [ -w "$KMSG" ] && true <"$KMSG"; } 2>/dev/null ||
		die 2 "cannot use $KMSG: run as root, with the kernel log open to root"
	if [ -c "$KMSG" ]; then
		# If the ring buffer has overtaken the reader, it ends, and is restarted
		# at the oldest record; kmsg.awk drops duplicates.
		# shellcheck disable=SC2016 # for the inner shell
		in_session kmsg sh -c 'while :; do cat "$0"; sleep 1; done' "$KMSG" \
			>"$kmsg_log" 2>/dev/null </dev/null 3>&- &
		kmsg_pid=$!
	fi
	kmsg_catch_up begin
	kmsg_start=$kmsg_from
}

# $*: the mark's text.  Sets `mark`.
kmsg_mark()
{
	kmsg_marks=$((kmsg_marks + 1))
	mark="kvm-hv-nested: $$.$kmsg_marks: $*"
	echo "$mark" >>"$KMSG"
}

# The copy from the mark before the last one on, through kmsg.awk.  $@: its words
kmsg_awk()
{
	tail -c +"$((kmsg_seen + 1))" "$kmsg_log" |
		awk -v splats="$RUNNER/kernel_splats.h" "$@" \
			-f "$RUNNER/splats.awk" -f "$RUNNER/kmsg.awk"
}

# A plain file instead of /dev/kmsg, in tests, has no reader.
kmsg_refresh()
{
	[ -c "$KMSG" ] || cat "$KMSG" >"$kmsg_log"
}

# Write a mark, wait until it has been read, record its position.  $work/splat gets what
# kmsg.awk finds before it: the mark's position, a complaint if it is to look for one.
# $*: the mark's text
kmsg_catch_up()
{
	kmsg_seen=$kmsg_old
	kmsg_mark "$@"
	# Meanwhile the reader gets it.  A plain file has line numbers only.
	[ ! -c "$KMSG" ] || kmsg_old=$(wc -c <"$kmsg_log")
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		kmsg_refresh
		kmsg_awk -v mark="$mark" -v from="$kmsg_since" \
			-v complaints="$kmsg_judges" >"$work/splat" ||
			die 2 "cannot judge the kernel log: is $RUNNER complete, $work full?"
		{ read -r kmsg_at; IFS= read -r kmsg_bad; } <"$work/splat"
		[ -z "$kmsg_at" ] || break
		sleep 0.1 2>/dev/null || sleep 1
	done
	[ -n "$kmsg_at" ] ||
		die 2 "a line written to $KMSG does not come back: set" \
			"printk.devkmsg=on on the kernel's command line"
	kmsg_from=$kmsg_at
}

# Sets `kmsg_bad`: the first splat since the last call, in one line, which is the second of
# $work/splat; then the splat's own lines follow.  $*: the text of a mark
kmsg_complaint()
{
	kmsg_since=$kmsg_from kmsg_judges=1
	kmsg_catch_up "$@"
	kmsg_judges=
}

# Sets `kmsg_oom`: what the OOM killer killed between the last two calls.
kmsg_killed()
{
	kmsg_oom=$(kmsg_awk -v from="$kmsg_since" -v oom=1)
}

# The log since the start of the run, as text.
kmsg_text()
{
	awk -v from="$kmsg_start" -v text=1 -f "$RUNNER/splats.awk" \
		-f "$RUNNER/kmsg.awk" "$kmsg_log"
}
