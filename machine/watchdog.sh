# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# Ends a machine that hangs. It runs outside, with the host's clock, since the machine's
# clock jumps.

boot_limit=180
silence_limit=120

# Runs beside QEMU; if it ends the machine, the reason is in $tmp/stopped.
watchdog_loop()
{
	# By --icount a second of the machine is many of a busy host's.
	[ -z "$icount" ] || silence_limit=1200
	trap - EXIT INT TERM HUP
	seconds=0
	quiet=0
	size=0
	process_born $$
	script_born=$born
	while sleep 1; do
		# The script or its folder is gone: clean up instead.
		if ! process_born $$ || [ "$born" != "$script_born" ] ||
			[ ! -d "$tmp" ]; then
			kill -9 "$qemu" "$reader" 2>/dev/null
			rm -rf "$tmp"
			return
		fi
		seconds=$((seconds + 1))
		quiet=$((quiet + 1))
		now=$(wc -c 2>/dev/null <"$tmp/control")
		[ "${now:-0}" = "$size" ] || quiet=0
		size=${now:-0}
		if [ -e "$tmp/unread" ]; then
			echo "nobody reads the output"
		elif grep -q '^status ' "$tmp/control" 2>/dev/null; then
			# All results are there; powering off takes no time.
			[ $quiet -gt 15 ] && echo "no power off" || continue
		elif [ $seconds -ge "$timeout" ]; then
			echo "hang: not done after $timeout s"
		elif ! grep -q '^run' "$tmp/control" 2>/dev/null; then
			[ $seconds -ge $boot_limit ] || continue
			echo "hang: not up after $boot_limit s"
		elif [ $quiet -ge $silence_limit ]; then
			echo "hang: no sign of life for $silence_limit s"
		else
			continue
		fi >"$tmp/stopped.new"
		mv "$tmp/stopped.new" "$tmp/stopped"
		kill -9 "$qemu"
		return
	done
}

watchdog_start()
{
	watchdog_loop </dev/null >/dev/null 2>&1 &
	watchdog=$!
}

watchdog_stop()
{
	kill "$watchdog" 2>/dev/null
	wait "$watchdog" 2>/dev/null
	watchdog=
}
