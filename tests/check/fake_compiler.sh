#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A fake gcc for tests of the Makefile: every object and program is an empty script.  It
# builds for $FAKE_TARGET, by default ppc64le.

target=${FAKE_TARGET:-powerpc64le-linux-gnu}
out='' depends=''
for word; do
	case "$word" in
	-dumpmachine)	echo "$target"; exit ;;
	-dumpversion)	echo 12; exit ;;
	-MMD)		depends=1 ;;
	-E)		preprocess=1 ;;
	esac
done

# The predefined macros that the Makefile tests.
if [ -n "$preprocess" ]; then
	case "$target" in
	powerpc64le-* | ppc64le-*)
		set -- __powerpc__ __powerpc64__ __LITTLE_ENDIAN__ ;;
	powerpc64-*)	set -- __powerpc__ __powerpc64__ ;;
	powerpc-*)	set -- __powerpc__ ;;
	*)		set -- ;;
	esac
	script=
	for macro; do
		script="${script}s/$macro/1/;"
	done
	exec sed "$script"
fi

while [ $# -gt 0 ]; do
	[ "$1" != -o ] || out=$2
	shift
done
[ -n "$out" ] || exit 0
echo '#!/bin/sh' >"$out" && chmod +x "$out" || exit
[ -z "$depends" ] || : >"${out%.o}.d"
