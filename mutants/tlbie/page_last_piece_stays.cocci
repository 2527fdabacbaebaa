// SPDX-License-Identifier: GPL-2.0
// breaks: of a large leaf the last piece goes too
// harm: L2 reaches a piece of a large page that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- npages = 1UL << (shift - PAGE_SHIFT);
+ npages = (1UL << (shift - PAGE_SHIFT)) - 1;
...>
}
