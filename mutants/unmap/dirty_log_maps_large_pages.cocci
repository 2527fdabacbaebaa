// SPDX-License-Identifier: GPL-2.0
// breaks: while the dirty log is on, pages are mapped one by one
// harm: the dirty log misses stores: a migrated guest has old data
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
- large_enable = !(memslot->flags & KVM_MEM_LOG_DIRTY_PAGES);
+ large_enable = true;
...>
}
