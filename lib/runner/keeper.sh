#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091,SC2034
#
# Cleans up after a runner that was killed (SIGKILL, the OOM killer).  It runs beside the
# runner, in a session of its own, polls for its death, and is ended by it.
# $1: the run's folder, which may not be there yet, $2: the runner, $3: its start time

NAME=run_kselftest.sh
RUNNER=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
BASE=${RUNNER%/lib/runner}
for part in life clean sweep probe module arrange; do
	# shellcheck source=/dev/null
	. "$RUNNER/$part.sh" || exit 2
done

while process_born "$2" && [ "$born" = "$3" ]; do
	sleep 1
done
# Its mkdir may outlive it.
[ -d "$1" ] || sleep 1
! is_own_folder "$1" || clean_after "$1"
