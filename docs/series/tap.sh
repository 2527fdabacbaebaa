# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# For what prints TAP: check.sh and red.sh, which have a folder $tmp. $bad is 1 when a check
# has failed.

count=0 bad=0

# $1: what must hold; the rest: a command that is true when it does, with a log in $tmp/log
check()
{
	what=$1
	shift
	count=$((count + 1))
	: >"$tmp/log"
	if "$@"; then
		echo "ok $count $what"
	else
		echo "not ok $count $what"
		bad=1
		tail -n 30 "$tmp/log" | sed 's/^/#   /'
	fi
}

skip()
{
	count=$((count + 1))
	echo "ok $count $1 # SKIP $2"
}
