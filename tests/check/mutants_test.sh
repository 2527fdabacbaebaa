#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The conclusions of a campaign, with a fake machine: mutants_unit.py, which prints TAP.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
command -v python3 >/dev/null || {
	echo "TAP version 13"
	echo "ok 1 the campaign's rules # SKIP no python3: install python3"
	echo "1..1"
	exit 0
}
exec python3 -B "$here/mutants_unit.py"
