// SPDX-License-Identifier: GPL-2.0
// breaks: a large leaf goes before small ones come in its place
// harm: the kernel writes page table entries into the guest's own memory
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_create_pte(...)
{
<...
- kvmppc_unmap_pte(kvm, pmdp_ptep(pmd), lgpa, PMD_SHIFT, NULL, lpid);
...>
}
