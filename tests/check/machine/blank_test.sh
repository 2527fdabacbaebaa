#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A checkout and a cache with blanks in their paths: from the sources to a verdict.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "blanks in paths" "there is no emulated machine on POWER"
	finish ;;
esac

checkout="$tmp/a blank, and a comma/kvm hv nested"
mkdir -p "$checkout" "$checkout/tests/unit"
for item in Makefile run_kselftest.sh settings include lib machine mutants x86-free-ppc64; do
	cp -R "$TOP/$item" "$checkout/"
done
for item in "$TOP"/tests/*; do
	case $item in */check | */unit) ;; *) cp -R "$item" "$checkout/tests/" ;; esac
done

# Nothing is fetched: what this tree's cache has, moved to another place.
sh "$TOP/machine/setup.sh" all >&2 || exit
cache=$(cd "${KVM_HV_NESTED_CACHE:-$TOP/.cache}" && pwd)
mkdir "$checkout/.cache"
for item in bin tools source linux-source; do
	cp -a "$cache/$item" "$checkout/.cache/"
done
ln -s "$cache/kernels" "$checkout/.cache/"

# $1: cache, as the environment has it
run_there()
{
	(
		unset KVM_HV_NESTED_CACHE
		[ -z "$1" ] || export KVM_HV_NESTED_CACHE="$1"
		cd "$tmp" && TMPDIR=$tmp/tmp \
			sh "$checkout/run_kselftest.sh" -t kvm_run_regs_test \
			--results "$tmp/the results"
	) >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

mkdir "$tmp/tmp"
run_there ''
check "a checkout with a blank: status 0" exits 0
check "a checkout with a blank: the program passed" says \
	"ok 1 selftests: kvm-hv-nested: kvm_run_regs_test"
check "a checkout with a blank: no word on stderr" is_quiet
check "a checkout with a blank: a kernel log" [ -s "$tmp/the results/kernel.log" ]

mv "$checkout/.cache" "$tmp/the cache"
# A path from the folder that the runner was called in.
run_there "the cache"
check "a cache with a blank: status 0" exits 0
check "a cache with a blank: no word on stderr" is_quiet

make -s -C "$checkout" install DESTDIR="$tmp/a place" \
	KVM_HV_NESTED_CACHE="$tmp/the cache" >"$tmp/out" 2>"$tmp/err"
code=$?
check "make install to a folder with a blank: status 0" exits 0
check "make install to a folder with a blank: the runner is there" \
	[ -x "$tmp/a place/usr/libexec/kvm-hv-nested/run_kselftest.sh" ]

make -s -f "$checkout/Makefile" >"$tmp/out" 2>"$tmp/err"
code=$?
check "make -f with a blank: status 2" exits 2
check "make -f with a blank: said" complains "run make in its folder, or with -C"

finish
