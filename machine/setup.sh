#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# Fills the cache: setup.sh [build | tools | source [NAME] | kernel NAME | kbuild NAME |
#		spatch | debug-kernel [NAME] | strict-qemu | distro | distro-packages | all]
# Everything is fetched to one folder ($KVM_HV_NESTED_CACHE, else .cache at the top of the
# tree), and nothing is installed. Items that exist are not fetched again.
# `build` is for a POWER host: the compiler, the libraries and the harness.
# Exit status: 0 ready, 2 not (with one line on the error).

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=machine/common.sh
. "$machine/common.sh"
# shellcheck source=machine/archive.sh
. "$machine/archive.sh"
# shellcheck source=machine/apt_why.sh
. "$machine/apt_why.sh"
# shellcheck source=machine/apt.sh
. "$machine/apt.sh"
# shellcheck source=machine/qemu_package.sh
. "$machine/qemu_package.sh"
# shellcheck source=machine/tools.sh
. "$machine/tools.sh"
# shellcheck source=machine/modules.sh
. "$machine/modules.sh"
# shellcheck source=machine/kernels.sh
. "$machine/kernels.sh"
# shellcheck source=machine/source.sh
. "$machine/source.sh"
# shellcheck source=machine/kbuild.sh
. "$machine/kbuild.sh"
# shellcheck source=machine/compiler.sh
. "$machine/compiler.sh"
# shellcheck source=machine/spatch.sh
. "$machine/spatch.sh"
# shellcheck source=machine/debug_kernel.sh
. "$machine/debug_kernel.sh"
# shellcheck source=machine/strict_qemu.sh
. "$machine/strict_qemu.sh"
# shellcheck source=machine/distro_image.sh
. "$machine/distro_image.sh"
# shellcheck source=machine/distro_packages.sh
. "$machine/distro_packages.sh"

usage='use: setup.sh [build | tools | source [NAME] | kernel NAME | kbuild NAME | spatch'
usage="$usage | debug-kernel [NAME] | strict-qemu | distro | distro-packages | all]"

# Take the lock and create the scratch folder, at the first item to fetch.
cache_begin()
{
	[ -z "$work" ] || return 0
	cache_lock
	scratch_open
}

work=
case ${1:-all} in
build | tools | spatch | strict-qemu | distro | distro-packages | all)
	[ $# -le 1 ] || die "$usage" ;;
source | debug-kernel) [ $# -le 2 ] || die "$usage" ;;
kernel | kbuild) [ $# -eq 2 ] || die "$usage" ;;
-h | --help) echo "$usage"; exit 0 ;;
*) die "unknown item '$1': $usage" ;;
esac
cache_open

case ${1:-all} in
build)
	setup_tools
	setup_source_here ;;
tools) setup_tools ;;
source) setup_source "${2:-backports}" ;;
kernel) setup_kernel "$2" ;;
kbuild) setup_kbuild "$2" && setup_compiler "$2" ;;
spatch) setup_spatch ;;
debug-kernel) setup_debug_kernel "${2:-backports}" ;;
strict-qemu) setup_strict_qemu ;;
distro) setup_distro ;;
distro-packages) setup_distro && setup_distro_packages ;;
all)
	setup_tools
	setup_source backports
	;;
esac
