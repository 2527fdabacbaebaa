// SPDX-License-Identifier: GPL-2.0
// breaks: small shadow leaves of a large host page are known by its frame
// harm: L2 keeps all of a large page but its first piece
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
- addr_mask = PTE_RPN_MASK & ~(nbytes - 1);
+ addr_mask = PTE_RPN_MASK;
...>
}
