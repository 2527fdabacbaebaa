// SPDX-License-Identifier: GPL-2.0
// breaks: any number of mappings of a page are known
// harm: from the third mapping on L2 keeps pages that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
  rmap = *rmapp;
+ if (!(rmap & RMAP_NESTED_IS_SINGLE_ENTRY))
+	return;
...>
}
