#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What LLVM=1 builds: without a warning, and it runs.  Its guests are the point:
# they rely on r13, on registers that the compiler leaves alone and on calls that it
# does not invent.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

for tool in clang ld.lld; do
	command -v $tool >/dev/null || {
		skip "LLVM=1" "no $tool"
		finish
	}
done
clang --target=powerpc64le-linux-gnu -c -x c /dev/null -o "$tmp/none.o" 2>/dev/null || {
	skip "LLVM=1" "this clang does not build for ppc64le"
	finish
}

make -s -C "$TOP" LLVM=1 OUTPUT="$tmp/build" INSTALL_PATH="$tmp/tree" \
	install >"$tmp/out" 2>"$tmp/err"
code=$?
check "make LLVM=1: status 0" exits 0
check "make LLVM=1: no warning" is_quiet
[ "$code" = 0 ] || finish

case "$(uname -m)" in
ppc64 | ppc64le)
	"$tmp/tree/run_kselftest.sh" -t nested_map_test >"$tmp/out" 2>"$tmp/err" ;;
*)
	sh "$TOP/machine/run.sh" --tree "$tmp/tree" --timeout 300 \
		-- --inside -t nested_map_test >"$tmp/out" 2>"$tmp/err" ;;
esac
code=$?
check_map_test "it runs"

finish
