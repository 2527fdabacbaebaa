// SPDX-License-Identifier: GPL-2.0
// breaks: what L0 unmaps for L1 it unmaps for L2
// harm: L2 goes on reading and writing pages that the host gave to others
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- hpa = old & PTE_RPN_MASK;
+ hpa = pte_val(*pte) & PTE_RPN_MASK;
...>
}
