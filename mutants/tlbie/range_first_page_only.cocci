// SPDX-License-Identifier: GPL-2.0
// breaks: H_RPT_INVALIDATE acts on all of its range
// harm: L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
do_tlb_invalidate_nested_tlb(...)
{
<...
- addr < end
+ 0
...>
}
