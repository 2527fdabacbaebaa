// SPDX-License-Identifier: GPL-2.0
// breaks: when the host clears C or R, L2's leaves lose it
// harm: L2's stores are missing from the dirty log: a migrated guest has old
//	data
// file: book3s_hv_nested.c
@@
@@
kvmhv_update_nest_rmap_rc(...)
{
<...
- __radix_pte_update(ptep, clr, set);
+ __radix_pte_update(ptep, set, clr);
...>
}
