// SPDX-License-Identifier: GPL-2.0
// breaks: an entry holds the whole L2 address
// harm: L2 keeps what it had at high addresses when the host takes it away
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_rmap->rmap = (n_gpa & RMAP_NESTED_GPA_MASK) |
+ n_rmap->rmap = (n_gpa & 0x3fffffffffUL) |
	(((unsigned long) gp->l1_lpid) << RMAP_NESTED_LPID_SHIFT);
...>
}
