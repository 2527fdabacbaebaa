// SPDX-License-Identifier: GPL-2.0
// breaks: a page that L2 uses again after the host aged it is young again
// harm: the host swaps out what L2 uses most
// gap: it takes DAMON to make the kernel age chosen pages, and Debian's 6.1 has none:
//	nested_reclaim.age_3_mappings, which finds it elsewhere, skips there
// file: book3s_64_mmu_radix.c
@@
@@
kvm_age_radix(...)
{
<...
- kvmhv_update_nest_rmap_rc_list(...);
...>
}
