// SPDX-License-Identifier: GPL-2.0
// breaks: the tlbie for a shadow PTE names the shadow LPID
// harm: on hardware L2's TLB keeps what L1 invalidated
// tlbie: L1's number of the L2 in the place of the LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_invalidate_shadow_pte(...)
{
<...
- kvmppc_unmap_pte(kvm, ptep, gpa, shift, NULL, gp->shadow_lpid);
+ kvmppc_unmap_pte(kvm, ptep, gpa, shift, NULL, gp->l1_lpid);
...>
}
