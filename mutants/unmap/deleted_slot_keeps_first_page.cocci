// SPDX-License-Identifier: GPL-2.0
// breaks: a deleted memslot's first page goes too
// harm: L2 goes on using a page of memory that the VMM took away
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_radix_flush_memslot(...)
{
<...
- gpa = memslot->base_gfn << PAGE_SHIFT;
+ gpa = (memslot->base_gfn + 1) << PAGE_SHIFT;
...>
}
