// SPDX-License-Identifier: GPL-2.0
// breaks: a page table that is empty is given back
// harm: each guest costs the host pages that it never gets back
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_free_pte(...)
{
<...
- kvmppc_pte_free(pte);
...>
}
