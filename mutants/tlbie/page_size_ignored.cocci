// SPDX-License-Identifier: GPL-2.0
// breaks: the invalidation's page size counts
// harm: L2 reaches most of a large page that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- shift = ap_to_shift(ap);
+ shift = PAGE_SHIFT;
...>
}
