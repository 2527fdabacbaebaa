// SPDX-License-Identifier: GPL-2.0
// breaks: small leaves go before a large one comes in their place
// harm: what they mapped is never unmapped, and their table is lost
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_create_pte(...)
{
<...
- if (!pmd_none(*pmd)) {
+ if (pmd_none(*pmd)) {
	kvmppc_unmap_free_pmd_entry_table(...);
  }
...>
}
