# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Verdict lines, as the shell tests of this project print them, and what scenarios share.

# $*: a line for whoever waits outside
note()
{
	echo "# $*" >>"$share/verdicts"
	echo "kvm-hv-nested: $*" >/dev/kmsg
}

# $1: what must hold; the rest: a command that is true when it does
check()
{
	what=$1
	shift
	# In the file: each scenario has a shell of its own.
	count=$(($(grep -c '^ok \|^not ok ' "$share/verdicts") + 1))
	if "$@"; then
		echo "ok $count $scenario: $what" >>"$share/verdicts"
	else
		echo "not ok $count $scenario: $what" >>"$share/verdicts"
		[ ! -s "$work/said" ] ||
			tail -n 12 "$work/said" | sed 's/^/#   /' >>"$share/verdicts"
	fi
}

# The host is as it was when the machine came up. $1: after what
check_host()
{
	rm -f "$work/said"
	host_is_as_before "$work/before" "$work/after" ||
		grep '^[-+]' "$work/difference" | grep -v '^--- \|^+++ ' >"$work/said"
	check "the host is as before, $1" [ ! -s "$work/said" ]
}

# The one thing that stays until the next boot: a warning of the kernel, a module that Debian
# did not sign.
forget_taint()
{
	sed -i "s|^\(/proc/sys/kernel/tainted:\).*|\1$(cat /proc/sys/kernel/tainted)|" \
		"$work/before/settings"
}

# If the run told it: else it is a difference.
forget_told_taint()
{
	! cat "$out/stdout" "$out/stderr" |
		grep -q '^# Host changed meanwhile.*: /proc/sys/kernel/tainted: ' || forget_taint
}

# For what a scenario does to the host itself: from now on, and again as from the start.
host_from_now()
{
	mv "$work/before" "$work/before-all"
	host_state "$work/before"
}

host_from_start()
{
	rm -rf "$work/before"
	mv "$work/before-all" "$work/before"
}

# $1: a scenario
begin_scenario()
{
	out=$share/$1
	mkdir -p "$out"
}

# The archive, as README has it.
tree=$owner/kvm-hv-nested
unpack_tar()
{
	[ -d "$tree" ] || tar -C "$owner" -xzf "$share/kvm-hv-nested.tar.gz"
}

# run ARGUMENT...: the runner, with what it said in $out and $work/said; sets `code`.
run()
{
	(cd "$tree" && exec ./run_kselftest.sh "$@") >"$out/stdout" 2>"$out/stderr" \
		</dev/null
	code=$?
	{ tail -n 20 "$out/stdout"; cat "$out/stderr"; } >"$work/said"
}

# start ARGUMENT...: the same in the background, where a shell would have it ignore
# SIGINT; sets `runner`.
start()
{
	(cd "$tree" && exec env --default-signal=INT ./run_kselftest.sh "$@") \
		>"$out/stdout" 2>"$out/stderr" </dev/null &
	runner=$!
}

# Until a command is true, a minute at most. $@: the command
soon()
{
	tries=0
	until "$@"; do
		[ "$tries" -lt 300 ] || return 1
		tries=$((tries + 1))
		sleep 0.2
	done
}

# ended: sets `code`, of the one that start() started.
ended()
{
	wait "$runner"
	code=$?
	{ tail -n 20 "$out/stdout"; cat "$out/stderr"; } >"$work/said"
}

exits()		{ [ "$code" = "$1" ]; }
says()		{ grep -q "$1" "$out/stdout"; }
complains()	{ grep -q "$1" "$out/stderr"; }
in_case()	{ says ' RUN  '; }
