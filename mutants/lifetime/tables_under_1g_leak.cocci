// SPDX-License-Identifier: GPL-2.0
// breaks: a 1G leaf that replaces page tables gives all of them back
// harm: a guest that goes from small pages to 1G costs the host tables that it never
//	gets back
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_free_pud_entry_table(...)
{
<...
- kvmppc_unmap_free_pmd(kvm, pmd, false, lpid);
+ kvmppc_pmd_free(pmd);
...>
}
