// SPDX-License-Identifier: GPL-2.0
// breaks: when the host clears C or R, L2's leaves lose it
// harm: L2's second store to a page is missing from the dirty log: a migrated
//	guest has old data
// file: book3s_hv_nested.c
@@
@@
kvmhv_update_nest_rmap_rc_list(...)
{
<...
- if ((clr | set) & ~(_PAGE_DIRTY | _PAGE_ACCESSED))
+ if ((clr | set) & (_PAGE_DIRTY | _PAGE_ACCESSED))
	return;
...>
}
