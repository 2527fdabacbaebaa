// SPDX-License-Identifier: GPL-2.0
// breaks: the L2 that L1 names is the L2 that loses the page
// harm: L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_invalidate_shadow_pte(...)
{
<...
- find_kvm_nested_guest_pte(kvm, gp->l1_lpid, gpa, &shift)
+ find_kvm_nested_guest_pte(kvm, gp->shadow_lpid, gpa, &shift)
...>
}
