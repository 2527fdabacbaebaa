#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091,SC2034
#
# Cleans up after a runner that was killed (SIGKILL, the OOM killer).  It runs beside the
# runner, in a session of its own, polls for its death, and is ended by it.
# $1: the run's folder

NAME=run_kselftest.sh
RUNNER=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
BASE=${RUNNER%/lib/runner}
for part in life clean sweep probe module arrange; do
	# shellcheck source=/dev/null
	. "$RUNNER/$part.sh" || exit 2
done

# Read now, since the folder may be removed later.
{ read -r pid start rest <"$1/runner"; } 2>/dev/null || exit 2
while process_born "$pid" && [ "$born" = "$start" ]; do
	sleep 1
done
clean_after "$1"
