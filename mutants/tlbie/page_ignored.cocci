// SPDX-License-Identifier: GPL-2.0
// breaks: L1's invalidation of a page takes L2's translation
// harm: L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- kvmhv_invalidate_shadow_pte(vcpu, gp, addr, &shadow_shift);
+ shadow_shift = PMD_SHIFT;
...>
}
