// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 whose partition table entry L1 clears ends
// harm: L2s never end: each costs memory and an LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_flush_nested(...)
{
<...
- if (gp->l1_gr_to_hr == 0)
-	kvmhv_remove_nested(gp);
...>
}
