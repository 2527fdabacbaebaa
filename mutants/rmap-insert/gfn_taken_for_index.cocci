// SPDX-License-Identifier: GPL-2.0
// breaks: an entry is filed at the page's distance from its memslot's base, always
// harm: in a large memslot at a low address the host misses what L2 has mapped
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- rmapp = &memslot->arch.rmap[gfn - memslot->base_gfn];
+ rmapp = &memslot->arch.rmap[gfn < memslot->npages ? gfn : gfn - memslot->base_gfn];
...>
}
