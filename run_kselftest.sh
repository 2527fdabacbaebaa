#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Runs the nested KVM-HV tests: on this machine if it is a POWER9 or later with KVM-HV,
# otherwise in an emulated one.  `-h` lists the options.

BASE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
RUNNER=$BASE/lib/runner

for part in life clean sweep shape options probe module arrange host_changes defects \
	programs kmsg watch native machines emulate baseline repeat report
do
	# shellcheck source=/dev/null
	. "$RUNNER/$part.sh" || exit 2
done

parse_options "$@"
start_clean
choose_place
check_module
check_defects
take_baseline
[ -z "$opt_repeat" ] || [ -n "$opt_list$opt_dry_run" ] || repeat_runs
[ "$place" = native ] || [ -n "$opt_list" ] || check_kernel

if [ -n "$opt_list" ]; then
	prepare_tree
	select_programs
	list_selected
	exit 0
fi

prepare_tree
select_programs

if [ -n "$opt_dry_run" ]; then
	"dry_run_$place"
	exit 0
fi

open_results
"run_$place"
report
[ -z "$opt_no_error" ] || [ "$ending" != 1 ] || ending=0
exit "$ending"
