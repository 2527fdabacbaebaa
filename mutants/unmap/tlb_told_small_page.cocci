// SPDX-License-Identifier: GPL-2.0
// breaks: the tlbie for a leaf has the leaf's size
// harm: L2's TLB keeps most of a large page that the host gave to others
// tlbie: the size of a small page for a large one
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- kvmppc_radix_tlbie_page(kvm, gpa, shift, lpid);
+ kvmppc_radix_tlbie_page(kvm, gpa, 0, lpid);
...>
}
