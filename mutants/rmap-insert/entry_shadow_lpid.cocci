// SPDX-License-Identifier: GPL-2.0
// breaks: an entry names the L2 as L1 numbers it
// harm: the host looks for the L2 by the wrong number, and L2 keeps its pages
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- (((unsigned long) gp->l1_lpid) << RMAP_NESTED_LPID_SHIFT)
+ (((unsigned long) gp->shadow_lpid) << RMAP_NESTED_LPID_SHIFT)
...>
}
