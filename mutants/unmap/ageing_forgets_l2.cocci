// SPDX-License-Identifier: GPL-2.0
// breaks: a page that L2 uses again after the host aged it is young again
// harm: the host swaps out what L2 uses most
// file: book3s_64_mmu_radix.c
@@
@@
kvm_age_radix(...)
{
<...
- kvmhv_update_nest_rmap_rc_list(...);
...>
}
