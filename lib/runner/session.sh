#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC1091
#
# Runs a command as the leader of a session that is recorded in the run's folder, so that
# it can be ended after the runner was killed.  To be started by setsid.
# $1: the run's folder, $2: the session's name; the rest: the command

. "$(dirname -- "$0")/life.sh"

enter_session "$1" "$2" || exit 2
shift 2
exec "$@"
