// SPDX-License-Identifier: GPL-2.0
// breaks: the base of a memslot is taken off once
// harm: in a large memslot at a low address L2 keeps the pages that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
  gfn = (gpa >> PAGE_SHIFT) - memslot->base_gfn;
+ if (gfn >= memslot->base_gfn)
+	gfn -= memslot->base_gfn;
...>
}
