#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Cases that can take the host down run only in the emulated machine, and only by name.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program edge <<-EOT
	harmless pass
	deadly danger
EOT

did_run()	{ says "# ok $1 global.deadly"; }
did_not_run()	{ says "# ok $1 global.deadly # SKIP"; }

run --native -t edge:global.deadly
check "natively not, not even by name" did_not_run 1
KVM_HV_NESTED_DANGEROUS=1 run --native -t edge:global.deadly
check "nor by the environment" did_not_run 1
run --native --inside -t edge:global.deadly
check "in the emulated machine by name" did_run 1
run --native --inside -t edge:global.harmless
check "not if another is named" says "1..1"
run --native --inside -t edge
check "not with its program" did_not_run 2
run --native --inside -t edge -t edge:global.deadly
check "not if the program is named too" did_not_run 2
run --native --inside
check "not in a whole run" did_not_run 2
run --native --inside --skip edge:global.harmless
check "not if all others are skipped" did_not_run 1

finish
