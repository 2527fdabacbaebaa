#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# machine/distro.sh without its Debian: what it refuses, how the scripts inside compare a
# host with what it was, how they draw the moments of their kills.

# shellcheck disable=SC1091,SC2016,SC2034
. "$(dirname -- "$0")/common.sh"

# $@: arguments
distro()
{
	# shellcheck disable=SC2086 # TEST_SH may be two words
	KVM_HV_NESTED_CACHE=$tmp/cache ${TEST_SH:-sh} "$TOP/machine/distro.sh" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
# $1: a part of the line, the rest: arguments
is_wrong()
{
	part=$1
	shift
	distro "$@"
	exits 2 && one_line && complains "$part"
}

distro --help
check "--help: status 0" exits 0
for name in source tar module interrupt kill full-disk lockdown check; do
	check "--help: the scenario $name" grep -q "^  $name  *[a-zS]" "$tmp/out"
done
check "an unknown scenario" is_wrong "no scenario is called 'snap': source tar" snap
check "an unknown option" is_wrong "unknown option '--snap'" --snap
check "an option without its value" is_wrong "--seed needs a value" --seed
check "a seed that is no number" is_wrong "--seed 'x' is not a number" --seed x
check "a name with a slash" is_wrong "--check 'a/b' is no name" --check a/b
check "a test with a quote" is_wrong "is no PROGRAM[:CASE]" -t "a'b"
check "nothing was set up" [ ! -e "$tmp/cache" ]

# `make check' boots one that is in the cache, and never makes one.
mkdir -p "$tmp/top/tests/check/machine" "$tmp/top/machine" "$tmp/filled/distro"
cp "$CHECK/common.sh" "$tmp/top/tests/check/"
cp "$CHECK/machine/distro_test.sh" "$tmp/top/tests/check/machine/"
cp "$TOP/machine/distro_image.sh" "$tmp/top/machine/"
: >"$tmp/top/run_kselftest.sh"
cat >"$tmp/top/machine/distro.sh" <<-'EOT'
	echo "ok 1 tar: the archive: status 0"
	echo "ok 2 kill: the host is as before, after SIGKILL 1 of 2: runner"
	echo "ok 3 kill: the host is as before, after SIGKILL 2 of 2: runner"
EOT
in_check()
{
	KVM_HV_NESTED_CACHE=$tmp/filled ${TEST_SH:-sh} \
		"$tmp/top/tests/check/machine/distro_test.sh" >"$tmp/out" 2>"$tmp/err"
	tail -n 1 "$tmp/out"
}
if [ "$(uname -m)" = ppc64le ]; then
	skip "make check" "there is no emulated machine on POWER"
else
	why='# SKIP none in the cache: sh machine/setup.sh distro makes one'
	check "make check, none in the cache: skipped" is_same "$(in_check)" 1..1
	check "make check, none in the cache: how to make one" mentions "$why"
	echo 0 >"$tmp/filled/distro/.stamp"
	check "make check, one of an older recipe: skipped" is_same "$(in_check)" 1..1
	check "make check, one of an older recipe: why" mentions "$why"
	sed -n 's/^distro_recipe=//p' "$TOP/machine/distro_image.sh" >"$tmp/filled/distro/.stamp"
	check "make check, one in the cache: it is booted" is_same "$(in_check)" 1..3
fi

# The archive is built while nobody else builds in this checkout.
mkdir -p "$tmp/filled/bin" "$tmp/share"
echo 'exit 0' >"$tmp/top/machine/setup.sh"
cat >"$tmp/filled/bin/make" <<-EOT
	#!/bin/sh
	[ -e "$tmp/held" ] || echo "$tmp/host_of_archive"
EOT
chmod +x "$tmp/filled/bin/make"
: >"$tmp/host_of_archive"
: >"$tmp/held"
(exec 8>>"$tmp/filled/build.lock" && flock 8; : >"$tmp/holds"; sleep 0.5; rm "$tmp/held") &
soon [ -e "$tmp/holds" ]
# shellcheck disable=SC2086 # TEST_SH may be two words
KVM_HV_NESTED_CACHE=$tmp/filled ${TEST_SH:-sh} -c 'machine=$1/top/machine tmp=$1 share=$1/share
	. "$2/machine/common.sh"
	. "$2/machine/distro_boot.sh"
	share_archive' sh "$tmp" "$TOP" >"$tmp/out" 2>"$tmp/err"
check "the archive waits for another build" [ -e "$tmp/share/kvm-hv-nested.tar.gz" ]
wait

# The packages' scripts run in namespaces: where these are refused, and interrupted. Then
# what runs in the new root ends before its folder is removed.
mkdir -p "$tmp/machine/distro" "$tmp/new" "$tmp/no-unshare"
cat >"$tmp/inside.sh" <<-'EOT'
	. "$machine/common.sh"
	. "$machine/distro_image.sh"
	scratch_open
	machine=$1
	distro_inside || cat "$work/log" >&2
EOT
# Sets `setting_up`.
distro_inside()
{
	# shellcheck disable=SC2086 # TEST_SH may be two words
	machine=$TOP/machine KVM_HV_NESTED_CACHE=$tmp/new ${TEST_SH:-sh} "$tmp/inside.sh" \
		"$tmp/machine" >"$tmp/out" 2>"$tmp/err" &
	setting_up=$!
}
has_ended()	{ ! kill -0 "$setting_up" 2>/dev/null; }
printf '#!/bin/sh\necho unshare: not permitted >&2\nexit 1\n' >"$tmp/no-unshare/unshare"
chmod +x "$tmp/no-unshare/unshare"
path=$PATH PATH=$tmp/no-unshare:$PATH
distro_inside
PATH=$path
check "without namespaces: set-up ends" soon has_ended
kill -9 "$setting_up" 2>/dev/null
check "without namespaces: the reason" complains "unshare: not permitted"
if ! unshare --user --mount --pid --fork --kill-child true 2>/dev/null ||
	[ "$(id -u)" != 0 ]; then
	skip "namespaces, interrupted" "no namespaces here, or not root"
else
	cat >"$tmp/machine/distro/second_stage.sh" <<-'EOT'
		read -r _ <"$1/go"
		: >"${1%/*}/begun"
		trap '' TERM INT
		while :; do mkdir -p "$1/root/$((n += 1))"; done
	EOT
	distro_inside
	check "namespaces: scripts run there" soon [ -e "$tmp/new/begun" ]
	kill "$setting_up"
	wait "$setting_up"
	code=$?
	check "namespaces, interrupted: status 143" exits 143
	check "namespaces, interrupted: nothing is left" is_same \
		"$(cd "$tmp/new" && ls)" begun
	check "namespaces, interrupted: without a complaint" [ ! -s "$tmp/err" ]
fi

# The scripts inside, by their own shell here; only what they look at is smaller: others may
# be at work on this host.
guest=$TOP/machine/distro/guest
owner=$tmp/owner work=$tmp/work share=$tmp/share scenario=test
mkdir -p "$owner" "$work" "$share" "$tmp/host/etc"
# $1: a script that runs with all of theirs
inside()
{
	# shellcheck disable=SC2086 # TEST_SH may be two words
	owner=$owner work=$work share=$share scenario=$scenario guest=$guest host=$tmp/host \
		seed=$seed real=$real ${TEST_SH:-sh} -c '
		for file in host_state verdict scenario_run scenario_end; do
			. "$guest/$file.sh"
		done
		[ -n "$real" ] || {
			state_kernel() { :; }
			state_settings() { :; }
			state_tracing() { :; }
		}
		state_files() { find "$host" -type f -printf "%p %s\n"; }
		state_processes() { cat "$host/processes"; }
		sleep() { :; }
		'"$1" >"$tmp/out" 2>"$tmp/err"
	code=$?
}
: >"$tmp/host/processes"
seed=7
if ! find "$tmp/host" -printf '' 2>/dev/null; then
	skip "the state of a host" "find without -printf"
	finish
fi
real=y
inside 'host_state "$work/before"'
real=
check "a host's mounts are read" grep -q '^[^ ]* /proc proc ' "$work/before/mounts"
check "a host's settings are read" grep -q '^/proc/sys/kernel/ostype:Linux$' \
	"$work/before/settings"
check "counters are not" [ "$(grep -c '/ns_last_pid\|/file-nr\|/entropy_avail' \
	"$work/before/settings")" = 0 ]
inside 'host_state "$work/before"'
inside 'check_host "at once"'
check "nothing changed: ok" is_same "$(tail -n 1 "$share/verdicts")" \
	"ok 1 test: the host is as before, at once"
echo new >"$tmp/host/etc/file"
echo ./nested_map_test >"$tmp/host/processes"
inside 'check_host "with a file and a process more"'
check "a file and a process more: not ok" grep -q "^not ok 2 test: .*more" "$share/verdicts"
check "the file is named" grep -q "^#   +$tmp/host/etc/file 4" "$share/verdicts"
check "the process is named" grep -q '^#   +./nested_map_test' "$share/verdicts"

# A taint is a difference, unless the run has told it.
taint='out=$share
	mkdir -p "$work/before"
	echo /proc/sys/kernel/tainted:none >"$work/before/settings"
	: >"$share/stderr"
	forget_told_taint
	cat "$work/before/settings"'
echo "# Host: as before the run" >"$share/stdout"
inside "$taint"
check "a taint that was not told stays a difference" grep -qx \
	/proc/sys/kernel/tainted:none "$tmp/out"
echo "# Host changed meanwhile, by this run or by others: /proc/sys/kernel/tainted: was 0, is 512" \
	>"$share/stdout"
inside "$taint"
check "one that was told is forgotten" grep -qx \
	"/proc/sys/kernel/tainted:$(cat /proc/sys/kernel/tainted)" "$tmp/out"

# As the kills draw them: a moment, then whom.
moments='random=$seed; n=0
	while [ $((n += 1)) -le 40 ]; do draw 100; moment=$drawn; draw 4; echo $moment $drawn; done'
# The other seeds differ by one, or are large, as a date is.
for seed in 7 8 20261128; do
	inside "$moments"
	cp "$tmp/out" "$tmp/moments.$seed"
	check "seed $seed: the moments are spread" [ "$(cut -d ' ' -f 1 "$tmp/out" |
		sort -u | wc -l)" -ge 25 ]
	check "seed $seed: from 0 to the end" [ "$(awk '$1 < 0 || $1 > 99' "$tmp/out" |
		wc -l)" = 0 ]
	check "seed $seed: each of four is drawn" [ "$(cut -d ' ' -f 2 "$tmp/out" | sort |
		uniq -c | awk '$1 >= 4' | wc -l)" = 4 ]
	check "seed $seed: no steps of one length" [ "$(awk '{ print $1 - last; last = $1 }' \
		"$tmp/out" | sort | uniq -c | awk '$1 > 6' | wc -l)" = 0 ]
done
seed=7
inside "$moments"
check "the same seed: the same moments" cmp -s "$tmp/moments.7" "$tmp/out"
check "another seed: others" [ "$(cmp -s "$tmp/moments.8" "$tmp/out"; echo $?)" = 1 ]

# The scenarios that end a run, of the real runner with programs that play. A whole host's
# state is not what this is about.
if [ -n "$TEST_SH" ]; then
	skip "as if in Debian" "its shell is always its own"
	finish
fi
rm -rf "$share" "$work"
mkdir -p "$share" "$work" "$owner"
: >"$share/verdicts"
fake_host
fake_tree
for program in nested_reclaim_test nested_exchange_test; do
	printf 'one pass\ntwo slow 2\n' | fake_program $program
done
printf '%s\n' 'none /sys/kernel/debug debugfs rw 0 0' \
	'none /sys/kernel/tracing tracefs rw 0 0' >"$tmp/root/proc/mounts"
play='tree=$fake_tree kills=3 kill_tests="-t nested_reclaim_test"
	unpack_tar() { :; }
	sleep() { command sleep "$1"; }
	state_settings() { :; }
	state_files() { find "$TMPDIR"; }
	state_processes() { grep -lsz "^KVM_HV_NESTED_RUN=$TMPDIR" /proc/[0-9]*/environ; }
	host_state "$work/before"
	for scenario in interrupt kill; do
		begin_scenario $scenario
		(scenario_$scenario)
	done'
fake_tree=$tmp/tree TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root
export fake_tree TMPDIR KVM_HV_NESTED_ROOT
# Of this seed: a keeper, a program, a runner.
seed=2
inside "$play"
unset TMPDIR KVM_HV_NESTED_ROOT
for line in 'interrupt: SIGINT: status 130' 'interrupt: the host is as before, after SIGINT' \
	'interrupt: SIGTERM: status 143' 'kill: undisturbed: status 0' \
	'kill: the host is as before, after SIGKILL 1 of 3: keeper' \
	'kill: the host is as before, after SIGKILL 2 of 3: program' \
	'kill: the host is as before, after SIGKILL 3 of 3: runner'; do
	check "as if in Debian: $line" grep -q "^ok [0-9]* $line" "$share/verdicts"
done
check "as if in Debian: none is not ok" is_same "$(grep -c '^not ok' "$share/verdicts")" 0
check "as if in Debian: the seed is told" grep -q "^# kill: --seed $seed, a run takes" \
	"$share/verdicts"
cp "$share/verdicts" "$tmp/out"

# This project's own tests there: what failed is named, and what is left behind.
mkdir -p "$owner/checkout/tests/check"
cat >"$owner/checkout/tests/check/run.sh" <<-'EOT'
	echo "# tests: $*"
	echo "ok     one     2 passed, 0 failed, 0 skipped, 1 s"
	echo "FAILED two     1 passed, 1 failed, 0 skipped, 1 s"
	echo "       not ok 2 it works"
	echo "3 passed, 1 failed, 0 skipped"
	: >"$TMPDIR/left"
	exit 1
EOT
play='share='"$share"' checks=" one two"
	open_checkout() { tree=$owner/checkout; }
	close_checkout() { :; }
	state_settings() { :; }
	state_files() { find "$TMPDIR"; }
	state_processes() { :; }
	rm -rf "$work/before"
	host_state "$work/before"
	scenario=check
	begin_scenario check
	scenario_check'
: >"$share/verdicts"
TMPDIR=$tmp/tmp
export TMPDIR
inside "$play"
unset TMPDIR
cp "$share/verdicts" "$tmp/out"
check "the project's tests: those that were chosen" grep -q '^# tests: one two$' \
	"$share/check/stdout"
check "the project's tests: the count" grep -q '^# check: 3 passed, 1 failed' "$tmp/out"
check "the project's tests: not ok" grep -q "^not ok 1 check: .*tests: status 0" "$tmp/out"
check "the project's tests: which failed" grep -q "^#   FAILED two " "$tmp/out"
check "the project's tests: and what of it" grep -q "^#  *not ok 2 it works" "$tmp/out"
check "the project's tests: a file that is left" grep -q "^#   +$tmp/tmp/left" "$tmp/out"

finish
