#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# Does each mutant apply, at as many places as it says? apply.sh [KERNEL]...
# looks at the sources of these kernels (by default one of each source in
# machine/kernels.table); what they lack is fetched. Builds nothing.
# Exit status: 0 all do, 1 not (a line for each), 2 it could not be seen.

mutants=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${mutants%/*}/machine
# shellcheck source=machine/common.sh
. "$machine/common.sh"
# shellcheck source=machine/cocci.sh
. "$machine/cocci.sh"
cache_open

[ $# -gt 0 ] || set -- debian12 backports sid
"$machine/setup.sh" spatch || exit
tmp=$(mktemp -d "${TMPDIR:-/tmp}/apply.XXXXXX") ||
	die "cannot make a temporary folder"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
bad=0
for kernel; do
	"$machine/setup.sh" kbuild "$kernel" || exit
	for mutant in "$mutants"/*/*.cocci; do
		source=$CACHE/kbuild/$kernel/pristine/$(cocci_source "$mutant")
		(cocci_apply "$mutant" "$source" "$tmp/out") 2>"$tmp/why" || {
			echo "$kernel: $(sed "s|.*$mutants/||" "$tmp/why")"
			bad=1
		}
	done
done
exit $bad
