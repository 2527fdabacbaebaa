#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091
#
# Ends a program after a timeout.  $1: seconds, $2: the run's folder, $3: the program's
# session, $4: the runner, $5: seconds from one look at the runner to the next
#
# Counts sleeps instead of comparing times: in the emulated machine the clock jumps by
# some seconds when the first guest runs.
#
# A script and not a subshell: a signal that arrives in a subshell before it has reset its
# parent's traps is lost, and the sender would wait for ever.

. "$(dirname -- "$0")/life.sh"
. "$(dirname -- "$0")/clean.sh"

# Continue if the folder has been removed: the program still has to end.
enter_session "$2" watchdog || [ ! -d "$2" ] || exit 2
process_born "$4" || exit 2
runner_born=$born

naps=0
while [ "$naps" -lt "$1" ]; do
	sleep "$5"
	naps=$((naps + $5))
	# Without the runner the session's number may have been reused.
	process_born "$4" && [ "$born" = "$runner_born" ] || exit 2
done
true 2>/dev/null >"$2/timed-out"
kill_session "$3"
