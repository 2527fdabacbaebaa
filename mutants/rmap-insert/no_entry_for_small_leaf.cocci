// SPDX-License-Identifier: GPL-2.0
// breaks: each shadow leaf of this size has an rmap entry
// harm: L2 keeps pages of this size that the host took away
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_create_pte(...)
{
<...
  kvmppc_radix_set_pte_at(kvm, gpa, ptep, pte);
- if (rmapp && n_rmap)
-	kvmhv_insert_nest_rmap(kvm, rmapp, n_rmap);
...>
}
