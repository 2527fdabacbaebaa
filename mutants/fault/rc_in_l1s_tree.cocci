// SPDX-License-Identifier: GPL-2.0
// breaks: R and C of a shadow leaf are set in the shadow table
// harm: they are set for another page of L1's, and L2 hangs in its store
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_hv_handle_set_rc(...)
{
<...
- ptep = find_kvm_nested_guest_pte(kvm, lpid, gpa, &shift);
+ ptep = find_kvm_secondary_pte(kvm, gpa, &shift);
...>
}
