// SPDX-License-Identifier: GPL-2.0
// breaks: for a guest's load the host brings its page in as for a load
// harm: all that a guest reads is dirty for the host: copied, and written to swap
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
(
- pfn = __gfn_to_pfn_memslot(memslot, gfn, false, false, NULL, writing, upgrade_p, NULL);
+ pfn = __gfn_to_pfn_memslot(memslot, gfn, false, false, NULL, true, upgrade_p, NULL);
|
- pfn = __gfn_to_pfn_memslot(memslot, gfn, false, NULL, writing, upgrade_p, NULL);
+ pfn = __gfn_to_pfn_memslot(memslot, gfn, false, NULL, true, upgrade_p, NULL);
|
- pfn = __kvm_faultin_pfn(memslot, gfn, writing ? FOLL_WRITE : 0, &upgrade_write, &page);
+ pfn = __kvm_faultin_pfn(memslot, gfn, FOLL_WRITE, &upgrade_write, &page);
)
...>
}
