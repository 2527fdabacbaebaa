// SPDX-License-Identifier: GPL-2.0
// breaks: a page table that is given back is empty
// harm: the next guest that gets the table can read and write another guest's
//	pages
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_free_pte(...)
{
<...
- memset(pte, 0, sizeof(long) << RADIX_PTE_INDEX_SIZE);
+ memset(pte, 0, sizeof(long));
...>
}
