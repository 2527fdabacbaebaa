// SPDX-License-Identifier: GPL-2.0
// breaks: when L0 unmaps a page, its first piece goes from L2 too
// harm: L2 keeps small pages that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
- for (; gfn < end_gfn; gfn++) {
+ for (gfn++; gfn < end_gfn; gfn++) {
	...
  }
...>
}
