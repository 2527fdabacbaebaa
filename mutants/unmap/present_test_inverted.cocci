// SPDX-License-Identifier: GPL-2.0
// breaks: what the host takes away goes from L1 and L2
// harm: every guest goes on using pages that the host gave to others
// file: book3s_64_mmu_radix.c
@@
@@
kvm_unmap_radix(...)
{
<...
- if (ptep && pte_present(*ptep))
+ if (ptep && !pte_present(*ptep))
	kvmppc_unmap_pte(...);
...>
}
