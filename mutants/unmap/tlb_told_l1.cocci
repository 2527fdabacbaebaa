// SPDX-License-Identifier: GPL-2.0
// breaks: the tlbie for a leaf names the guest that the leaf belongs to
// harm: an L2 that runs on another CPU goes on using pages that the host gave
//	to others
// tlbie: L1's LPID in the place of the shadow's
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- kvmppc_radix_tlbie_page(kvm, gpa, shift, lpid);
+ kvmppc_radix_tlbie_page(kvm, gpa, shift, kvm->arch.lpid);
...>
}
