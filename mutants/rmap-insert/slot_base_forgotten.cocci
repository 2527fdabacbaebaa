// SPDX-License-Identifier: GPL-2.0
// breaks: an entry is filed in its memslot's own array
// harm: the kernel writes past the array: the host crashes or goes wrong
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- rmapp = &memslot->arch.rmap[gfn - memslot->base_gfn];
+ rmapp = &memslot->arch.rmap[gfn];
...>
}
