// SPDX-License-Identifier: GPL-2.0
// breaks: a dirty page that goes is in the dirty log
// harm: a migrated guest has old data
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- if ((old & _PAGE_DIRTY) && memslot->dirty_bitmap)
-	kvmppc_update_dirty_map(memslot, gfn, page_size);
...>
}
