#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034,SC2154
#
# Fills the cache: setup.sh [tools | source | kernel NAME | kbuild NAME | spatch |
#		debug-kernel | strict-qemu | all]
# Everything fetched lies in one folder ($KVM_HV_NESTED_CACHE, else .cache at
# the top of the tree), nothing of the system changes, and what is there
# already is neither fetched again nor asked for.
# Exit status: 0 ready, 2 not (one line says why).

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=/dev/null
. "$machine/archive.sh"
# shellcheck source=/dev/null
. "$machine/apt_why.sh"
# shellcheck source=/dev/null
. "$machine/apt.sh"
# shellcheck source=/dev/null
. "$machine/qemu_package.sh"
# shellcheck source=/dev/null
. "$machine/tools.sh"
# shellcheck source=/dev/null
. "$machine/modules.sh"
# shellcheck source=/dev/null
. "$machine/kernels.sh"
# shellcheck source=/dev/null
. "$machine/source.sh"
# shellcheck source=/dev/null
. "$machine/kbuild.sh"
# shellcheck source=/dev/null
. "$machine/compiler.sh"
# shellcheck source=/dev/null
. "$machine/spatch.sh"
# shellcheck source=/dev/null
. "$machine/debug_kernel.sh"
# shellcheck source=/dev/null
. "$machine/strict_qemu.sh"

usage='use: setup.sh [tools | source | kernel NAME | kbuild NAME | spatch | debug-kernel'
usage="$usage | strict-qemu | all]"

# Lock and scratch, once, by the first that finds something to fetch.
cache_begin()
{
	[ -z "$work" ] || return 0
	cache_lock
	scratch_open
}

work=
case ${1:-all} in
tools | source | spatch | debug-kernel | strict-qemu | all) [ $# -le 1 ] || die "$usage" ;;
kernel | kbuild) [ $# -eq 2 ] || die "$usage" ;;
-h | --help) echo "$usage"; exit 0 ;;
*) die "unknown item '$1': $usage" ;;
esac
cache_open

case ${1:-all} in
tools) setup_tools ;;
source) setup_source backports ;;
kernel) setup_kernel "$2" ;;
kbuild) setup_kbuild "$2" && setup_compiler "$2" ;;
spatch) setup_spatch ;;
debug-kernel) setup_debug_kernel ;;
strict-qemu) setup_strict_qemu ;;
all)
	setup_tools
	setup_source backports
	;;
esac
