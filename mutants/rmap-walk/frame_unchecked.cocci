// SPDX-License-Identifier: GPL-2.0
// breaks: a leaf that maps another frame by now stays
// harm: L2 faults without need after each stale entry
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap(...)
{
<...
- if (ptep && pte_present(*ptep) && ((pte_val(*ptep) & mask) == hpa))
+ if (ptep && pte_present(*ptep))
	kvmppc_unmap_pte(...);
...>
}
