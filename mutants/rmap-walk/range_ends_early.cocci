// SPDX-License-Identifier: GPL-2.0
// breaks: when L0 unmaps a page, all of it goes from L2
// harm: L2 keeps the last piece of each page that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
- end_gfn = gfn + (nbytes >> PAGE_SHIFT);
+ end_gfn = gfn + (nbytes >> PAGE_SHIFT) - 1;
...>
}
