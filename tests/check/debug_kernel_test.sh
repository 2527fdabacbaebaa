#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# make debug-kernel without a build: the name of each kernel's debug kernel, and its options.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
machine=$TOP/machine
. "$machine/common.sh"
. "$machine/debug_kernel.sh"

build=$tmp/build
mkdir -p "$build/source/arch/powerpc" "$build/source/mm" "$build/out"
echo "config MIGRATION" >"$build/source/mm/Kconfig"

# source_of TEXT: the source's arch/powerpc/Kconfig has this.
source_of()
{
	printf '%s\n' "config PPC" "	bool" "$1" >"$build/source/arch/powerpc/Kconfig"
}

has()
{
	grep -qx "CONFIG_$1" "$build/config"
}

lacks()
{
	! grep -q "CONFIG_$1" "$build/config"
}

# The configuration of the build has all options but this one.
built_without()
{
	grep -vx "CONFIG_$1" "$build/config" >"$build/out/.config"
	(debug_config_check) >"$tmp/out" 2>"$tmp/err"
}

is_refused_without()
{
	! built_without "$1" && one_line && complains "this source has no CONFIG_$1 "
}

for pair in backports:debug backports-64k:debug-64k sid:debug-sid \
	    sid-64k:debug-sid-64k debian12:debug-debian12; do
	check "the debug kernel of ${pair%:*} is ${pair#*:}" is_same \
		"$(debug_kernel_name "${pair%:*}")" "${pair#*:}"
done

source_of "	select ARCH_SUPPORTS_DEBUG_PAGEALLOC"
debug_config backports
check "4K pages" has PPC_4K_PAGES=y
check "not 64K pages too" lacks PPC_64K_PAGES
for option in DEBUG_VM DEBUG_VM_PGTABLE DEBUG_VIRTUAL PROVE_LOCKING PROVE_RCU \
	      DEBUG_ATOMIC_SLEEP KASAN; do
	check "$option" has $option=y
done
check "a source without PAGE_TABLE_CHECK on POWER" lacks PAGE_TABLE_CHECK
check "nor NUMA_MIGRATION" lacks NUMA_MIGRATION
check "hugetlbfs" has HUGETLBFS=y
check "all options are there" built_without NONE
check "an option is not: said" is_refused_without PROVE_RCU=y

source_of "	select ARCH_SUPPORTS_PAGE_TABLE_CHECK"
debug_config sid-64k
check "64K pages" has PPC_64K_PAGES=y
check "not 4K pages too" lacks PPC_4K_PAGES
check "a source with PAGE_TABLE_CHECK" has PAGE_TABLE_CHECK=y
check "it is on without a parameter" has PAGE_TABLE_CHECK_ENFORCED=y
check "with hugetlbfs" has HUGETLBFS=y
check "the source does not have it after all: said" is_refused_without PAGE_TABLE_CHECK=y

source_of "	select ARCH_SUPPORTS_PAGE_TABLE_CHECK	if !HUGETLB_PAGE"
echo "config NUMA_MIGRATION" >>"$build/source/mm/Kconfig"
debug_config sid
check "a source with PAGE_TABLE_CHECK in place of hugetlbfs" has PAGE_TABLE_CHECK=y
check "a source with NUMA_MIGRATION" has NUMA_MIGRATION=y
check "hugetlbfs goes" lacks HUGETLBFS

finish
