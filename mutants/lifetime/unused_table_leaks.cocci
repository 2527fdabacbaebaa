// SPDX-License-Identifier: GPL-2.0
// breaks: a page table that a fault did not need is given back
// harm: faults that race cost the host pages that it never gets back
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_create_pte(...)
{
<...
- if (new_ptep)
-	kvmppc_pte_free(new_ptep);
...>
}
