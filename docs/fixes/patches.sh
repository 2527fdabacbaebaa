# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# The patches of this folder, for `make fixes` and machine/build-module.sh.  To be sourced
# after machine/common.sh.

# $1: a fix, $2: the version of a kernel.  Print its patch for that kernel
fix_patch()
{
	own=$top/docs/fixes/$(echo "$2" | cut -d. -f1,2)/$1.patch
	[ -e "$own" ] || own=$top/docs/fixes/$1.patch
	echo "$own"
}

# $1: a patch, $2: a kernel's source.  Is it there already, in the same context?
fix_is_in()
{
	"$CACHE/bin/patch" -p1 --batch --forward --fuzz=0 --dry-run --reverse \
		--reject-file=- -d "$2" <"$1" >/dev/null 2>&1
}
