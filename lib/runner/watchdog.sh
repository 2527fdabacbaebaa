#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091,SC2154
#
# Ends a program that takes too long.  $1: seconds, $2: the run's folder
#
# Counts naps instead of comparing times: in the emulated machine the clock
# jumps some seconds ahead when the first guest runs.
#
# A script and not a subshell: a signal that meets a subshell before it has
# dropped its parent's traps is lost, and whoever sent it waits in vain.

. "$(dirname -- "$0")/clean.sh"

naps=0
while [ "$naps" -lt "$1" ]; do
	sleep 1
	naps=$((naps + 1))
done
: >"$2/timed-out"
kill_session "$(cat "$2/pid")"
