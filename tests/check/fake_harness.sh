#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A fake test program for tests of the runner: behaves as the kselftest harness.  The file
# NAME.cases beside it has one case per line,
#	CASE VERDICT [REASON]
# where VERDICT is pass, fail, error, skip, xfail, xpass, or one of these:
#	oldskip, oldxfail, oldxpass, oldfail (REASON only behind the directive, as
#	the harness does by itself)
#	hang (for ever)   leak (leaves a process behind)   crash (by a signal)
#	log (REASON goes to the kernel log, then pass)   exit (the whole program)
#	oom (killed for want of memory)   killed (for no reason known)
#	slow (REASON seconds)   series (leaves a measured series)
#	figures (leaves the table that the fake host has as REASON)
#	wait (until the fake host has the file REASON, then pass)
#	late (hangs; ended by SIGTERM it still tells a result)
#	early (the program ends with that error before its first case)
#	blind (passes without the witness REASON, an error under --strict)
#	danger (pass, but skip where it may not take the host down)
#	says (REASON as a comment, then pass)
#	vendor (what --defects has to say, as comments, then pass)

cases=$0.cases

if [ "$1" = -l ]; then
	printf '%-20s %-25s %s\n' '# FIXTURE' VARIANT TEST >&2
	awk '{ printf "%-20s %-25s %s\n", NR == 1 ? "global" : "", "", $1 }' \
		"$cases" >&2
	exit 4
fi

wanted=' '
while [ "$1" = -r ]; do
	wanted="$wanted${2#global.} "
	shift 2
done

is_wanted()
{
	case "$wanted" in ' ' | *" $1 "*) return 0 ;; *) return 1 ;; esac
}

result()
{
	n=$((n + 1))
	[ "$1" = ok ] || rc=1
	echo "$1 $n global.$name$2"
}

# Count first, since the plan comes before the cases.
n=0 rc=0 plan=0
while read -r name verdict reason; do
	! is_wanted "$name" || plan=$((plan + 1))
done <"$cases"

while read -r name verdict reason; do
	[ "$verdict" != early ] || {
		echo "# ERROR: fake.c:3: $reason"
		exit 1
	}
done <"$cases"

echo "TAP version 13"
echo "1..$plan"
while read -r name verdict reason; do
	is_wanted "$name" || continue
	echo "#  RUN           global.$name ..."
	case "$verdict" in
	pass)	result ok ;;
	fail)	echo "# FAIL: fake.c:1: $reason"; result 'not ok' ;;
	error)	echo "# ERROR: fake.c:2: $reason"; result 'not ok' ;;
	skip)	echo "# SKIP: fake.c:4: $reason"; result ok " # SKIP  " ;;
	xfail)	echo "# XFAIL: fake.c:5: $reason"; result ok " # XFAIL  " ;;
	xpass)	echo "# XPASS: fake.c:6: $reason"; result 'not ok' ;;
	oldskip)	result ok " # SKIP $reason" ;;
	oldxfail)	result ok " # XFAIL $reason" ;;
	oldxpass)	result ok " # XPASS $reason" ;;
	oldfail)	result 'not ok' " #  $reason" ;;
	hang)	sleep 1000 ;;
	wait)	until [ -e "$KVM_HV_NESTED_ROOT/$reason" ]; do sleep 0.1; done
		result ok ;;
	late)	trap 'result "not ok"; exit 1' TERM; sleep 1000 & wait $! ;;
	leak)	sleep 1001 & result ok ;;
	crash)	kill -s SEGV $$ ;;
	log)	echo "$reason" >>"$KVM_HV_NESTED_ROOT/dev/kmsg"; result ok ;;
	series)	printf 'label\tlive\nbase\t1\nmore\t2\n' \
			>"$KVM_HV_NESTED_RESULTS/series/$name.tsv"
		echo "# SERIES: $KVM_HV_NESTED_RESULTS/series/$name.tsv"
		result ok ;;
	figures)	cp "$KVM_HV_NESTED_ROOT/$reason" \
			"$KVM_HV_NESTED_RESULTS/series/$name.tsv"
		echo "# SERIES: $KVM_HV_NESTED_RESULTS/series/$name.tsv"
		result ok ;;
	slow)	sleep "$reason"; result ok ;;
	says)	echo "# $reason"; result ok ;;
	vendor)	sed 's/^/# vendor: /' "$KVM_HV_NESTED_DEFECTS"; result ok ;;
	blind)	echo "# no witness: $reason"
		if [ -n "${KVM_HV_NESTED_STRICT-}" ]; then
			echo "# ERROR: fake.c:7: no witness: $reason"
			result 'not ok'
		else result ok; fi ;;
	danger)	if [ -n "${KVM_HV_NESTED_DANGEROUS-}" ]; then result ok
		else result ok " # SKIP"; fi ;;
	oom)	echo "Out of memory: Killed process 9 (fake)" \
			>>"$KVM_HV_NESTED_ROOT/dev/kmsg"
		echo "# $name: Test terminated unexpectedly by signal 9"
		result 'not ok' ;;
	killed)	echo "# $name: Test terminated unexpectedly by signal 9"
		result 'not ok' ;;
	exit)	exit "$reason" ;;
	esac
done <"$cases"
exit "$rc"
