// SPDX-License-Identifier: GPL-2.0
// breaks: an entry names the L2 that it is about
// harm: the host finds no L2 to take its pages from
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_rmap->rmap = (n_gpa & RMAP_NESTED_GPA_MASK) | (((unsigned long) gp->l1_lpid) << RMAP_NESTED_LPID_SHIFT);
+ n_rmap->rmap = n_gpa & RMAP_NESTED_GPA_MASK;
...>
}
