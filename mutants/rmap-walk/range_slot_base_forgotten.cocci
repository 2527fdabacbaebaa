// SPDX-License-Identifier: GPL-2.0
// breaks: the walk begins at the page's place in its memslot's array
// harm: the kernel reads past the array: crash, or stale pages in L2
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
- gfn = (gpa >> PAGE_SHIFT) - memslot->base_gfn;
+ gfn = gpa >> PAGE_SHIFT;
...>
}
