// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 runs on its own entry of L1's partition table
// harm: one L2 runs on another's memory
// file: book3s_hv_nested.c
@@
@@
kvmhv_update_ptbl_cache(...)
{
<...
- ptbl_addr = (kvm->arch.l1_ptcr & PRTB_MASK) + (gp->l1_lpid << 4);
+ ptbl_addr = (kvm->arch.l1_ptcr & PRTB_MASK) + (gp->l1_lpid << 3);
...>
}
