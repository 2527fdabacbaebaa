// SPDX-License-Identifier: GPL-2.0
// breaks: L0's leaf for a shadow leaf is that of L1's address
// harm: L2 reaches the page that L1 has at L2's address
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- pte_p = find_kvm_secondary_pte(kvm, gpa, &shift);
+ pte_p = find_kvm_secondary_pte(kvm, n_gpa, &shift);
...>
}
