// SPDX-License-Identifier: GPL-2.0
// breaks: when L0 unmaps a page, L2 loses it
// harm: L2 goes on using every page that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
- if (!memslot)
+ if (memslot)
	return;
...>
}
